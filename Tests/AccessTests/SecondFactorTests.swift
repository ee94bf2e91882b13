import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct SecondFactorTests {
    /// Turns the second factor of a member on.
    private func turnOn(_ id: Int64, _ house: AccessHouse) async throws -> (totp: TOTP, codes: [String]) {
        let (keys, random, now) = (house.keys, house.random, house.now)
        return try await house.database.write { session in
            let totp = try SecondFactorStore.begin(staffID: id, keys: keys, random: random, in: session)
            let codes = try SecondFactorStore.confirm(
                totp.code(step: TOTP.step(at: now)),
                staffID: id,
                keys: keys,
                random: random,
                at: now,
                in: session
            )
            return (totp, codes)
        }
    }

    private func challenge(_ house: AccessHouse, at moment: Instant) async throws -> String {
        let form = LoginForm(
            login: "ana",
            password: AccessHouse.password,
            source: LoginSource("192.0.2.1"),
            device: nil
        )
        guard case .codeWanted(let challenge) = try await house.login.attempt(form, at: moment) else {
            Issue.record("no code was asked for")
            return ""
        }
        return challenge
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the password alone opens nothing, and a code opens once`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let totp = try await turnOn(id, house).totp
        let moment = house.now + .minutes(1)
        let challenge = try await challenge(house, at: moment)
        #expect(try await house.find(challenge) == nil)
        let code = totp.code(step: TOTP.step(at: moment))
        let signedIn = try await house.login.confirm(
            challenge: challenge,
            code: code,
            device: nil,
            at: moment
        )
        #expect(try await house.find(signedIn.token, at: moment)?.staff.id == id)
        await #expect(throws: AccessRefusal.wrongCode, "seen over a shoulder, it is worth nothing") {
            try await house.login.confirm(challenge: challenge, code: code, device: nil, at: moment)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the second step runs out, and ends with what ends sessions`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let totp = try await turnOn(id, house).totp
        let challenge = try await challenge(house, at: house.now)
        let late = house.now + Login.codeLife + .seconds(1)
        await #expect(throws: AccessRefusal.loginRefused) {
            try await house.confirm(challenge, totp, at: late)
        }
        try await house.database.write { try Staffing.endSignIns(of: id, in: $0) }
        let soon = house.now + .minutes(1)
        await #expect(throws: AccessRefusal.loginRefused) {
            try await house.confirm(challenge, totp, at: soon)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a recovery code stands in once, however it is typed`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let codes = try await turnOn(id, house).codes
        #expect(Set(codes).count == RecoveryCode.count)
        let challenge = try await challenge(house, at: house.now)
        let typed = codes[3].uppercased().replacing("-", with: " ")
        _ = try await house.login.confirm(challenge: challenge, code: typed, device: nil, at: house.now)
        await #expect(throws: AccessRefusal.wrongCode) {
            try await house.login.confirm(challenge: challenge, code: codes[3], device: nil, at: house.now)
        }
        let left = try await house.database.read {
            try SecondFactorStore.recoveryCodesLeft(staffID: id, in: $0)
        }
        #expect(left == RecoveryCode.count - 1)
        let (keys, random) = (house.keys, house.random)
        _ = try await house.database.write {
            try SecondFactorStore.renewRecoveryCodes(staffID: id, keys: keys, random: random, in: $0)
        }
        await #expect(throws: AccessRefusal.wrongCode, "new codes replace the old") {
            try await house.login.confirm(challenge: challenge, code: codes[4], device: nil, at: house.now)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `guessing codes is slowed down, but not for the owner's own browser`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let device = try #require(try await house.logIn("ana")).device
        let totp = try await turnOn(id, house).totp
        let moment = house.now + .minutes(1)
        let challenge = try await challenge(house, at: moment)
        for _ in 0..<6 {
            await #expect(throws: AccessRefusal.wrongCode) {
                try await house.login.confirm(challenge: challenge, code: "000000", device: nil, at: moment)
            }
        }
        let code = totp.code(step: TOTP.step(at: moment))
        await #expect(throws: AccessRefusal.loginTooSoon(.seconds(1))) {
            try await house.login.confirm(challenge: challenge, code: code, device: nil, at: moment)
        }
        _ = try await house.login.confirm(challenge: challenge, code: code, device: device, at: moment)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `it is on only after its first code, and a reset may take it away`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let (keys, random, now) = (house.keys, house.random, house.now)
        await #expect(throws: AccessRefusal.wrongCode) {
            try await house.database.write { session in
                _ = try SecondFactorStore.begin(staffID: id, keys: keys, random: random, in: session)
                _ = try SecondFactorStore.confirm(
                    "000000",
                    staffID: id,
                    keys: keys,
                    random: random,
                    at: now,
                    in: session
                )
            }
        }
        #expect(try await house.logIn("ana") != nil)
        _ = try await turnOn(id, house)
        await #expect(throws: AccessRefusal.secondFactorAlreadyOn) {
            try await house.database.write {
                _ = try SecondFactorStore.begin(staffID: id, keys: keys, random: random, in: $0)
            }
        }
        for (drops, isOn) in [(false, true), (true, false)] {
            let token = try await house.database.write {
                try Staffing.reset(id, dropsSecondFactor: drops, by: .operator, keys: keys, at: now, in: $0)
            }
            let chosen = try await house.desk.choose(password: AccessHouse.password, token: token, at: now)
            if case .mustLogIn = chosen { #expect(isOn) } else { #expect(!isOn) }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a copy of the database gives away neither secret nor code`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (ana, ben) = (try await house.member("ana"), try await house.member("ben"))
        let (totp, codes) = try await turnOn(ana, house)
        let stored = try await house.database.read { session in
            try session.rows("SELECT code_hash FROM recovery_code") { try $0.next(String.self) }
                + session.rows("SELECT totp_secret FROM account WHERE totp_secret IS NOT NULL") {
                    try $0.next(String.self)
                }
        }.joined()
        #expect(!stored.contains(Base64URL.encode(totp.secret)))
        #expect(!stored.lowercased().contains(Base32.encode(totp.secret).lowercased()))
        #expect(codes.allSatisfy { !stored.contains($0) && !stored.contains($0.replacing("-", with: "")) })

        // A row that is copied to somebody else opens nothing there.
        try await house.database.write {
            try $0.run(
                """
                UPDATE account SET totp_secret = (SELECT totp_secret FROM account WHERE staff_id = \(ana))
                WHERE staff_id = \(ben)
                """
            )
        }
        let form = LoginForm(
            login: "ben",
            password: AccessHouse.password,
            source: LoginSource("192.0.2.1"),
            device: nil
        )
        guard case .codeWanted(let challenge) = try await house.login.attempt(form, at: house.now) else {
            Issue.record("no code was asked for")
            return
        }
        let moment = house.now + .minutes(1)
        await #expect(throws: AccessRefusal.wrongCode) {
            try await house.confirm(challenge, totp, at: moment)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `turning it on and off ends other sessions and goes on with a new one`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let before = try #require(try await house.logIn("ana"))
        let (keys, random, now) = (house.keys, house.random, house.now)
        let totp = try await house.database.write {
            try SecondFactorStore.begin(staffID: id, keys: keys, random: random, in: $0)
        }
        let code = totp.code(step: TOTP.step(at: now))
        let (codes, on) = try await house.desk.turnOnSecondFactor(code: code, staffID: id, at: now)
        #expect(codes.count == RecoveryCode.count)
        #expect(try await house.find(before.token) == nil)
        #expect(try await house.find(on.token) != nil)
        #expect(try await house.logIn("ana") == nil, "a code is asked for")

        await #expect(throws: AccessRefusal.loginRefused) {
            try await house.desk.turnOffSecondFactor(password: "not the password", staffID: id, at: now)
        }
        let off = try await house.desk.turnOffSecondFactor(
            password: AccessHouse.password,
            staffID: id,
            at: now
        )
        #expect(try await house.find(on.token) == nil)
        #expect(try await house.find(off.token) != nil)
        #expect(try await house.logIn("ana") != nil)
    }
}
