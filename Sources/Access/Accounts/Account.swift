import Basis
import Database

/// How a member of staff gets in. Staff without one can be called upon, but not log in.
package struct Account: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable, SQLText {
        /// Was sent a link and has not chosen a password yet.
        case invited
        case active
        case disabled
    }

    package var staffID: Int64
    package var state: State
    var passwordHash: String?
    /// Rises with everything that ends what was opened before: sessions and links carry it, and one with an older
    /// number is worth nothing.
    package var epoch: Int64
    var sealedSecondFactor: String?
    var sealedPendingFactor: String?
    /// The last step of the second factor that was used, so that none is used twice.
    var lastStep: Int64
    /// Who gave the last link or role, and when: they may not have this account approve what they asked for before.
    package var vouchedBy: Int64?
    package var vouchedAt: Instant?

    package var hasPassword: Bool { passwordHash != nil }
    package var hasSecondFactor: Bool { sealedSecondFactor != nil }
}

extension Account {
    static let columns: SQL = """
        account.staff_id, account.state, account.password_hash, account.epoch, account.totp_secret,
        account.totp_pending, account.totp_last_step, account.vouched_by, account.vouched_at
        """

    init(row: Row) throws {
        staffID = try row.next()
        state = try row.next()
        passwordHash = try row.nextOrNil()
        epoch = try row.next()
        sealedSecondFactor = try row.nextOrNil()
        sealedPendingFactor = try row.nextOrNil()
        lastStep = try row.next()
        vouchedBy = try row.nextOrNil()
        vouchedAt = try row.nextOrNil()
    }
}

extension Topic {
    /// What one member of staff may do changed, or a session of theirs ended: whoever holds a connection open for
    /// them looks whether it may stay.
    package static func access(_ staffID: Int64) -> Topic { Topic("access:\(staffID)") }
}

extension Actor {
    /// The member of staff behind a deed; nil for everybody else.
    package var staffID: Int64? {
        if case .staff(let id, _) = self { id } else { nil }
    }
}
