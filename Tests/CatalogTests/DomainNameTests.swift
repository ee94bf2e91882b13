import Catalog
import Testing

struct DomainNameTests {
    @Test(
        arguments: [
            ("example.es", "example.es"), ("Example.ES", "example.es"), ("example.es.", "example.es"),
            ("españa.es", "xn--espaa-rta.es"), ("ESPAÑA.es", "xn--espaa-rta.es"),
            ("espan\u{303}a.es", "xn--espaa-rta.es"),
            ("bücher.example", "xn--bcher-kva.example"), ("münchen-ost.de", "xn--mnchen-ost-9db.de"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"), ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("ｅｘａｍｐｌｅ．ｅｓ", "example.es"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("_dmarc.example.es", "_dmarc.example.es"), ("xn--espaa-rta.es", "xn--espaa-rta.es"),
            ("localhost", nil), ("", nil), (".", nil), ("a..es", nil), ("-a.es", nil), ("a-.es", nil),
            ("a b.es", nil),
            ("a@b.es", nil), ("*.b.es", nil), ("a.es/x", nil),
            (String(repeating: "a", count: 64) + ".es", nil),
            (String(repeating: "a.", count: 130) + "es", nil),
            (String(repeating: "ñ", count: 60) + ".es", nil),
            ("💥.example", nil),
        ] as [(String, String?)]
    )
    func `names as machines compare them`(_ typed: String, _ expected: String?) {
        #expect(DomainName.ascii(typed) == expected)
    }

    @Test(
        arguments: [
            ("ana@example.es", "ana@example.es"), ("Ana.B+c@EXAMPLE.es", "Ana.B+c@example.es"),
            ("ana@españa.es", "ana@xn--espaa-rta.es"), ("o'hara@example.es", "o'hara@example.es"),
            ("ana@localhost", nil), ("ana", nil), ("@example.es", nil), ("ana@", nil),
            ("a@b@example.es", nil),
            ("ana ana@example.es", nil), ("ana@example.es,eva@example.es", nil),
            ("Ana <ana@example.es>", nil),
            ("ana@exa mple.es", nil), ("ana\n@example.es", nil), ("ana@example.es\r\nBcc: x@y.es", nil),
            ("añil@example.es", nil), (".ana@example.es", nil), ("ana.@example.es", nil),
            ("a..b@example.es", nil),
            (String(repeating: "a", count: 65) + "@example.es", nil),
        ] as [(String, String?)]
    )
    func `one mailbox`(_ typed: String, _ expected: String?) {
        #expect(MailAddress.normalised(typed) == expected)
    }

    @Test func `a domain carries itself, a star its subdomains`() throws {
        let own = try #require(MailDomain(typed: "OVH.net"))
        let below = try #require(MailDomain(typed: "*.ovh.net"))

        #expect(own.carries("ovh.net"))
        #expect(!own.carries("mail.ovh.net"))
        #expect(below.carries("mail.ovh.net"))
        #expect(below.carries("a.b.ovh.net"))
        #expect(!below.carries("ovh.net"))
        #expect(!below.carries("notovh.net"))
        #expect(MailDomain(typed: "*") == nil)
        #expect(below.typed == "*.ovh.net")
    }

    @Test func `the domain of an address is read from its end`() {
        let address = Address(id: 1, customerID: 1, channel: .email, value: "a@Example.es", preference: 1)

        #expect(address.mailDomain == "example.es")
        #expect(Address(id: 1, customerID: 1, channel: .phone, value: "+34", preference: 1).mailDomain == nil)
    }
}
