import Access
import Assembly
import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents
import Letters
import Mail
import Rendering
import Response
import Review
import Testing

/// The assembled product on a clock that a test moves, told as a story: `journey.open(…)`, `journey.advance(…)`,
/// `journey.mails(to:)`.
final class Journey: Sendable {
    static let start = Instant(rfc3339: "2026-03-02T09:00:00+01:00") ?? Instant(seconds: 0)

    let house: House
    let clock: ManualClock
    let folder: String

    private init(house: House, clock: ManualClock, folder: String) {
        self.house = house
        self.clock = clock
        self.folder = folder
    }

    /// Runs a story on a fresh house and clears up behind it.
    static func tell(
        overrides: [String: String] = [:],
        _ story: (Journey) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/journey-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = ManualClock(start)
        var settings = overrides
        settings["folder"] = folder
        settings["time_zone"] = settings["time_zone"] ?? "Europe/Madrid"
        settings["sender_name"] = "Candil"
        settings["mail_from"] = "avisos@candil.example"
        let house = try await House.open(
            try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false),
            root: try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath),
            clock: clock,
            random: SeededRandom(seed: 1)
        )
        let journey = Journey(house: house, clock: clock, folder: folder)
        do {
            try await story(journey)
        } catch {
            await house.close()
            throw error
        }
        await house.close()
    }

    /// Writes the files and imports them; every row must be taken.
    func importCatalog(_ files: [String: String]) async throws {
        var paths = CatalogFiles()
        for (name, text) in files {
            let path = "\(folder)/\(name).csv"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            guard let kind = ImportKind(rawValue: name) else {
                throw Problems([Problem(name, "unknown kind")])
            }
            paths.paths[kind] = path
        }
        let catalogue = house.catalogue
        let report = try await house.catalogImport.run(paths, say: { catalogue.text($0, .english) })
        #expect(report.rejected == 0)
    }

    /// A hosting agency: web and mail at one provider, mail of some elsewhere.
    func agency() async throws {
        try await importCatalog([
            "components": """
            id,name_es,name_en,mail_domains
            provider,Proveedor,Provider,
            web,Páginas web,Websites,
            mail,Correo,E-mail,broken.example
            other,Otro,Other,
            """,
            "dependencies": "component,depends_on,kind\nweb,provider,hard\nmail,provider,hard\n",
            "customers": """
            id,name,language,country,email,phone
            ana,Ana Ruiz,es,ES,ana@fine.example,
            ben,Ben Cole,en,GB,ben@broken.example,+44 20 7946 0018
            eva,Eva Gil,es,ES,,968 55 01 12
            leo,Leo Paz,es,ES,leo@broken.example,
            zoe,Zoe Sol,es,ES,zoe@fine.example,
            """,
            "subscriptions": """
            customer,component,quantity,unit_price,currency,period,status
            ana,web,1,10.00,EUR,month,active
            ben,web,1,10.00,EUR,month,active
            eva,mail,1,10.00,EUR,month,active
            leo,mail,1,10.00,EUR,month,active
            zoe,other,1,10.00,EUR,month,active
            """,
        ])
        for (id, languages) in [("rosa", [Language.spanish]), ("tom", [.spanish, .english])] {
            try await perform(
                AddStaff(
                    staff: Staff(
                        id: 0,
                        externalID: id,
                        name: id,
                        email: nil,
                        phone: nil,
                        role: .responder,
                        languages: languages,
                        isOnDuty: true
                    )
                )
            )
        }
    }

    @discardableResult
    func perform<Asked: Deed>(_ deed: Asked, by actor: Actor = .operator) async throws -> Asked.Answer {
        try await house.response.perform(deed, by: actor, at: clock.now())
    }

    func open(notify: Bool = true, nextUpdate: Span? = .minutes(30)) async throws -> String {
        try await perform(
            OpenIncident(
                title: LocalizedText([.spanish: "Sin servicio", .english: "No service"]),
                impacts: ["provider": .majorOutage],
                origin: .upstream,
                message: LocalizedText([.spanish: "No responde nada.", .english: "Nothing responds."]),
                nextUpdate: nextUpdate.map { clock.now() + $0 },
                notify: notify
            )
        ).id
    }

    /// Does all machine work that is due now.
    func deliver() async throws {
        try await house.deliverUntilIdle()
    }

    func advance(by span: Span) async throws {
        clock.advance(by: span)
        _ = try await house.keepPromises(clock.now())
        try await deliver()
    }

    /// The messages in the Maildir to an address, oldest first.
    func mails(to address: String) throws -> [ParsedMail] {
        let paths = try Maildir(path: "\(folder)/mail").messages().sorted()
        let mails = paths.compactMap { FileManager.default.contents(atPath: $0) }.compactMap {
            ParsedMail(bytes: Array($0))
        }
        return mails.filter { $0.to.contains { $0.address == address } }
    }

    func report(_ incident: String) async throws -> NoticeCounts {
        try await house.response.read { session in
            let found = try #require(try IncidentStore.with(name: incident, in: session))
            return try NoticeReport.make(IncidentRecipients.subject(found.id), hurt: 0, in: session).counts
        }
    }

    func calls(_ incident: String) async throws -> [CallSlip] {
        let source = house.source
        let now = clock.now()
        return try await house.response.read { session in
            let found = try #require(try IncidentStore.with(name: incident, in: session))
            let subject = IncidentRecipients.subject(found.id)
            return try CallDesk.slips(.subject(subject), source: source, at: now, in: session)
        }
    }

    func staff(_ id: String) async throws -> Staff {
        try await house.response.read { try #require(try StaffStore.with(externalID: id, in: $0)) }
    }

    func scorecard(_ incident: String) async throws -> Scorecard {
        let now = clock.now()
        return try await house.response.read { session in
            let found = try #require(try IncidentStore.with(name: incident, in: session))
            return try Scorecard.make([found], at: now, in: session)
        }
    }
}
