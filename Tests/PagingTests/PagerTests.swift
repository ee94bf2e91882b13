import Access
import Basis
import Catalog
import Database
import Foundation
import Incidents
import Letters
import Logging
import Mail
import Paging
import Rendering
import Synchronization
import TestSupport
import Testing

/// Calling the staff, on both engines, with a clock that the test moves.
@Suite struct PagerTests {
    private static let morning = Instant(seconds: 1_510_214_400)

    /// Keeps what was handed over; refuses while it is told to.
    private final class Post: StaffMail {
        struct Refused: Error {}

        let messages = Mutex<[MailMessage]>([])
        let isDown = Mutex(false)

        func hand(over message: MailMessage) async throws {
            if isDown.withLock({ $0 }) { throw Refused() }
            messages.withLock { $0.append(message) }
        }

        var recipients: [String] { messages.withLock { $0.map(\.to.address) } }
    }

    private struct House {
        let database: ThrowAwayDatabase
        let post = Post()
        let pager: Pager
        let incident: Int64

        init(_ engine: DatabaseUnderTest) async throws {
            database = try await engine.open(
                AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + PagingMigrations.all
            )
            let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
            pager = Pager(
                database: database,
                mail: post,
                words: SummonsWords(
                    catalogue: try StringCatalogue(root: root, rooms: ["Basis", "Paging"]),
                    zone: .gmt,
                    sender: MailAddress(name: "Candil", address: "avisos@candil.test"),
                    consoleURL: "https://amends.candil.test"
                ),
                logger: Logger(label: "pager")
            )
            incident = try await database.write { session in
                for (id, isOnDuty) in [("ane", true), ("jon", true), ("miren", false)] {
                    let staff = Staff(
                        id: 0,
                        externalID: id,
                        name: id,
                        email: "\(id)@candil.test",
                        phone: nil,
                        role: .responder,
                        languages: [id == "jon" ? .english : .spanish],
                        isOnDuty: isOnDuty
                    )
                    _ = try StaffStore.add(staff, at: morning, in: session)
                }
                var incident = Incident(
                    publicID: "abcdefghijkl",
                    title: LocalizedText([.spanish: "Sin servicio", .english: "Down"]),
                    kind: .outage,
                    origin: .unknown,
                    basis: .components,
                    beganAt: morning,
                    openedAt: morning
                )
                try IncidentStore.insert(&incident, in: session)
                return incident.id
            }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `all on duty are called once, and the others when nobody has seen it`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await House(engine)
        let next = try await house.pager.tick(Self.morning)
        #expect(house.post.recipients == ["ane@candil.test", "jon@candil.test"])
        #expect(next == Self.morning + .minutes(5))
        _ = try await house.pager.tick(Self.morning + .minutes(1))
        #expect(house.post.recipients.count == 2, "once each")
        _ = try await house.pager.tick(Self.morning + .minutes(5))
        #expect(house.post.recipients.last == "miren@candil.test")
        let texts = house.post.messages.withLock { $0.map(\.subject) }
        #expect(texts == ["INC-1: Sin servicio", "INC-1: Down", "INC-1: Sin servicio"])
        let text = house.post.messages.withLock { $0[1].text }
        #expect(text.contains("https://amends.candil.test/incidents/INC-1"))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody else is called once somebody who was called has seen it`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await House(engine)
        _ = try await house.pager.tick(Self.morning)
        let waiting = try await house.database.read { try SummonsStore.waiting(for: 1, in: $0) }
        #expect(waiting.map(\.causeID) == [house.incident])
        let seen = try #require(waiting.first)
        // Whoever was not called cannot answer for the others.
        try await house.database.write { try SummonsStore.see(seen.id, by: 3, at: Self.morning, in: $0) }
        #expect(try await house.database.read { try SummonsStore.waiting(for: 1, in: $0) }.count == 1)
        try await house.database.write { try SummonsStore.see(seen.id, by: 1, at: Self.morning, in: $0) }
        _ = try await house.pager.tick(Self.morning + .minutes(5))
        #expect(house.post.recipients.count == 2)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `doing something about it is seeing it`(_ engine: DatabaseUnderTest) async throws {
        let house = try await House(engine)
        _ = try await house.pager.tick(Self.morning)
        try await house.database.write { session in
            let entry = AuditEntry(
                happenedAt: Self.morning + .minutes(2),
                actor: .staff(id: 2, role: .responder),
                deed: "note_sighting",
                subject: "incident:INC-\(house.incident)"
            )
            try Audit.add(entry, in: session)
        }
        _ = try await house.pager.tick(Self.morning + .minutes(5))
        #expect(house.post.recipients.count == 2)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what could not be sent is sent again, as the same message`(_ engine: DatabaseUnderTest) async throws
    {
        let house = try await House(engine)
        house.post.isDown.withLock { $0 = true }
        #expect(try await house.pager.tick(Self.morning) == Self.morning + .seconds(30))
        #expect(house.post.recipients.isEmpty)
        house.post.isDown.withLock { $0 = false }
        _ = try await house.pager.tick(Self.morning + .seconds(30))
        #expect(
            house.post.messages.withLock { $0.map(\.messageID) } == [
                "summons-1-1@candil.test", "summons-1-2@candil.test",
            ]
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a promise calls one person ten minutes before it falls due`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await House(engine)
        _ = try await house.pager.tick(Self.morning)
        let first = try #require(
            try await house.database.read { try SummonsStore.waiting(for: 1, in: $0) }.first
        )
        let due = Self.morning + .minutes(30)
        try await house.database.write { session in
            try SummonsStore.see(first.id, by: 1, at: Self.morning, in: session)
            var promise = try Promise(
                incidentID: house.incident,
                kind: .nextUpdate,
                madeAt: Self.morning,
                dueAt: due
            )
            try PromiseStore.make(&promise, by: .operator, in: session)
        }
        #expect(try await house.pager.tick(Self.morning + .minutes(1)) == Self.morning + .minutes(20))
        #expect(house.post.recipients.count == 2)
        _ = try await house.pager.tick(Self.morning + .minutes(20))
        #expect(house.post.recipients.count == 3)
        _ = try await house.pager.tick(Self.morning + .minutes(25))
        #expect(house.post.recipients.count == 4)
    }
}
