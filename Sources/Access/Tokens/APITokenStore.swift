import Basis
import Database

/// Makes, finds and revokes the tokens of programs.
package enum APITokenStore {
    /// The most that one person has in use.
    package static let perStaffMax = 50
    /// The longest that one may be good for.
    package static let lifeMax = Span.days(366)
    private static let noteEvery = Span.minutes(5)

    private static let columns: SQL = """
        api_token.id, api_token.public_id, api_token.staff_id, api_token.purpose, api_token.role,
        api_token.created_at, api_token.expires_at, api_token.last_used_at, api_token.revoked_at
        """

    /// Makes a token for its owner; its text is returned this once. Throws `Problems`, or an `AccessRefusal` where
    /// the owner may not do what it should do.
    package static func make(
        purpose: String,
        role: Role,
        expiresAt: Instant,
        owner: Actor,
        random: any RandomSource,
        at now: Instant,
        in session: any Session
    ) throws -> (token: APIToken, text: String) {
        guard let staffID = owner.staffID else { throw AccessRefusal.needsRole(.viewer) }
        guard owner.has(role) else { throw AccessRefusal.needsRole(role) }
        var problems = Problems()
        PlainLine.check(purpose, "purpose", max: 100, into: &problems)
        if expiresAt <= now || expiresAt > now + lifeMax {
            problems.add("expires", "access.token_life", ["days": String(lifeMax.milliseconds / 86_400_000)])
        }
        try problems.check()
        let inUse = try session.count(
            """
            SELECT COUNT(*) FROM api_token
            WHERE staff_id = \(staffID) AND revoked_at IS NULL AND expires_at > \(now)
            """
        )
        guard inUse < perStaffMax else { throw AccessRefusal.tooManyTokens(perStaffMax) }
        let text = APITokenText(random: random)
        let id = try session.insert(
            """
            INSERT INTO api_token (public_id, secret_hash, staff_id, purpose, role, created_at, expires_at)
            VALUES (\(text.publicID), \(SecretText.hash(text.secret)), \(staffID), \(purpose), \(role), \(now),
                    \(expiresAt))
            RETURNING id
            """
        )
        let token = APIToken(
            id: id,
            publicID: text.publicID,
            staffID: staffID,
            purpose: purpose,
            role: role,
            createdAt: now,
            expiresAt: expiresAt
        )
        return (token, text.text)
    }

    /// The token that was shown and its owner; nil where it is unknown, wrong, revoked or expired, or where the
    /// owner was disabled. An owner need not be able to log in: a program may be staff of its own.
    package static func find(
        _ text: APITokenText,
        at now: Instant,
        in session: any Session
    ) throws -> (token: APIToken, owner: Staff)? {
        let found = try session.first(
            """
            SELECT api_token.secret_hash, \(columns), \(Staff.qualifiedColumns)
            FROM api_token
            JOIN staff ON staff.id = api_token.staff_id
            LEFT JOIN account ON account.staff_id = api_token.staff_id
            WHERE api_token.public_id = \(text.publicID) AND api_token.revoked_at IS NULL
              AND api_token.expires_at > \(now) AND COALESCE(account.state, 'active') <> 'disabled'
              AND staff.disabled_at IS NULL
            """
        ) { row in
            (hash: try row.next(String.self), token: try APIToken(row: row), owner: try Staff(row: row))
        }
        guard let found, SecretText.areEqual(found.hash, SecretText.hash(text.secret)) else { return nil }
        return (found.token, found.owner)
    }

    /// Whether this use is to be noted.
    package static func needsNote(_ token: APIToken, at now: Instant) -> Bool {
        token.lastUsedAt.map { now - $0 >= noteEvery } ?? true
    }

    package static func note(_ id: Int64, at now: Instant, in session: any Session) throws {
        try session.run("UPDATE api_token SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// Those of one person, newest first, also those that are no longer good.
    package static func all(of staffID: Int64, in session: any Session) throws -> [APIToken] {
        try session.rows(
            "SELECT \(columns) FROM api_token WHERE staff_id = \(staffID) ORDER BY id DESC LIMIT 500",
            APIToken.init(row:)
        )
    }

    /// Its owner or an administrator takes a token back. Doing it twice is no fault.
    package static func revoke(
        _ publicID: String,
        by actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws {
        let owner = try session.value(
            "SELECT staff_id FROM api_token WHERE public_id = \(publicID)",
            as: Int64.self
        )
        guard let owner else { throw AccessRefusal.unknownToken }
        guard owner == actor.staffID || actor.has(.administrator) else {
            throw AccessRefusal.needsRole(.administrator)
        }
        try session.run(
            """
            UPDATE api_token SET revoked_at = \(now) WHERE public_id = \(publicID) AND revoked_at IS NULL
            """
        )
        try session.announce(.access(owner))
    }

    static func revokeAll(staffID: Int64, at now: Instant, in session: any Session) throws {
        try session.run(
            "UPDATE api_token SET revoked_at = \(now) WHERE staff_id = \(staffID) AND revoked_at IS NULL"
        )
    }
}

extension APIToken {
    fileprivate init(row: Row) throws {
        id = try row.next()
        publicID = try row.next()
        staffID = try row.next()
        purpose = try row.next()
        role = try row.next()
        createdAt = try row.next()
        expiresAt = try row.next()
        lastUsedAt = try row.nextOrNil()
        revokedAt = try row.nextOrNil()
    }
}
