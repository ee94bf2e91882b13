import Basis
import Database

/// Where people choose their passwords: the set-up link, invitations, resets, and a change while logged in. Hashing
/// takes a while, so it stands between two looks at the database, and the second decides.
package struct AccountDesk: Sendable, AccessWork {
    let context: AccessContext

    package init(_ context: AccessContext) { self.context = context }

    /// What choosing a password by a link led to.
    package enum Chosen: Sendable, Hashable {
        case signedIn(SignedIn)
        /// The second factor is on, and a link alone does not stand in for it: they log in.
        case mustLogIn(device: String)
    }

    /// Makes the first administrator and logs them in. Throws `AccessRefusal.linkGone` or `Problems`.
    package func setUp(
        _ token: String,
        _ newcomer: SetUp.Newcomer,
        password typed: String,
        at now: Instant
    ) async throws -> SignedIn {
        let standing = try await database.read { try SetUp.standing(token, at: now, in: $0) }
        guard standing == .open else { throw AccessRefusal.linkGone }
        try newcomer.check()
        let password = try PasswordRules.check(typed, names: newcomer.names)
        let hash = try await hasher.hash(password, salt: random.bytes(Argon2.saltLength))
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            let id = try SetUp.complete(token, newcomer, passwordHash: hash, at: now, in: session)
            try Self.note("set_up", id, role: .administrator, at: now, in: session)
            return try Login.signIn(id, keys, limits, random, now, session)
        }
    }

    /// Whose link it is, for the page that asks for a password; nil where it was used, replaced or has run out.
    package func owner(of token: String, at now: Instant) async throws -> Staff? {
        guard let link = AccountLink(token: token, keys: keys, now: now) else { return nil }
        return try await database.read { try Self.open(link, in: $0)?.staff }
    }

    /// Chooses a password by an invitation or a reset link. Throws `AccessRefusal.linkGone` or `Problems`.
    package func choose(
        password typed: String,
        token: String,
        at now: Instant
    ) async throws -> Chosen {
        guard let link = AccountLink(token: token, keys: keys, now: now),
            let staff = try await owner(of: token, at: now)
        else { throw AccessRefusal.linkGone }
        let password = try PasswordRules.check(typed, names: Self.names(staff))
        let hash = try await hasher.hash(password, salt: random.bytes(Argon2.saltLength))
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            guard let (staff, account) = try Self.open(link, in: session) else {
                throw AccessRefusal.linkGone
            }
            try AccountStore.setPassword(hash, staffID: staff.id, in: session)
            try Self.note("choose_password", staff.id, role: staff.role, at: now, in: session)
            if account.hasSecondFactor {
                let device = KnownDevice.token(staffID: staff.id, keys: keys, random: random, at: now)
                return .mustLogIn(device: device)
            }
            return .signedIn(try Login.signIn(staff.id, keys, limits, random, now, session))
        }
    }

    /// Changes the password of somebody who is logged in; all their sessions end, and a new one begins.
    package func change(
        from current: String,
        to typed: String,
        staffID: Int64,
        at now: Instant
    ) async throws -> SignedIn {
        let account = try await verified(current, staffID: staffID, at: now)
        let staff = try await database.read { try StaffStore.with(id: staffID, in: $0) }
        guard let staff else { throw AccessRefusal.unknownStaff }
        let password = try PasswordRules.check(typed, names: Self.names(staff))
        let hash = try await hasher.hash(password, salt: random.bytes(Argon2.saltLength))
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            guard try AccountStore.with(staffID: staffID, in: session)?.epoch == account.epoch else {
                throw AccessRefusal.loginRefused
            }
            try AccountStore.setPassword(hash, staffID: staffID, in: session)
            try Self.note("change_password", staffID, role: staff.role, at: now, in: session)
            return try Login.signIn(staffID, keys, limits, random, now, session)
        }
    }

    /// Asks for the password once more before something that a stranger at an open console must not do (ASVS 7.5.1).
    /// Throws `AccessRefusal.loginRefused`, or `loginTooSoon` where it was guessed too often.
    package func confirm(password typed: String, staffID: Int64, at now: Instant) async throws {
        _ = try await verified(typed, staffID: staffID, at: now)
    }

    private func verified(_ typed: String, staffID: Int64, at now: Instant) async throws -> Account {
        guard let password = Password(typed) else { throw AccessRefusal.loginRefused }
        let bucket = ThrottleBucket("again", "\(staffID)", .code, keys: keys)
        let account = try await database.write { session in
            if let wait = try ThrottleStore.take([bucket], at: now, in: session).wait {
                throw AccessRefusal.loginTooSoon(wait)
            }
            return try AccountStore.with(staffID: staffID, in: session)
        }
        let hash = account?.state == .active ? account?.passwordHash : nil
        guard try await hasher.verify(password, against: hash), let account else {
            throw AccessRefusal.loginRefused
        }
        try await database.write { try ThrottleStore.clear(bucket, in: $0) }
        return account
    }

    /// The account that a link still opens.
    private static func open(
        _ link: AccountLink,
        in session: any Session
    ) throws -> (staff: Staff, account: Account)? {
        guard let account = try AccountStore.with(staffID: link.staffID, in: session),
            account.epoch == link.epoch, account.state != .disabled,
            let staff = try StaffStore.with(id: link.staffID, in: session)
        else { return nil }
        return (staff, account)
    }

    private static func names(_ staff: Staff) -> [String] {
        [staff.externalID, staff.name, staff.email ?? ""]
    }

    static func note(
        _ deed: String,
        _ staffID: Int64,
        role: Role,
        at now: Instant,
        in session: any Session
    ) throws {
        try Audit.add(
            AuditEntry(
                happenedAt: now,
                actor: .staff(id: staffID, role: role),
                deed: deed,
                subject: "staff:\(staffID)"
            ),
            in: session
        )
    }
}
