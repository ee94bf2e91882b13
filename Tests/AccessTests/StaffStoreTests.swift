import Access
import Basis
import Database
import TestSupport
import Testing

struct StaffStoreTests {
    private let now = Instant(seconds: 1_510_210_800)

    private func person(
        _ externalID: String,
        name: String? = nil,
        role: Role = .responder,
        isOnDuty: Bool = true
    ) -> Staff {
        Staff(
            id: 99,
            externalID: externalID,
            name: name ?? externalID,
            email: "\(externalID)@example.org",
            phone: "+34600000001",
            role: role,
            languages: [.spanish, .english],
            isOnDuty: isOnDuty
        )
    }

    private func open(_ engine: DatabaseUnderTest, with staff: [Staff] = []) async throws -> ThrowAwayDatabase
    {
        let database = try await engine.open(AccessMigrations.all)
        let now = now
        try await database.write { session in
            for person in staff { _ = try StaffStore.add(person, at: now, in: session) }
        }
        return database
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `somebody new is found by both ids, with an id of the database's own`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await open(engine, with: [person("jon")])
        var full = person("lucia", name: "Lucía Etxeberria", role: .administrator)
        full.isOnDuty = false
        let (given, now) = (full, now)

        let id = try await database.write { try StaffStore.add(given, at: now, in: $0) }
        let found = try await database.read { session in
            [
                try StaffStore.with(id: id, in: session),
                try StaffStore.with(externalID: "lucia", in: session),
                try StaffStore.with(id: 99, in: session),
                try StaffStore.with(externalID: "LUCIA", in: session),
            ]
        }

        full.id = id
        #expect(id != 99)
        #expect(found == [full, full, nil, nil])
        #expect(full.actor == .staff(id: id, role: .administrator))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who gave neither mail nor phone has none`(_ engine: DatabaseUnderTest) async throws {
        var quiet = person("ane")
        (quiet.email, quiet.phone, quiet.languages) = (nil, nil, [])
        let database = try await open(engine, with: [quiet])

        let found = try await database.read { try StaffStore.with(externalID: "ane", in: $0) }

        #expect(found?.email == nil)
        #expect(found?.phone == nil)
        #expect(found?.languages == [])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `all come by name, and those who were disabled do not`(_ engine: DatabaseUnderTest) async throws {
        let database = try await open(
            engine,
            with: [person("c", name: "Zoe"), person("a", name: "Ana"), person("b", name: "Jon")]
        )
        let now = now
        try await database.write { session in
            try session.run("UPDATE staff SET disabled_at = \(now) WHERE external_id = 'b'")
        }

        let names = try await database.read { try StaffStore.all(in: $0).map(\.name) }

        #expect(names == ["Ana", "Zoe"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `on duty is who was put there, and only they`(_ engine: DatabaseUnderTest) async throws {
        let database = try await open(
            engine,
            with: [person("ana", isOnDuty: false), person("jon"), person("zoe")]
        )

        try await database.write { session in
            for (name, isOnDuty) in [("ana", true), ("zoe", false)] {
                let staff = try #require(try StaffStore.with(externalID: name, in: session))
                try StaffStore.setDuty(isOnDuty, staff: staff.id, in: session)
            }
        }
        let names = try await database.read { try StaffStore.onDuty(in: $0).map(\.externalID) }

        #expect(names == ["ana", "jon"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody is there twice`(_ engine: DatabaseUnderTest) async throws {
        let database = try await open(engine, with: [person("jon")])
        let (again, now) = (person("jon", name: "Other"), now)

        await #expect(throws: DatabaseError.self) {
            try await database.write { try StaffStore.add(again, at: now, in: $0) }
        }
        #expect(try await database.read { try StaffStore.all(in: $0).map(\.name) } == ["jon"])
    }
}
