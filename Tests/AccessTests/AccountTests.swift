import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct AccountTests {
    private let other = "tres barcos verdes lejos"

    @Test(arguments: DatabaseUnderTest.available)
    func `an invitation opens an account once`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.add("ana")
        let token = try await house.invite(id)
        #expect(try await house.account(id)?.state == .invited)
        #expect(try await house.desk.owner(of: token, at: house.now)?.id == id)

        let chosen = try await house.desk.choose(password: AccessHouse.password, token: token, at: house.now)
        guard case .signedIn(let signedIn) = chosen else {
            Issue.record("nobody asked for a second factor")
            return
        }
        #expect(try await house.find(signedIn.token)?.staff.id == id)
        #expect(try await house.account(id)?.state == .active)
        #expect(try await house.desk.owner(of: token, at: house.now) == nil)
        await #expect(throws: AccessRefusal.linkGone) {
            try await house.desk.choose(password: other, token: token, at: house.now)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an invitation runs out, is replaced, and is good for nobody else`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (ana, ben) = (try await house.add("ana"), try await house.add("ben"))
        let first = try await house.invite(ana)
        let late = house.now + .days(7) + .seconds(1)
        #expect(try await house.desk.owner(of: first, at: late) == nil)
        let second = try await house.invite(ana)
        #expect(try await house.desk.owner(of: first, at: house.now) == nil, "the newer one counts")
        #expect(try await house.desk.owner(of: second, at: house.now)?.id == ana)
        let bens = try await house.invite(ben)
        #expect(try await house.desk.owner(of: bens, at: house.now)?.id == ben)

        let foreign = AccessKeys(secret: [UInt8](repeating: 9, count: 32))
        #expect(AccountLink(token: second, keys: foreign, now: house.now) == nil)
        for index in second.indices where second[index] != "." {
            var changed = second
            changed.replaceSubrange(index...index, with: second[index] == "A" ? "B" : "A")
            let owner = try await house.desk.owner(of: changed, at: house.now)
            // The last character of a signature holds two bits that nothing reads.
            #expect(owner == nil || index == second.index(before: second.endIndex))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a reset ends sessions, voids the password, and its link is good for an hour`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let (house, id, session) = try await AccessHouse.withAna(engine)
        let (keys, now) = (house.keys, house.now)
        let token = try await house.database.write {
            try Staffing.reset(id, dropsSecondFactor: false, by: .operator, keys: keys, at: now, in: $0)
        }
        #expect(try await house.find(session.token) == nil)
        await #expect(throws: AccessRefusal.loginRefused) { try await house.logIn("ana") }
        #expect(try await house.desk.owner(of: token, at: now + .hours(1) + .seconds(1)) == nil)
        _ = try await house.desk.choose(password: other, token: token, at: now)
        #expect(try await house.logIn("ana", other) != nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `whoever forgot the password gets a link, and asking for it harms nobody`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let (house, id, session) = try await AccessHouse.withAna(engine)
        let (keys, now) = (house.keys, house.now)
        let asked = try await house.database.read {
            (
                known: try Staffing.forgotten(login: "ANA@agency.example", keys: keys, at: now, in: $0)?
                    .token,
                unknown: try Staffing.forgotten(login: "eve", keys: keys, at: now, in: $0)?.token
            )
        }
        #expect(asked.unknown == nil)
        #expect(try await house.find(session.token) != nil)
        let token = try #require(asked.known)
        #expect(try await house.desk.owner(of: token, at: now)?.id == id)
        _ = try await house.desk.choose(password: other, token: token, at: now)
        #expect(try await house.find(session.token) == nil, "with the password the sessions end")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `disabling ends everything at once, and coming back begins anew`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let (house, id, session) = try await AccessHouse.withAna(engine)
        let (keys, now) = (house.keys, house.now)
        let forgotten = try await house.database.read {
            try Staffing.forgotten(login: "ana", keys: keys, at: now, in: $0)?.token
        }
        #expect(forgotten != nil)
        try await house.database.write { try Staffing.disable(id, at: now, in: $0) }

        #expect(try await house.find(session.token) == nil)
        #expect(try await house.desk.owner(of: forgotten ?? "", at: now) == nil)
        await #expect(throws: AccessRefusal.loginRefused) {
            try await house.logIn("ana", device: session.device)
        }
        await #expect(throws: AccessRefusal.accountDisabled) { try await house.invite(id) }
        #expect(try await house.database.read { try StaffStore.all(in: $0) }.isEmpty)

        let token = try await house.database.write {
            try Staffing.enable(id, by: .operator, keys: keys, at: now, in: $0)
        }
        await #expect(throws: AccessRefusal.loginRefused) { try await house.logIn("ana") }
        _ = try await house.desk.choose(password: other, token: token, at: now)
        #expect(try await house.logIn("ana", other) != nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the last administrator stays`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (ana, now) = (try await house.member("ana", .administrator), house.now)
        _ = try await house.add("ben", .administrator)
        await #expect(throws: AccessRefusal.lastAdministrator) {
            try await house.database.write { try Staffing.disable(ana, at: now, in: $0) }
        }
        await #expect(throws: AccessRefusal.lastAdministrator) {
            try await house.database.write {
                try Staffing.changeRole(.viewer, of: ana, by: .operator, at: now, in: $0)
            }
        }
        _ = try await house.member("eva", .administrator)
        try await house.database.write { try Staffing.disable(ana, at: now, in: $0) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the list has everybody with the state of their account`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.add("ana")
        _ = try await house.invite(try await house.add("ben"))
        _ = try await house.member("eva")
        let (gone, now) = (try await house.member("gil"), house.now)
        try await house.database.write { try Staffing.disable(gone, at: now, in: $0) }
        let list = try await house.database.read {
            try Staffing.list(in: $0).map { "\($0.staff.externalID) \($0.account?.state.rawValue ?? "none")" }
        }
        #expect(list == ["ana none", "ben invited", "eva active", "gil disabled"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `changing the password asks for the old one, and guessing it is slowed down`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        for _ in 0..<6 {
            await #expect(throws: AccessRefusal.loginRefused) {
                try await house.desk.change(from: other, to: other, staffID: id, at: house.now)
            }
        }
        await #expect(throws: AccessRefusal.loginTooSoon(.seconds(1))) {
            try await house.desk.change(
                from: AccessHouse.password,
                to: other,
                staffID: id,
                at: house.now
            )
        }
        let moment = house.now + .minutes(5)
        await #expect(throws: Problems.self) {
            try await house.desk.change(from: AccessHouse.password, to: "ana", staffID: id, at: moment)
        }
        let signedIn = try await house.desk.change(
            from: AccessHouse.password,
            to: other,
            staffID: id,
            at: moment
        )
        #expect(try await house.find(signedIn.token, at: moment) != nil)
        await #expect(throws: AccessRefusal.loginRefused) { try await house.logIn("ana", at: moment) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `enabling somebody who never left throws nothing away`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, keys, now) = (try await house.member("ana"), house.keys, house.now)
        _ = try await house.database.write {
            try Staffing.enable(id, by: .operator, keys: keys, at: now, in: $0)
        }
        #expect(try await house.logIn("ana") != nil)
    }
}
