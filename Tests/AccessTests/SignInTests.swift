import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct SignInTests {
    /// What ends the sessions of somebody.
    enum Ending: CaseIterable {
        case logout, passwordChange, choiceByLink, reset, disabling, demotion, secondFactor, byHand
    }

    private func end(_ ending: Ending, _ id: Int64, _ session: SignIn, _ house: AccessHouse) async throws {
        let (keys, now, random) = (house.keys, house.now, house.random)
        switch ending {
        case .passwordChange:
            _ = try await house.desk.change(
                from: AccessHouse.password,
                to: "tres barcos verdes lejos",
                staffID: id,
                at: now
            )
            return
        case .choiceByLink:
            let token = try await house.database.read {
                try Staffing.forgotten(login: "ana", keys: keys, at: now, in: $0)?.token
            }
            _ = try await house.desk.choose(password: AccessHouse.password, token: token ?? "", at: now)
            return
        default: break
        }
        try await house.database.write { database in
            switch ending {
            case .logout: try SignInStore.end(session.id, of: id, in: database)
            case .reset:
                _ = try Staffing.reset(
                    id,
                    dropsSecondFactor: false,
                    by: .operator,
                    keys: keys,
                    at: now,
                    in: database
                )
            case .disabling: try Staffing.disable(id, at: now, in: database)
            case .demotion: try Staffing.changeRole(.viewer, of: id, by: .operator, at: now, in: database)
            case .secondFactor:
                let totp = try SecondFactorStore.begin(staffID: id, keys: keys, random: random, in: database)
                _ = try SecondFactorStore.confirm(
                    totp.code(step: TOTP.step(at: now)),
                    staffID: id,
                    keys: keys,
                    random: random,
                    at: now,
                    in: database
                )
            case .byHand: try Staffing.endSignIns(of: id, in: database)
            case .passwordChange, .choiceByLink: break
            }
        }
    }

    @Test(arguments: DatabaseUnderTest.available, Ending.allCases)
    func `a session ends, and whoever holds a line open for it is told within a second`(
        _ engine: DatabaseUnderTest,
        _ ending: Ending
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let other = try await house.member("ben")
        let signedIn = try #require(try await house.logIn("ana"))
        let bens = try #require(try await house.logIn("ben"))
        let session = try #require(try await house.find(signedIn.token))

        // Another process on the same data, as another node has it.
        let elsewhere = try await house.database.location.open()
        let stream = elsewhere.announcements()
        if engine.dialect == .postgres {
            for await _ in stream { break }
        }
        try await end(ending, id, session, house)
        let told = await ContinuousClock().measure {
            for await topic in stream where topic == .access(id) { break }
        }
        #expect(told < .seconds(1))
        #expect(try await house.find(signedIn.token) == nil)
        let (limits, now) = (house.limits, house.now)
        #expect(
            try await !elsewhere.read {
                try SignInStore.isAlive(session.id, limits: limits, at: now, in: $0)
            }
        )
        #expect(try await house.find(bens.token)?.staff.id == other, "nobody else is concerned")
        await elsewhere.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a session ends when nothing is done, and after a week whatever is done`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let token = try #require(try await house.logIn("ana")).token
        let idle = house.limits.idle
        #expect(try await house.find(token, at: house.now + idle - .seconds(1)) != nil)
        #expect(try await house.find(token, at: house.now + idle) == nil)

        var moment = house.now
        while moment + .hours(6) < house.now + house.limits.absolute {
            moment = moment + .hours(6)
            let session = try #require(try await house.find(token, at: moment))
            #expect(SignInStore.needsNote(session, limits: house.limits, at: moment))
            let noted = moment
            try await house.database.write { try SignInStore.note(session.id, at: noted, in: $0) }
            let again = try #require(try await house.find(token, at: moment))
            #expect(!SignInStore.needsNote(again, limits: house.limits, at: moment))
        }
        #expect(try await house.find(token, at: house.now + house.limits.absolute) == nil)

        let (database, limits) = (house.database, house.limits)
        let end = house.now + .days(8)
        #expect(try await SignInStore.tick(database, limits: limits, end) > end)
        #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM sign_in") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `tokens differ, have 128 bits, and do not stand in the database`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let first = try #require(try await house.logIn("ana")).token
        let second = try #require(try await house.logIn("ana")).token
        #expect(first != second)
        #expect(Base64URL.decode(first)?.count == 16)
        let stored = try await house.database.read {
            try $0.rows("SELECT token_hash FROM sign_in") { try $0.next(String.self) }
        }
        #expect(stored.count >= 2)
        #expect(stored.allSatisfy { !$0.contains(first) && $0.count == 64 })
        #expect(try await house.find(stored[0]) == nil, "what stands there opens nothing")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a session of an older epoch, or of an account that is not active, opens nothing`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let token = try #require(try await house.logIn("ana")).token
        // As where a session begins in the very moment in which all of them end.
        for (change, back) in [
            ("UPDATE account SET epoch = epoch + 1", "UPDATE account SET epoch = epoch - 1"),
            ("UPDATE account SET state = 'invited'", "UPDATE account SET state = 'active'"),
            ("UPDATE staff SET disabled_at = 1", "UPDATE staff SET disabled_at = NULL"),
        ] as [(SQL, SQL)] {
            try await house.database.write { try $0.run(change) }
            #expect(try await house.find(token) == nil)
            try await house.database.write { try $0.run(back) }
            #expect(try await house.find(token) != nil)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what opens something shows itself nowhere`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let form = LoginForm(
            login: "ana",
            password: AccessHouse.password,
            source: LoginSource("192.0.2.1"),
            device: nil
        )
        let answer = try await house.login.attempt(form, at: house.now)
        let signedIn = try #require(try await house.logIn("ana"))
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        var shown = "\(form) \(answer) \(signedIn) \(totp) \(house.keys) \(String(reflecting: signedIn))"
        for value in [form, answer, signedIn, totp, house.keys] as [Any] { dump(value, to: &shown) }
        for hidden in [AccessHouse.password, signedIn.token, signedIn.device, "12345"] {
            #expect(!shown.contains(hidden))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the oldest of too many sessions ends`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, limits, random, now) = (
            try await house.member("ana"), house.limits, house.random, house.now
        )
        let tokens = try await house.database.write { session in
            try (0...SignInStore.perStaffMax).map { _ in
                try SignInStore.begin(staffID: id, limits: limits, random: random, at: now, in: session)
            }
        }
        #expect(try await house.find(tokens[0]) == nil)
        #expect(try await house.find(tokens[1]) != nil)
        let open = try await house.database.read {
            try SignInStore.all(of: id, limits: limits, at: now, in: $0).count
        }
        #expect(open == SignInStore.perStaffMax)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a promotion shows in the role of the next session only`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (id, now) = (try await house.member("ana", .viewer), house.now)
        let before = try #require(try await house.logIn("ana")).token
        try await house.database.write {
            try Staffing.changeRole(.approver, of: id, by: .operator, at: now, in: $0)
        }
        #expect(try await house.find(before) == nil)
        let after = try #require(try await house.logIn("ana")).token
        #expect(try await house.find(after)?.actor == .staff(id: id, role: .approver))
    }
}
