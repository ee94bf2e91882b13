import Access
import Assembly
import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents
import Rendering
import Response
import TestSupport
import Testing

struct BackupTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `a backup made while people work is one state, and restored it holds what was half told`(
        engine: DatabaseUnderTest
    ) async throws {
        let place = try await Place(engine)
        let house = try await place.open()
        try await house.fill(customers: 1_200)
        _ = try await house.response.perform(.corte, by: .operator, at: house.clock.now())
        // Waves are planned and people come while the archive is made.
        async let planned = house.planner.tick(house.clock.now())
        async let added: Void = house.addStaff(30)
        let manifest = try await Backup(house: house).take(to: place.archive, withSecret: false)
        _ = try await (planned, added)
        try await house.deliverUntilIdle()
        let told = try await house.counts()
        #expect(told.handedOver == 1_200)
        await house.close()

        let other = try await Place(engine, like: place)
        let report = try await other.restore(place.archive)

        #expect(manifest.customers == 1_200 && manifest.incidents == 1 && manifest.auditHead.links >= 1)
        #expect(report.held == CampaignsMoved(campaigns: 1, incidents: ["INC-1"]))
        #expect(report.keptDatabase == nil && !report.tookSecret)
        let restored = try await other.open()
        try await restored.deliverUntilIdle()
        let held = try await restored.counts()
        #expect(held.handedOver == 0 && held.addsUp && held.waiting == held.planned)
        #expect(try await restored.faults().isEmpty)
        let story = try await restored.database.read { try CampaignStore.held(in: $0).map(\.holdReason) }
        #expect(story == ["restored"])

        _ = try await restored.response.perform(ContinueCampaign(incident: nil), by: .operator, at: .noon)
        try await restored.deliverUntilIdle()
        #expect(try await restored.counts() == told)
        await restored.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `data that is there is replaced only where asked, and the chain goes on from the backup`(
        engine: DatabaseUnderTest
    ) async throws {
        let place = try await Place(engine)
        let house = try await place.open()
        try await house.fill(customers: 2)
        _ = try await Backup(house: house).take(to: place.archive, withSecret: false)
        _ = try await house.response.perform(.corte, by: .operator, at: .noon)
        _ = try await AuditSealer(database: house.database, checkpoints: house.checkpoints).tick(.noon)
        await house.close()

        let refusal = await #expect(throws: BackupRefusal.self) { try await place.restore(place.archive) }
        if case .notEmpty = refusal {} else { Issue.record("\(String(describing: refusal))") }
        let untouched = try await place.open()
        #expect(try await untouched.database.read { try $0.count("SELECT count(*) FROM incident") } == 1)
        await untouched.close()

        let report = try await place.restore(place.archive, replacing: true)

        #expect(report.held.campaigns == 0)
        #expect((report.keptDatabase != nil) == (engine.dialect == .sqlite))
        let kept = try #require(report.keptCheckpoints)
        #expect(FileManager.default.fileExists(atPath: kept))
        let restored = try await place.open()
        #expect(try await restored.database.read { try $0.count("SELECT count(*) FROM incident") } == 0)
        #expect(try await restored.faults().isEmpty)
        await restored.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a database that somebody works with is not replaced`(engine: DatabaseUnderTest) async throws {
        let place = try await Place(engine)
        let house = try await place.open()
        try await house.fill(customers: 1)
        _ = try await Backup(house: house).take(to: place.archive, withSecret: false)

        let refusal = await #expect(throws: BackupRefusal.self) {
            try await place.restore(place.archive, replacing: true)
        }

        if case .inUse = refusal {} else { Issue.record("\(String(describing: refusal))") }
        #expect(try await house.database.read { try $0.count("SELECT count(*) FROM customer") } == 1)
        await house.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a schema that this program does not know is refused`(engine: DatabaseUnderTest) async throws {
        let place = try await Place(engine)
        let house = try await place.open()
        try await house.database.write { session in
            try session.run(
                "INSERT INTO schema_migration (position, name, checksum) VALUES (999, '999-later', 'x')"
            )
        }
        _ = try await Backup(house: house).take(to: place.archive, withSecret: false)
        await house.close()

        let other = try await Place(engine, like: place)
        await #expect(throws: BackupRefusal.newerSchema(last: "999-later")) {
            try await other.restore(place.archive)
        }
    }

    @Test func `a file goes into no server, and a server into no file`() async throws {
        let (file, server) = (try await Place(.sqlite), try await Place(.postgres))
        for (from, into) in [(file, server), (server, file)] {
            let house = try await from.open()
            _ = try await Backup(house: house).take(to: from.archive, withSecret: false)
            await house.close()
            let refusal = await #expect(throws: BackupRefusal.self) { try await into.restore(from.archive) }
            if case .otherEngine = refusal {} else { Issue.record("\(String(describing: refusal))") }
        }
    }

    @Test func `the secret goes along only where asked, and replaces no other unasked`() async throws {
        let place = try await Place(.sqlite)
        let house = try await place.open()
        let (without, with) = (place.archive, place.archive + "2")
        let lacking = try await Backup(house: house).take(to: without, withSecret: false)
        let having = try await Backup(house: house).take(to: with, withSecret: true)
        await house.close()
        let secret = try #require(FileManager.default.contents(atPath: "\(place.folder)/secret"))
        #expect(lacking.files.map(\.name) == ["database.sqlite"])
        #expect(having.files.map(\.name) == ["database.sqlite", "secret"])
        let raw = try #require(FileManager.default.contents(atPath: without))
        #expect(raw.range(of: secret) == nil)
        for archive in [without, with] {
            let mode = try FileManager.default.attributesOfItem(atPath: archive)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
        }

        let fresh = try await Place(.sqlite)
        #expect(try await fresh.restore(with).tookSecret)
        #expect(FileManager.default.contents(atPath: "\(fresh.folder)/secret") == secret)

        let other = try await Place(.sqlite)
        await (try other.open(seed: 9)).close()
        let own = FileManager.default.contents(atPath: "\(other.folder)/secret")
        await #expect(throws: BackupRefusal.otherSecret("\(other.folder)/secret")) {
            try await other.restore(with)
        }
        #expect(FileManager.default.contents(atPath: "\(other.folder)/secret") == own)
        #expect(try await other.restore(with, replacing: true).tookSecret)
        #expect(FileManager.default.contents(atPath: "\(other.folder)/secret") == secret)
        let names = try FileManager.default.contentsOfDirectory(atPath: other.folder)
        #expect(names.contains { $0.hasPrefix("secret.until-") })
    }

    @Test func `an archive with a changed byte, cut short, or none at all changes nothing`() async throws {
        let place = try await Place(.sqlite)
        let house = try await place.open()
        try await house.fill(customers: 3)
        _ = try await Backup(house: house).take(to: place.archive, withSecret: false)
        await house.close()
        let whole = [UInt8](try #require(FileManager.default.contents(atPath: place.archive)))

        // In the middle of the database, in its end, nothing at all, and what is no archive.
        var changed = whole
        changed[whole.count / 2] ^= 1
        let broken = [changed, Array(whole.prefix(whole.count / 2)), [], Array("customers".utf8)]
        for (number, bytes) in broken.enumerated() {
            let other = try await Place(.sqlite)
            let path = "\(other.archive).\(number)"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            await #expect(throws: BackupRefusal.self) { try await other.restore(path) }
            #expect(!FileManager.default.fileExists(atPath: "\(other.folder)/amends.db"))
            let left = try FileManager.default.contentsOfDirectory(atPath: other.folder)
            #expect(left.allSatisfy { !$0.contains(".part-") })
        }
    }

    @Test func `a backup replaces no file`() async throws {
        let place = try await Place(.sqlite)
        let house = try await place.open()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: place.archive))

        await #expect(throws: BackupRefusal.exists(place.archive)) {
            try await Backup(house: house).take(to: place.archive, withSecret: false)
        }

        #expect(FileManager.default.contents(atPath: place.archive) == Data("mine".utf8))
        await house.close()
    }

    @Test(arguments: [
        (
            "postgres://ana:s3cret@db.example:5433/amends?sslmode=require",
            "postgres://ana@db.example:5433/amends?sslmode=require", "s3cret"
        ),
        ("postgres://db.example/amends?password=x%20y", "postgres://db.example/amends", "x y"),
        ("postgres://ana@/amends?host=/run/postgresql", "postgres://ana@/amends?host=/run/postgresql", nil),
    ])
    func `the password of a server is no argument of a program`(
        given: (url: String, argument: String, password: String?)
    ) throws {
        let url = try PostgresURL(given.url)

        #expect(url.url == given.argument)
        #expect(url.environment["PGPASSWORD"] == given.password)
    }
}

/// A house of its own: a folder, and a database of the engine.
private struct Place {
    let folder: String
    let database: ThrowAwayDatabase
    var archive: String { "\(folder).tar" }

    /// - Parameter place: whose secret it has.
    init(_ engine: DatabaseUnderTest, like place: Place? = nil) async throws {
        folder = try ThrowAwayFolder.path("place")
        database = try await engine.open()
        await database.close()
        if let place {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(place.folder)/secret", toPath: "\(folder)/secret")
        }
    }

    private func settings() throws -> Settings {
        let database =
            switch database.location {
            case .file: "\(folder)/amends.db"
            case .server(let url): url
            }
        return try SettingsReader.read(
            path: nil,
            environment: [:],
            overrides: ["folder": folder, "database": database],
            readsFile: false
        )
    }

    private var root: ResourceRoot {
        get throws { try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath) }
    }

    func open(seed: UInt64 = 1) async throws -> House {
        try await House.open(
            try settings(),
            root: try root,
            clock: ManualClock(.noon),
            random: SeededRandom(seed: seed)
        )
    }

    @discardableResult
    func restore(_ archive: String, replacing: Bool = false) async throws -> Restore.Report {
        try await Restore(
            settings: try settings(),
            root: try root,
            clock: ManualClock(.noon),
            random: SeededRandom(seed: 2),
            reason: "restored"
        ).run(from: archive, replacing: replacing)
    }
}

extension Instant {
    fileprivate static let noon = Instant(seconds: 1_510_225_200)
}

extension Deed where Self == OpenIncident {
    fileprivate static var corte: OpenIncident {
        OpenIncident(
            title: LocalizedText([.spanish: "Corte"]),
            impacts: ["web": .majorOutage],
            message: LocalizedText([.spanish: "Estamos en ello."]),
            notify: true
        )
    }
}

extension House {
    /// So many customers of one component, with a mailbox each.
    fileprivate func fill(customers: Int) async throws {
        try await database.write { session in
            let web = try session.insert(
                """
                INSERT INTO component (external_id, public_id, name, position, created_at, updated_at)
                VALUES ('web', 'web000000000', '{"es":"Web"}', 1, 0, 0) RETURNING id
                """
            )
            for number in 0..<customers {
                let id = try session.insert(
                    """
                    INSERT INTO customer (external_id, name, language)
                    VALUES (\("k\(number)"), 'Ana', 'es') RETURNING id
                    """
                )
                try session.run(
                    """
                    INSERT INTO address (customer_id, channel, value, preference, consent, standing)
                    VALUES (\(id), 'email', \("k\(number)@x.example"), 1, 'yes', 'usable')
                    """
                )
                try session.run(
                    """
                    INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)
                    VALUES (\(web), \(id), 1, 'active', 0)
                    """
                )
            }
        }
    }

    fileprivate func addStaff(_ count: Int) async throws {
        for number in 0..<count {
            let staff = Staff(
                id: 0,
                externalID: "s\(number)",
                name: "Jon",
                email: nil,
                phone: nil,
                role: .responder,
                languages: [.spanish],
                isOnDuty: false
            )
            _ = try await response.perform(AddStaff(staff: staff), by: .operator, at: .noon)
        }
    }

    fileprivate func counts() async throws -> NoticeCounts {
        try await database.read {
            try NoticeReport.make(IncidentRecipients.subject(1), hurt: 0, in: $0).counts
        }
    }

    /// What is wrong with the audit chain and the ledger of notices.
    fileprivate func faults() async throws -> [String] {
        _ = try await AuditSealer(database: database, checkpoints: checkpoints).tick(clock.now())
        let chain = try await AuditVerifier(database: database, checkpoints: checkpoints).verify()
        return try await database.read { try Ledger.check(in: $0) } + chain.faults.map { "\($0)" }
    }
}
