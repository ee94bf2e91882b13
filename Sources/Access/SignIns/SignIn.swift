import Basis
import Database

/// How long a session of the console lasts.
package struct SignInLimits: Sendable, Hashable {
    /// Ends when nothing was done for this long: a night's sleep beside an open incident is not enough.
    package var idle: Span
    /// Ends then whatever was done.
    package var absolute: Span
    /// A use is noted when the last note is this old, so that reading pages does not write.
    package var noteEvery: Span

    package init(
        idle: Span = .hours(12),
        absolute: Span = .days(7),
        noteEvery: Span = .minutes(1)
    ) {
        self.idle = idle
        self.absolute = absolute
        self.noteEvery = noteEvery
    }
}

/// A session of a member of staff. Its token is in a cookie of their browser; here is only what it hashes to.
package struct SignIn: Sendable, Hashable {
    package var id: Int64
    package var staff: Staff
    package var createdAt: Instant
    package var lastUsedAt: Instant
    package var expiresAt: Instant

    package var actor: Actor { staff.actor }
}

/// Sessions. A token is only good while the account is active and its epoch is the one it was made in, so that
/// whatever raises the epoch ends it with its next use, on every node.
package enum SignInStore {
    /// The most that one person has open; the oldest ends when one more begins.
    package static let perStaffMax = 20
    /// How many that have run out are cleared away in one transaction.
    static let clearMax = 500

    /// Begins a session; returns the token for the cookie, 128 bits, shown this once.
    package static func begin(
        staffID: Int64,
        limits: SignInLimits,
        random: any RandomSource,
        at now: Instant,
        in session: any Session
    ) throws -> String {
        let token = random.token()
        try session.run(
            """
            DELETE FROM sign_in WHERE staff_id = \(staffID) AND id NOT IN (
                SELECT id FROM sign_in WHERE staff_id = \(staffID) ORDER BY id DESC LIMIT \(perStaffMax - 1)
            )
            """
        )
        try session.run(
            """
            INSERT INTO sign_in (token_hash, staff_id, epoch, created_at, last_used_at, expires_at)
            SELECT \(SecretText.hash(token)), staff_id, epoch, CAST(\(now) AS BIGINT), CAST(\(now) AS BIGINT),
                   CAST(\(now + limits.absolute) AS BIGINT)
            FROM account WHERE staff_id = \(staffID) AND state = 'active'
            """
        )
        return token
    }

    /// Who holds this token, with the role they have now; nil where it is unknown, ended or has run out.
    package static func find(
        _ token: String,
        limits: SignInLimits,
        at now: Instant,
        in session: any Session
    ) throws -> SignIn? {
        try alive("sign_in.token_hash = \(SecretText.hash(token))", limits, now, session).first
    }

    /// Whether a session goes on: for connections that are open for long, on each announcement of
    /// `Topic.access(_:)` or `Topic.everything`.
    package static func isAlive(
        _ id: Int64,
        limits: SignInLimits,
        at now: Instant,
        in session: any Session
    ) throws -> Bool {
        try !alive("sign_in.id = \(id)", limits, now, session).isEmpty
    }

    /// What somebody has open, newest first.
    package static func all(
        of staffID: Int64,
        limits: SignInLimits,
        at now: Instant,
        in session: any Session
    ) throws -> [SignIn] {
        try alive("sign_in.staff_id = \(staffID)", limits, now, session)
    }

    /// Whether this use is to be noted.
    package static func needsNote(_ signIn: SignIn, limits: SignInLimits, at now: Instant) -> Bool {
        now - signIn.lastUsedAt >= limits.noteEvery
    }

    package static func note(_ id: Int64, at now: Instant, in session: any Session) throws {
        try session.run(
            "UPDATE sign_in SET last_used_at = \(now) WHERE id = \(id) AND last_used_at < \(now)"
        )
    }

    /// Logging out: this session ends, and what is open in it.
    package static func end(_ id: Int64, of staffID: Int64, in session: any Session) throws {
        try session.run("DELETE FROM sign_in WHERE id = \(id) AND staff_id = \(staffID)")
        try session.announce(.access(staffID))
    }

    /// Everybody is logged out: of a restored database nobody knows which of its sessions were ended since.
    package static func endAll(in session: any Session) throws {
        let staff = try session.rows("SELECT DISTINCT staff_id FROM sign_in") { try $0.next(Int64.self) }
        try session.run("DELETE FROM sign_in")
        for id in staff { try session.announce(.access(id)) }
    }

    /// Clears away what has run out; returns when to look again.
    package static func tick(
        _ database: any Database,
        limits: SignInLimits,
        _ now: Instant
    ) async throws -> Instant {
        let cleared = try await database.write { session in
            try session.run(
                """
                DELETE FROM sign_in WHERE id IN (
                    SELECT id FROM sign_in WHERE expires_at <= \(now) OR last_used_at <= \(now - limits.idle)
                    ORDER BY id LIMIT \(clearMax)
                )
                """
            )
        }
        return cleared == clearMax ? now : now + .hours(1)
    }

    private static func alive(
        _ filter: SQL,
        _ limits: SignInLimits,
        _ now: Instant,
        _ session: any Session
    ) throws -> [SignIn] {
        try session.rows(
            """
            SELECT sign_in.id, sign_in.created_at, sign_in.last_used_at, sign_in.expires_at,
                   \(Staff.qualifiedColumns)
            FROM sign_in
            JOIN account ON account.staff_id = sign_in.staff_id
            JOIN staff ON staff.id = sign_in.staff_id
            WHERE \(filter) AND sign_in.expires_at > \(now) AND sign_in.last_used_at > \(now - limits.idle)
              AND sign_in.epoch = account.epoch AND account.state = 'active' AND staff.disabled_at IS NULL
            ORDER BY sign_in.id DESC
            """
        ) { row in
            let id = try row.next(Int64.self)
            let (created, used, expires) = (
                try row.next(Instant.self), try row.next(Instant.self), try row.next(Instant.self)
            )
            return SignIn(
                id: id,
                staff: try Staff(row: row),
                createdAt: created,
                lastUsedAt: used,
                expiresAt: expires
            )
        }
    }
}
