import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct LoginTests {
    private let wrong = "tres barcos verdes lejos"

    private func wait(
        _ house: AccessHouse,
        _ name: String,
        _ password: String? = nil,
        from source: String = "192.0.2.1",
        device: String? = nil,
        at moment: Instant? = nil
    ) async throws -> Span? {
        do {
            _ = try await house.logIn(name, password ?? wrong, from: source, device: device, at: moment)
            return nil
        } catch AccessRefusal.loginTooSoon(let wait) {
            return wait
        } catch AccessRefusal.loginRefused {
            return nil
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the own id and the address of e-mail open the same account`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        #expect(try await house.logIn("ana")?.staffID == id)
        #expect(try await house.logIn("Ana@Agency.Example")?.staffID == id)
    }

    /// Who cannot get in, and why; the answer is the same for all.
    @Test(arguments: DatabaseUnderTest.available)
    func `every wrong way has the same answer`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (gone, now) = (try await house.member("gone"), house.now)
        _ = try await house.member("ana")
        _ = try await house.invite(try await house.add("invited"))
        _ = try await house.add("nobody")
        try await house.database.write { try Staffing.disable(gone, at: now, in: $0) }
        let tries = [
            ("ana", wrong), ("eve", AccessHouse.password), ("gone", AccessHouse.password),
            ("invited", AccessHouse.password), ("nobody", AccessHouse.password), ("ana", ""),
            ("", AccessHouse.password), ("ana\u{0}", AccessHouse.password),
            ("ana\r\nx", AccessHouse.password),
            (String(repeating: "a", count: 5_000), AccessHouse.password),
            ("ana", String(repeating: "a", count: 5_000)), ("' OR 1=1 --", "' OR 1=1 --"),
        ]
        for (index, (name, password)) in tries.enumerated() {
            await #expect(throws: AccessRefusal.loginRefused) {
                try await house.logIn(name, password, from: "192.0.2.\(index)")
            }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `two who share an address log in by their ids`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = try await house.member("ana")
        _ = try await house.member("ben")
        try await house.database.write {
            try $0.run("UPDATE staff SET email = 'info@agency.example'")
        }
        await #expect(throws: AccessRefusal.loginRefused) { try await house.logIn("info@agency.example") }
        #expect(try await house.logIn("ana")?.staffID == ana)
    }

    /// S15: pairs of a known and an unknown account, each with a hash of the real size.
    @Test func `an unknown account takes as long as a known one`() async throws {
        let house = try await AccessHouse.open(.sqlite)
        let hasher = PasswordHasher(cost: PasswordCost(kibibytes: 16_384, passes: 1))
        let id = try await house.add("ana")
        _ = try await house.desk(hasher).choose(
            password: AccessHouse.password,
            token: house.invite(id),
            at: house.now
        )
        var times: [String: [Duration]] = [:]
        for round in 0..<25 {
            for name in round % 2 == 0 ? ["ana", "eve"] : ["eve", "ana"] {
                let form = LoginForm(
                    login: name,
                    password: wrong,
                    source: LoginSource("192.0.2.\(round)"),
                    device: nil
                )
                let login = house.login(hasher)
                let moment = house.now + .days(Int64(round))
                let time = await ContinuousClock().measure {
                    await #expect(throws: AccessRefusal.loginRefused) {
                        try await login.attempt(form, at: moment)
                    }
                }
                times[name, default: []].append(time)
            }
        }
        // The shortest of each, because other tests run beside this one; without its hash, an unknown account would
        // be answered in a tenth of the time.
        let known = try #require(times["ana"]?.min())
        let unknown = try #require(times["eve"]?.min())
        #expect(known < unknown * 2 && unknown < known * 2, "known \(known), unknown \(unknown)")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `one source is slowed down more and more, whomever it tries`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        for number in 0..<5 { #expect(try await wait(house, "somebody\(number)") == nil) }
        #expect(try await wait(house, "ana") == nil, "the sixth is heard, and what comes after it waits")
        #expect(try await wait(house, "ana") == .seconds(1))
        #expect(try await wait(house, "ana", AccessHouse.password) == .seconds(1), "a right one waits too")
        #expect(try await wait(house, "ana", from: "192.0.2.2") == nil, "elsewhere is elsewhere")

        var moment = house.now
        for expected in [2, 4, 8, 16, 32] as [Int64] {
            moment = moment + .minutes(1)
            #expect(try await wait(house, "x", at: moment) == nil)
            #expect(try await wait(house, "x", at: moment) == .seconds(expected))
        }
        for _ in 0..<10 {
            moment = moment + .hours(1)
            #expect(try await wait(house, "x", at: moment) == nil)
        }
        #expect(try await wait(house, "x", at: moment) == .minutes(15), "and no longer than this")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `guesses from everywhere slow an account down but never lock its owner out`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let device = try #require(try await house.logIn("ana")).device
        var moment = house.now
        for number in 0..<40 {
            moment = moment + .minutes(2)
            _ = try await wait(house, "ana", from: "198.51.\(number).7", at: moment)
        }
        let shut = try await wait(house, "ana", AccessHouse.password, from: "203.0.113.9", at: moment)
        #expect(shut == .minutes(1), "a browser that was never here waits, but not for long")
        #expect(
            try await house.logIn("ana", from: "198.51.3.7", device: device, at: moment) != nil,
            "the owner's own browser passes, even from where the guesses come"
        )

        // A link brings the owner in from a new browser too, and makes it a known one.
        let (keys, now) = (house.keys, moment)
        let token = try await house.database.read {
            try Staffing.forgotten(login: "ana", keys: keys, at: now, in: $0)?.token
        }
        let chosen = try await house.desk.choose(password: wrong, token: token ?? "", at: moment)
        guard case .signedIn(let signedIn) = chosen else {
            Issue.record("a link brings its owner in")
            return
        }
        #expect(try await house.logIn("ana", wrong, device: signedIn.device, at: moment) != nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a known browser is known for its own account only, and slowed down by itself`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        _ = try await house.member("ben")
        let device = try #require(try await house.logIn("ana")).device
        for _ in 0..<11 { #expect(try await wait(house, "ana", device: device) == nil) }
        #expect(try await wait(house, "ana", AccessHouse.password, device: device) == .seconds(1))
        for _ in 0..<6 { _ = try await wait(house, "ben", from: "192.0.2.77", device: device) }
        #expect(try await wait(house, "ben", from: "192.0.2.77", device: device) == .seconds(1))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `many guesses at the same time get no further than one after the other`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        let heard = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    do {
                        return try await wait(house, "ana", from: "192.0.2.50") == nil
                    } catch {
                        Issue.record(error)
                        return true
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(heard == 6)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `success forgives the account, and gives a source back only its own try`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await house.member("ana")
        _ = try await house.member("eve")
        for _ in 0..<5 {
            #expect(try await wait(house, "ana") == nil)
            #expect(try await wait(house, "eve", AccessHouse.password) == nil)
        }
        #expect(try await wait(house, "ana") == nil)
        #expect(try await wait(house, "ana") == .seconds(1), "an account of one's own wipes nothing out")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a password hashed with less work is hashed anew by a login, and no session ends`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        let before = try #require(try await house.logIn("ana")).token
        let stronger = PasswordHasher(cost: PasswordCost(kibibytes: 128, passes: 2))
        let form = LoginForm(
            login: "ana",
            password: AccessHouse.password,
            source: LoginSource("192.0.2.1"),
            device: nil
        )
        func stored() async throws -> String {
            try await house.database.read {
                try $0.value("SELECT password_hash FROM account WHERE staff_id = \(id)", as: String.self)
                    ?? ""
            }
        }
        #expect(try await stored().contains("m=64,t=1"))
        _ = try await house.login(stronger).attempt(form, at: house.now)
        #expect(try await stored().contains("m=128,t=2"))
        #expect(try await house.find(before) != nil)
        #expect(try await house.logIn("ana") != nil)
        #expect(try await stored().contains("m=128,t=2"), "and never weaker again")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `logins and guesses leave their traces, without names or addresses`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let id = try await house.member("ana")
        var moment = house.now
        for number in 0..<40 {
            moment = moment + .minutes(5)
            _ = try await wait(house, "ana", from: "198.51.100.\(number)", at: moment)
        }
        let rows = try await house.database.read {
            try $0.rows("SELECT deed, subject, details FROM audit_entry ORDER BY id") {
                "\(try $0.next(String.self)) \(try $0.next(String.self)) \(try $0.next(String.self))"
            }
        }
        #expect(rows.contains { $0.hasPrefix("log_in staff:\(id) ") })
        #expect(rows.filter { $0.hasPrefix("login_tried") }.count == 3, "at 8, 16 and 32 tries")
        let buckets = try await house.database.read {
            try $0.rows("SELECT bucket FROM login_throttle") { try $0.next(String.self) }
        }
        let everything = (rows + buckets).joined(separator: "\n")
        for hidden in ["ana", "198.51", "agency.example", wrong, AccessHouse.password] {
            #expect(!everything.contains(hidden))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is remembered of tries goes after a day, and never grows without end`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        _ = try await wait(house, "ana")
        let (database, now) = (house.database, house.now)
        #expect(try await ThrottleStore.tick(database, now) > now)
        #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM login_throttle") } == 2)
        _ = try await ThrottleStore.tick(database, now + .hours(24))
        #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM login_throttle") } == 0)

        let many = ThrottleStore.bucketsMax + 1_500
        try await database.write { session in
            try session.insertRows(
                "INSERT INTO login_throttle (bucket, failures, last_at, open_at)",
                (0..<many).map {
                    [.text("b\($0)"), .integer(1), .integer(now.milliseconds + Int64($0)), .integer(0)]
                }
            )
        }
        var moment = now
        while try await ThrottleStore.tick(database, moment) == moment { moment = now }
        let left = try await database.read {
            (
                count: try $0.count("SELECT COUNT(*) FROM login_throttle"),
                oldest: try $0.count("SELECT COUNT(*) FROM login_throttle WHERE bucket = 'b0'")
            )
        }
        #expect(left.count <= ThrottleStore.bucketsMax)
        #expect(left.oldest == 0)
    }
}
