import Assembly
import Catalog
import Testing

struct PlaceCheckTests {
    private static let ovh = PlaceCheck.Provider(
        "OVH",
        customers: 38,
        domains: [
            MailDomain(domain: "agencia.example"), MailDomain(domain: "b.example", coversSubdomains: true),
        ],
        hosts: ["status.ovhcloud.com"]
    )

    @Test(arguments: [
        (PlaceCheck.Part.program, "vps-1a2b.vps.ovh.net"), (.program, "VPS.OVH.NET."),
        (.page, "x.ovhcloud.com"),
        (.mail, "ssl0.ovh.net"), (.mail, "agencia.example"), (.mail, "m.b.example"),
        (.database, "db-7.ovhcloud.com"),
    ])
    func `what stands at a provider is found by its names`(part: PlaceCheck.Part, name: String) throws {
        let findings = PlaceCheck.findings(
            [PlaceCheck.Place(part, names: ["localhost", name])],
            [Self.ovh]
        )

        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.part == part && finding.provider == Self.ovh)
        #expect(finding.seen == name.lowercased().trimmingSuffix("."))
    }

    @Test(arguments: [
        (PlaceCheck.Part.program, "lovh.example"), (.program, "ovhserver.example"), (.program, "example.ovh"),
        (.page, "agencia.example"), (.mail, "b.example"), (.mail, "xagencia.example"),
        (.program, "51.91.1.2"),
        (.program, "2001:41d0::1"), (.program, "com"), (.program, ""), (.mail, "status.example.com"),
    ])
    func `what only looks alike is not taken for it`(part: PlaceCheck.Part, name: String) {
        #expect(PlaceCheck.findings([PlaceCheck.Place(part, names: [name])], [Self.ovh]).isEmpty)
    }

    /// "Hosting" in the name of a provider is not a name of a host of theirs.
    @Test(arguments: ["web.hosting.example", "mail.example.org", "cloud.example.net"])
    func `common words are nobody's name`(name: String) {
        let providers = [PlaceCheck.Provider("Web Hosting & Mail Cloud", customers: 9)]

        #expect(PlaceCheck.findings([PlaceCheck.Place(.program, names: [name])], providers).isEmpty)
    }

    @Test func `two hosts below a shared second level are not of one house`() {
        let provider = PlaceCheck.Provider("Lantern", customers: 1, hosts: ["status.lantern.co.uk"])
        let seen = { (name: String) in
            PlaceCheck.findings([PlaceCheck.Place(.page, names: [name])], [provider]).count
        }

        #expect(seen("other.co.uk") == 0)
        #expect(seen("vps.lantern.co.uk") == 1)
    }

    @Test func `the provider of most customers comes first`() {
        let providers = [
            PlaceCheck.Provider("Acens", customers: 4), Self.ovh, PlaceCheck.Provider("Arsys", customers: 4),
        ]
        let place = PlaceCheck.Place(
            .program,
            names: ["a.arsys.example", "b.ovh.example", "c.acens.example"]
        )

        let found = PlaceCheck.findings([place], providers).map(\.provider.name)

        #expect(found == ["OVH", "Acens", "Arsys"])
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
