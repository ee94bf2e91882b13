import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct APITokenTests {
    private func make(
        _ house: AccessHouse,
        _ owner: Actor,
        _ role: Role = .responder,
        purpose: String = "monitoring",
        life: Span = .days(30)
    ) async throws -> (token: APIToken, text: String) {
        let (random, now) = (house.random, house.now)
        return try await house.database.write {
            try APITokenStore.make(
                purpose: purpose,
                role: role,
                expiresAt: now + life,
                owner: owner,
                random: random,
                at: now,
                in: $0
            )
        }
    }

    private func actor(_ text: String, _ house: AccessHouse, at moment: Instant? = nil) async throws -> Actor?
    {
        guard let read = APITokenText(text) else { return nil }
        let now = moment ?? house.now
        return try await house.database.read {
            try APITokenStore.find(read, at: now, in: $0).map { $0.token.actor(owner: $0.owner) }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a token acts for its owner with its own role, until it runs out or is revoked`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, now) = (try await house.member("ana", .approver), house.now)
        let owner = Actor.staff(id: id, role: .approver)
        let (token, text) = try await make(house, owner)
        #expect(try await actor(text, house) == .staff(id: id, role: .responder))
        #expect(try await actor(text, house, at: token.expiresAt) == nil)
        #expect(text.hasPrefix("amends_\(token.publicID)_"))

        let stored = try await house.database.read {
            try $0.value("SELECT secret_hash FROM api_token", as: String.self) ?? ""
        }
        #expect(!stored.isEmpty && !text.contains(stored))
        try await house.database.write {
            try APITokenStore.revoke(token.publicID, by: owner, at: now, in: $0)
        }
        #expect(try await actor(text, house) == nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is wrong, cut or another's opens nothing`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let first = try await make(house, .staff(id: id, role: .responder))
        let second = try await make(house, .staff(id: id, role: .responder))
        let secret = second.text.dropFirst("amends_".count + 13)
        for text in [
            "", "amends", "amends__", "amends_\(first.token.publicID)_", "Bearer \(first.text)",
            "amends_\(first.token.publicID)_\(secret)", String(first.text.dropLast()), first.text + "A",
            "amends_\(first.token.publicID)_\u{0}", first.text.uppercased(),
            "amends_\(String(repeating: "a", count: 10_000))",
        ] {
            #expect(try await actor(text, house) == nil)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a token never does more than its owner does now`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, now) = (try await house.member("ana", .approver), house.now)
        let text = try await make(house, .staff(id: id, role: .approver), .approver).text
        try await house.database.write {
            try Staffing.changeRole(.viewer, of: id, by: .operator, at: now, in: $0)
        }
        #expect(try await actor(text, house) == .staff(id: id, role: .viewer))
        try await house.database.write { try Staffing.disable(id, at: now, in: $0) }
        #expect(try await actor(text, house) == nil)
        let keys = house.keys
        let link = try await house.database.write {
            try Staffing.enable(id, by: .operator, keys: keys, at: now, in: $0)
        }
        _ = try await house.desk.choose(password: AccessHouse.password, token: link, at: now)
        #expect(try await actor(text, house) == nil, "who comes back makes new ones")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `only for what the owner may do, for a purpose, and not for ever`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let owner = Actor.staff(id: id, role: .responder)
        await #expect(throws: AccessRefusal.needsRole(.approver)) { try await make(house, owner, .approver) }
        await #expect(throws: AccessRefusal.needsRole(.viewer)) { try await make(house, .operator, .viewer) }
        await #expect(throws: Problems.self) { try await make(house, owner, purpose: "") }
        await #expect(throws: Problems.self) { try await make(house, owner, purpose: "a\nb") }
        await #expect(throws: Problems.self) { try await make(house, owner, life: .days(367)) }
        await #expect(throws: Problems.self) { try await make(house, owner, life: .seconds(0)) }
        for _ in 0..<APITokenStore.perStaffMax { _ = try await make(house, owner) }
        await #expect(throws: AccessRefusal.tooManyTokens(50)) { try await make(house, owner) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `its owner and an administrator take it back, nobody else`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, now) = (try await house.member("ana"), house.now)
        let (token, text) = try await make(house, .staff(id: id, role: .responder))
        for stranger in [Actor.staff(id: id + 1, role: .approver), .guest(sheetID: id), .customer(id: id)] {
            await #expect(throws: AccessRefusal.needsRole(.administrator)) {
                try await house.database.write {
                    try APITokenStore.revoke(token.publicID, by: stranger, at: now, in: $0)
                }
            }
        }
        #expect(try await actor(text, house) != nil)
        await #expect(throws: AccessRefusal.unknownToken) {
            try await house.database.write {
                try APITokenStore.revoke("nothing", by: .operator, at: now, in: $0)
            }
        }
        try await house.database.write {
            try APITokenStore.revoke(
                token.publicID,
                by: .staff(id: 99, role: .administrator),
                at: now,
                in: $0
            )
        }
        #expect(try await actor(text, house) == nil)
    }
}
