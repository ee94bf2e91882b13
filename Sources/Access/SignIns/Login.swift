import Basis
import Database

/// What somebody typed to log in, and what their browser brought with it.
package struct LoginForm: Sendable, Unprinted {
    /// Their own id or their e-mail address.
    package var login: String
    package var password: String
    package var source: LoginSource
    /// The cookie of `SignedIn.device`, where the browser has one.
    package var device: String?

    package init(login: String, password: String, source: LoginSource, device: String? = nil) {
        self.login = login
        self.password = password
        self.source = source
        self.device = device
    }

    /// Longer than any address of e-mail (RFC 5321).
    static let loginMax = 320
}

/// A session that has begun. Both texts go into cookies and are kept nowhere else.
package struct SignedIn: Sendable, Hashable, Unprinted {
    package var staffID: Int64
    /// The session's token.
    package var token: String
    /// The token of a browser that was here before, for `KnownDevice.life`.
    package var device: String
}

package enum LoginAnswer: Sendable, Hashable, Unprinted {
    case signedIn(SignedIn)
    /// The password was right; a code is wanted too, with this text, within `Login.codeLife`.
    case codeWanted(challenge: String)
}

/// Lets people in. It answers an unknown account like a wrong password: the same words, after the same work.
package struct Login: Sendable, AccessWork {
    /// How long the second step may take.
    package static let codeLife = Span.minutes(5)
    private static let challengePurpose = "second-factor"

    let context: AccessContext

    package init(_ context: AccessContext) { self.context = context }

    /// Tries a password. Throws `AccessRefusal`: refused, too soon, or too many at once.
    package func attempt(_ form: LoginForm, at now: Instant) async throws -> LoginAnswer {
        var problems = Problems()
        PlainLine.check(form.login, "login", max: LoginForm.loginMax, into: &problems)
        guard let password = Password(form.password), problems.all.isEmpty else {
            throw AccessRefusal.loginRefused
        }
        let keys = keys
        let (account, buckets) = try await database.write { session in
            let found = try Self.account(form.login, in: session)
            let buckets = Self.buckets(form, found, keys, now)
            try Self.take(buckets, staffID: found?.staffID, at: now, in: session)
            return (found, buckets)
        }
        let hash = account?.state == .active ? account?.passwordHash : nil
        guard try await hasher.verify(password, against: hash), let account, let hash else {
            throw AccessRefusal.loginRefused
        }
        let stronger =
            hasher.isOutdated(hash)
            ? try await hasher.hash(password, salt: random.bytes(Argon2.saltLength)) : nil
        let (limits, random) = (limits, random)
        return try await database.write { session in
            let present = try Self.unchanged(account, in: session)
            if let stronger {
                try AccountStore.rehash(stronger, staffID: account.staffID, insteadOf: hash, in: session)
            }
            try Self.turnedOutWell(buckets, at: now, in: session)
            if present.hasSecondFactor {
                let subject = "\(present.staffID).\(present.epoch)"
                let challenge = keys.signer.sign(
                    subject,
                    purpose: Self.challengePurpose,
                    expiry: now + Self.codeLife
                )
                return .codeWanted(challenge: challenge)
            }
            return .signedIn(try Self.signIn(present.staffID, keys, limits, random, now, session))
        }
    }

    /// Tries the code of the second factor, or a recovery code.
    package func confirm(
        challenge: String,
        code: String,
        device: String?,
        at now: Instant
    ) async throws -> SignedIn {
        let subject = keys.signer.subject(of: challenge, purpose: Self.challengePurpose, now: now)
        let numbers = (subject ?? "").split(separator: ".").compactMap { Int64($0) }
        guard numbers.count == 2 else { throw AccessRefusal.loginRefused }
        let (keys, limits, random) = (keys, limits, random)
        let known = device.flatMap { KnownDevice(token: $0, keys: keys, now: now) }
        // Tries count from the moment they are made, also where the code is wrong: a transaction that is refused
        // would forget them, so what comes out is thrown outside.
        let result = try await database.write { session -> Result<SignedIn, AccessRefusal> in
            guard let account = try AccountStore.with(staffID: numbers[0], in: session),
                account.epoch == numbers[1], account.state == .active
            else { return .failure(.loginRefused) }
            let isKnown = known?.staffID == account.staffID
            let bucket = ThrottleBucket(
                "code",
                isKnown ? "\(account.staffID):\(known?.id ?? "")" : "\(account.staffID)",
                .code,
                keys: keys
            )
            if let wait = try ThrottleStore.take([bucket], at: now, in: session).wait {
                return .failure(.loginTooSoon(wait))
            }
            guard try SecondFactorStore.use(code, of: account, keys: keys, at: now, in: session) else {
                return .failure(.wrongCode)
            }
            try ThrottleStore.clear(bucket, in: session)
            return .success(try Self.signIn(account.staffID, keys, limits, random, now, session))
        }
        return try result.get()
    }

    /// Ends a session, and what is open in it.
    package func logOut(_ signIn: SignIn, at now: Instant) async throws {
        try await database.write { session in
            try SignInStore.end(signIn.id, of: signIn.staff.id, in: session)
            try Self.note("log_out", signIn, at: now, in: session)
        }
    }
}

extension Login {
    private static func account(_ login: String, in session: any Session) throws -> Account? {
        guard let id = try AccountStore.staffID(login: login, in: session) else { return nil }
        return try AccountStore.with(staffID: id, in: session)
    }

    /// The account as it is now, where nothing happened to it while its password was hashed.
    private static func unchanged(_ account: Account, in session: any Session) throws -> Account {
        guard let present = try AccountStore.with(staffID: account.staffID, in: session),
            present.epoch == account.epoch, present.state == .active
        else { throw AccessRefusal.loginRefused }
        return present
    }

    /// The first is the account's or the device's: it is cleared when the password was right.
    private static func buckets(
        _ form: LoginForm,
        _ account: Account?,
        _ keys: AccessKeys,
        _ now: Instant
    ) -> [ThrottleBucket] {
        if let account, let token = form.device, let known = KnownDevice(token: token, keys: keys, now: now),
            known.staffID == account.staffID
        {
            return [ThrottleBucket("device", known.id, .device, keys: keys)]
        }
        let who = account.map { "staff:\($0.staffID)" } ?? "login:\(form.login.lowercased())"
        return [
            ThrottleBucket("account", who, .account, keys: keys),
            ThrottleBucket("source", form.source.text, .source, keys: keys),
        ]
    }

    /// Takes a try, and leaves a trace of an account that is tried again and again: at each doubling, so that nobody
    /// can fill the trail.
    private static func take(
        _ buckets: [ThrottleBucket],
        staffID: Int64?,
        at now: Instant,
        in session: any Session
    ) throws {
        let (wait, failures) = try ThrottleStore.take(buckets, at: now, in: session)
        if let wait { throw AccessRefusal.loginTooSoon(wait) }
        guard let staffID, failures >= 8, failures & (failures - 1) == 0 else { return }
        try Audit.add(
            AuditEntry(
                happenedAt: now,
                actor: .system,
                deed: "login_tried",
                subject: "staff:\(staffID)",
                details: ["tries": String(failures)]
            ),
            in: session
        )
    }

    private static func turnedOutWell(
        _ buckets: [ThrottleBucket],
        at now: Instant,
        in session: any Session
    ) throws {
        for (index, bucket) in buckets.enumerated() {
            if index == 0 {
                try ThrottleStore.clear(bucket, in: session)
            } else {
                // Only this try: whoever has an account of their own must not wipe out their guesses at others.
                try ThrottleStore.giveBack(bucket, at: now, in: session)
            }
        }
    }

    /// Begins a session and notes it in the audit trail.
    static func signIn(
        _ staffID: Int64,
        _ keys: AccessKeys,
        _ limits: SignInLimits,
        _ random: any RandomSource,
        _ now: Instant,
        _ session: any Session
    ) throws -> SignedIn {
        let token = try SignInStore.begin(
            staffID: staffID,
            limits: limits,
            random: random,
            at: now,
            in: session
        )
        guard let signIn = try SignInStore.find(token, limits: limits, at: now, in: session) else {
            throw AccessRefusal.loginRefused
        }
        try note("log_in", signIn, at: now, in: session)
        let device = KnownDevice.token(staffID: staffID, keys: keys, random: random, at: now)
        return SignedIn(staffID: staffID, token: token, device: device)
    }

    private static func note(
        _ deed: String,
        _ signIn: SignIn,
        at now: Instant,
        in session: any Session
    ) throws {
        try Audit.add(
            AuditEntry(
                happenedAt: now,
                actor: signIn.actor,
                deed: deed,
                subject: "staff:\(signIn.staff.id)",
                door: .console(signIn: signIn.id)
            ),
            in: session
        )
    }
}
