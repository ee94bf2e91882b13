import Basis
import Database

/// The second factor of an account: turned on in two steps, so that nobody locks themselves out with a square code
/// that was never read.
package enum SecondFactorStore {
    /// A new secret that waits for its first code. Doing it again replaces the one that waits.
    package static func begin(
        staffID: Int64,
        keys: AccessKeys,
        random: any RandomSource,
        in session: any Session
    ) throws -> TOTP {
        let account = try existing(staffID, in: session)
        guard !account.hasSecondFactor else { throw AccessRefusal.secondFactorAlreadyOn }
        let secret = random.bytes(TOTP.secretLength)
        let sealed = try keys.seal(secret, owner: owner(staffID), random: random)
        try session.run("UPDATE account SET totp_pending = \(sealed) WHERE staff_id = \(staffID)")
        return TOTP(secret: secret)
    }

    /// The secret that waits for its first code; nil where none does.
    package static func pending(
        staffID: Int64,
        keys: AccessKeys,
        in session: any Session
    ) throws -> TOTP? {
        try existing(staffID, in: session).sealedPendingFactor
            .flatMap { keys.open($0, owner: owner(staffID)) }.map(TOTP.init(secret:))
    }

    /// The first code was right: from now on every login asks for one, and all sessions end. Returns the recovery
    /// codes, which are shown this once. For people, `AccountDesk.turnOnSecondFactor` goes on with a new session.
    package static func confirm(
        _ typed: String,
        staffID: Int64,
        keys: AccessKeys,
        random: any RandomSource,
        at now: Instant,
        in session: any Session
    ) throws -> [String] {
        let account = try existing(staffID, in: session)
        guard let sealed = account.sealedPendingFactor,
            let secret = keys.open(sealed, owner: owner(staffID)),
            let step = TOTP(secret: secret).acceptedStep(typed, at: now, lastStep: account.lastStep)
        else { throw AccessRefusal.wrongCode }
        try session.run(
            """
            UPDATE account SET totp_secret = \(sealed), totp_pending = NULL, totp_last_step = \(step)
            WHERE staff_id = \(staffID)
            """
        )
        try AccountStore.endEverything(staffID: staffID, in: session)
        return try renewRecoveryCodes(staffID: staffID, keys: keys, random: random, in: session)
    }

    /// New recovery codes; the old ones are worth nothing.
    package static func renewRecoveryCodes(
        staffID: Int64,
        keys: AccessKeys,
        random: any RandomSource,
        in session: any Session
    ) throws -> [String] {
        try session.run("DELETE FROM recovery_code WHERE staff_id = \(staffID)")
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make(random) }
        for code in codes {
            guard let canonical = RecoveryCode.canonical(code) else { continue }
            try session.run(
                """
                INSERT INTO recovery_code (staff_id, code_hash)
                VALUES (\(staffID), \(hash(canonical, staffID, keys)))
                """
            )
        }
        return codes
    }

    package static func recoveryCodesLeft(staffID: Int64, in session: any Session) throws -> Int {
        try session.count(
            "SELECT COUNT(*) FROM recovery_code WHERE staff_id = \(staffID) AND used_at IS NULL"
        )
    }

    package static func drop(staffID: Int64, in session: any Session) throws {
        try session.run(
            "UPDATE account SET totp_secret = NULL, totp_pending = NULL WHERE staff_id = \(staffID)"
        )
        try session.run("DELETE FROM recovery_code WHERE staff_id = \(staffID)")
        try AccountStore.endEverything(staffID: staffID, in: session)
    }

    /// Whether a typed code opens the account now; it is used up by that, whether it is one of the telephone or one
    /// for recovery.
    static func use(
        _ typed: String,
        of account: Account,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> Bool {
        if let code = RecoveryCode.canonical(typed) {
            return try session.run(
                """
                UPDATE recovery_code SET used_at = \(now)
                WHERE staff_id = \(account.staffID) AND code_hash = \(hash(code, account.staffID, keys))
                  AND used_at IS NULL
                """
            ) == 1
        }
        guard let sealed = account.sealedSecondFactor,
            let secret = keys.open(sealed, owner: owner(account.staffID)),
            let step = TOTP(secret: secret).acceptedStep(typed, at: now, lastStep: account.lastStep)
        else { return false }
        return try session.run(
            """
            UPDATE account SET totp_last_step = \(step)
            WHERE staff_id = \(account.staffID) AND totp_last_step < \(step)
            """
        ) == 1
    }

    private static func owner(_ staffID: Int64) -> String { "totp:\(staffID)" }

    private static func hash(_ code: String, _ staffID: Int64, _ keys: AccessKeys) -> String {
        keys.name("recovery", "\(staffID):\(code)")
    }

    private static func existing(_ staffID: Int64, in session: any Session) throws -> Account {
        guard let account = try AccountStore.with(staffID: staffID, in: session), account.state == .active
        else {
            throw AccessRefusal.unknownStaff
        }
        return account
    }
}
