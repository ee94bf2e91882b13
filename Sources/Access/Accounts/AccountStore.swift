import Basis
import Database

/// Reads and writes accounts. Whoever changes what an account may do goes through here, so that sessions end.
package enum AccountStore {
    package static func with(staffID: Int64, in session: any Session) throws -> Account? {
        try session.first(
            "SELECT \(Account.columns) FROM account WHERE staff_id = \(staffID)",
            Account.init(row:)
        )
    }

    /// Whom somebody means who types their own id or their e-mail address; nil also where two share the address.
    package static func staffID(login: String, in session: any Session) throws -> Int64? {
        if let staff = try StaffStore.with(externalID: login, in: session) { return staff.id }
        let ids = try session.rows(
            """
            SELECT id FROM staff
            WHERE lower(email) = lower(\(login)) AND disabled_at IS NULL ORDER BY id LIMIT 2
            """
        ) { try $0.next(Int64.self) }
        return ids.count == 1 ? ids[0] : nil
    }

    /// Everybody's account, by staff id.
    package static func all(in session: any Session) throws -> [Account] {
        try session.rows("SELECT \(Account.columns) FROM account ORDER BY staff_id", Account.init(row:))
    }

    /// Whether somebody can log in: from then on nobody is the owner of the console by being there.
    package static func isAnybodyActive(in session: any Session) throws -> Bool {
        try session.first("SELECT 1 FROM account WHERE state = 'active' LIMIT 1") { try $0.next(Int64.self) }
            != nil
    }

    /// How many others than `staffID` could approve now: active, with a role that suffices.
    package static func activeApprovers(besides staffID: Int64?, in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT COUNT(*) FROM account JOIN staff ON staff.id = account.staff_id
            WHERE account.state = 'active' AND staff.disabled_at IS NULL
              AND staff.role IN ('approver', 'administrator') AND staff.id <> \(staffID ?? 0)
            """
        )
    }

    /// Their names, those on duty first.
    package static func namesOfApprovers(besides staffID: Int64?, in session: any Session) throws -> [String]
    {
        try session.rows(
            """
            SELECT staff.name FROM account JOIN staff ON staff.id = account.staff_id
            WHERE account.state = 'active' AND staff.disabled_at IS NULL
              AND staff.role IN ('approver', 'administrator') AND staff.id <> \(staffID ?? 0)
            ORDER BY staff.on_duty DESC, staff.name, staff.id LIMIT 20
            """
        ) { try $0.next(String.self) }
    }

    static func activeAdministrators(besides staffID: Int64, in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT COUNT(*) FROM account JOIN staff ON staff.id = account.staff_id
            WHERE account.state = 'active' AND staff.disabled_at IS NULL AND staff.role = 'administrator'
              AND staff.id <> \(staffID)
            """
        )
    }

    /// Makes the account where there is none.
    static func ensure(_ staffID: Int64, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO account (staff_id, state, epoch, totp_last_step, created_at)
            VALUES (\(staffID), 'invited', 1, 0, \(now))
            ON CONFLICT (staff_id) DO NOTHING
            """
        )
    }

    static func setPassword(_ hash: String, staffID: Int64, in session: any Session) throws {
        try session.run(
            """
            UPDATE account SET password_hash = \(hash), state = 'active' WHERE staff_id = \(staffID)
            """
        )
        try endEverything(staffID: staffID, in: session)
    }

    /// The same password hashed with more work; nobody's session ends.
    static func rehash(
        _ hash: String,
        staffID: Int64,
        insteadOf old: String,
        in session: any Session
    ) throws {
        try session.run(
            """
            UPDATE account SET password_hash = \(hash)
            WHERE staff_id = \(staffID) AND password_hash = \(old)
            """
        )
    }

    static func dropPassword(staffID: Int64, in session: any Session) throws {
        try session.run("UPDATE account SET password_hash = NULL WHERE staff_id = \(staffID)")
    }

    static func setState(_ state: Account.State, staffID: Int64, in session: any Session) throws {
        try session.run("UPDATE account SET state = \(state) WHERE staff_id = \(staffID)")
        try endEverything(staffID: staffID, in: session)
    }

    static func vouch(_ staffID: Int64, by actor: Actor, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE account SET vouched_by = \(actor.staffID), vouched_at = \(now) WHERE staff_id = \(staffID)
            """
        )
    }

    /// Ends all sessions and voids all links of somebody, on every node.
    static func endEverything(staffID: Int64, in session: any Session) throws {
        try session.run("UPDATE account SET epoch = epoch + 1 WHERE staff_id = \(staffID)")
        try session.run("DELETE FROM sign_in WHERE staff_id = \(staffID)")
        try session.announce(.access(staffID))
    }
}
