import Access
import Basis
import Database
import TestSupport
import Testing

/// A database with this room's tables, cheap passwords, and a clock that stands.
struct AccessHouse: Sendable {
    static let secret = [UInt8]((0..<32).map { UInt8($0) })
    static let start = Instant(seconds: 1_510_218_000)
    static let password = "grifo nublado siete marcas"

    let database: ThrowAwayDatabase
    let keys = AccessKeys(secret: secret)
    let hasher = PasswordHasher(cost: PasswordCost(kibibytes: 64, passes: 1))
    let random = SeededRandom(seed: 7)
    let limits = SignInLimits()
    let now = start

    static func open(_ engine: DatabaseUnderTest) async throws -> AccessHouse {
        AccessHouse(database: try await engine.open(AccessMigrations.all))
    }

    var login: Login { login(hasher) }
    var desk: AccountDesk { desk(hasher) }

    func desk(_ hasher: PasswordHasher) -> AccountDesk { AccountDesk(context(hasher)) }
    func login(_ hasher: PasswordHasher) -> Login { Login(context(hasher)) }

    private func context(_ hasher: PasswordHasher) -> AccessContext {
        AccessContext(database: database, hasher: hasher, keys: keys, limits: limits, random: random)
    }

    /// Adds somebody who cannot log in yet.
    func add(_ name: String, _ role: Role = .responder) async throws -> Int64 {
        let (person, now) = (Self.staff(name, role), now)
        return try await database.write { try StaffStore.add(person, at: now, in: $0) }
    }

    /// Adds somebody who has chosen the password of this house.
    func member(_ name: String, _ role: Role = .responder) async throws -> Int64 {
        let id = try await add(name, role)
        let token = try await invite(id)
        _ = try await desk.choose(password: Self.password, token: token, at: now)
        return id
    }

    func invite(_ id: Int64, by actor: Actor = .operator) async throws -> String {
        let (keys, now) = (keys, now)
        return try await database.write {
            try Staffing.invite(id, by: actor, keys: keys, at: now, in: $0)
        }
    }

    /// A house where Ana is logged in.
    static func withAna(
        _ engine: DatabaseUnderTest
    ) async throws -> (house: Self, id: Int64, session: SignedIn) {
        let house = try await open(engine)
        let id = try await house.member("ana")
        return (house, id, try #require(try await house.logIn("ana")))
    }

    /// The second step, with the code that is right at that moment.
    @discardableResult
    func confirm(_ challenge: String, _ totp: TOTP, at moment: Instant) async throws -> SignedIn {
        let code = totp.code(step: TOTP.step(at: moment))
        return try await login.confirm(challenge: challenge, code: code, device: nil, at: moment)
    }

    /// Logs in from a place of its own, and expects that no code is asked for.
    func logIn(
        _ name: String,
        _ password: String = password,
        from source: String = "192.0.2.1",
        device: String? = nil,
        at moment: Instant? = nil
    ) async throws -> SignedIn? {
        let form = LoginForm(login: name, password: password, source: LoginSource(source), device: device)
        guard case .signedIn(let signedIn) = try await login.attempt(form, at: moment ?? now) else {
            return nil
        }
        return signedIn
    }

    func find(_ token: String, at moment: Instant? = nil) async throws -> SignIn? {
        let (limits, moment) = (limits, moment ?? now)
        return try await database.read {
            try SignInStore.find(token, limits: limits, at: moment, in: $0)
        }
    }

    func account(_ id: Int64) async throws -> Account? {
        try await database.read { try AccountStore.with(staffID: id, in: $0) }
    }

    static func staff(_ name: String, _ role: Role = .responder) -> Staff {
        Staff(
            id: 0,
            externalID: name,
            name: "The \(name)",
            email: "\(name)@agency.example",
            phone: nil,
            role: role,
            languages: [.spanish],
            isOnDuty: false
        )
    }
}
