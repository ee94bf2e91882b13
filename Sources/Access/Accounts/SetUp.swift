import Basis
import Database

/// The first administrator: a link on the terminal of the first start, good for an hour and for one person ever.
package enum SetUp {
    package static let life = Span.hours(1)

    package enum Standing: Sendable, Hashable {
        case open
        /// There is an administrator, or the link has run out: 410.
        case gone
        /// Never was a link: 404.
        case unknown
    }

    /// Who sets the program up.
    package struct Newcomer: Sendable, Hashable {
        package var externalID: String
        package var name: String
        package var email: String?
        package var languages: [Language]

        package init(externalID: String, name: String, email: String?, languages: [Language]) {
            self.externalID = externalID
            self.name = name
            self.email = email
            self.languages = languages
        }

        var names: [String] { [externalID, name, email ?? ""] }

        func check() throws {
            var problems = Problems()
            PlainLine.check(externalID, "id", max: 64, into: &problems)
            PlainLine.check(name, "name", max: 200, into: &problems)
            if let email { PlainLine.check(email, "email", max: LoginForm.loginMax, into: &problems) }
            try problems.check()
        }
    }

    /// The token of a new link, which takes the place of an older one; nil where there is or was an administrator.
    package static func begin(
        random: any RandomSource,
        at now: Instant,
        in session: any Session
    ) throws -> String? {
        guard try !isDone(in: session) else { return nil }
        let token = random.token()
        try session.run(
            """
            INSERT INTO set_up (id, token_hash, expires_at)
            VALUES (1, \(SecretText.hash(token)), \(now + life))
            ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
            """
        )
        return token
    }

    package static func standing(
        _ token: String,
        at now: Instant,
        in session: any Session
    ) throws -> Standing {
        if try isDone(in: session) { return .gone }
        let expiry = try session.value(
            "SELECT expires_at FROM set_up WHERE id = 1 AND token_hash = \(SecretText.hash(token))",
            as: Instant.self
        )
        guard let expiry else { return .unknown }
        return now < expiry ? .open : .gone
    }

    /// Makes the first administrator. Of two who come at the same time with the same link, one is refused.
    static func complete(
        _ token: String,
        _ newcomer: Newcomer,
        passwordHash: String,
        at now: Instant,
        in session: any Session
    ) throws -> Int64 {
        guard try standing(token, at: now, in: session) == .open,
            try session.run(
                "UPDATE set_up SET completed_at = \(now) WHERE id = 1 AND completed_at IS NULL"
            ) == 1
        else { throw AccessRefusal.linkGone }
        if try StaffStore.with(externalID: newcomer.externalID, in: session) != nil {
            throw Problems([Problem("id", "access.staff_exists", ["id": newcomer.externalID])])
        }
        let staff = Staff(
            id: 0,
            externalID: newcomer.externalID,
            name: newcomer.name,
            email: newcomer.email,
            phone: nil,
            role: .administrator,
            languages: newcomer.languages,
            isOnDuty: true
        )
        let id = try StaffStore.add(staff, at: now, in: session)
        try AccountStore.ensure(id, at: now, in: session)
        try AccountStore.setPassword(passwordHash, staffID: id, in: session)
        return id
    }

    private static func isDone(in session: any Session) throws -> Bool {
        let completed = try session.count("SELECT COUNT(*) FROM set_up WHERE completed_at IS NOT NULL")
        return try completed > 0 || AccountStore.activeAdministrators(besides: 0, in: session) > 0
    }
}
