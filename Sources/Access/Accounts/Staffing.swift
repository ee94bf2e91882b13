import Basis
import Database

/// What an administrator, or the operator on the command line, does with accounts. Each works in the transaction of
/// the deed that names it; the deed checks the role and adds the audit row.
package enum Staffing {
    /// Somebody may choose a password: the token of their link, good for a week. An older link is worth nothing now.
    package static func invite(
        _ staffID: Int64,
        by actor: Actor,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> String {
        let staff = try existing(staffID, in: session)
        try AccountStore.ensure(staff.id, at: now, in: session)
        let account = try account(staff.id, in: session)
        guard account.state != .disabled else { throw AccessRefusal.accountDisabled }
        let kind: AccountLink.Kind = account.state == .invited ? .invitation : .reset
        return try giveLink(kind, staff.id, by: actor, keys: keys, at: now, in: session)
    }

    /// The password is forgotten or in wrong hands: it is worth nothing from now on, sessions end, the second factor
    /// goes where asked. Returns the token of the link for a new one, good for an hour.
    package static func reset(
        _ staffID: Int64,
        dropsSecondFactor: Bool,
        by actor: Actor,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> String {
        let staff = try existing(staffID, in: session)
        try AccountStore.ensure(staff.id, at: now, in: session)
        guard try account(staff.id, in: session).state != .disabled else {
            throw AccessRefusal.accountDisabled
        }
        try AccountStore.dropPassword(staffID: staff.id, in: session)
        if dropsSecondFactor { try SecondFactorStore.drop(staffID: staff.id, in: session) }
        return try giveLink(.reset, staff.id, by: actor, keys: keys, at: now, in: session)
    }

    /// Somebody no longer gets in, on any way: sessions, links and tokens end at once.
    package static func disable(_ staffID: Int64, at now: Instant, in session: any Session) throws {
        let staff = try existing(staffID, in: session)
        try keepAnAdministrator(besides: staff, in: session)
        try AccountStore.ensure(staff.id, at: now, in: session)
        try AccountStore.dropPassword(staffID: staff.id, in: session)
        try SecondFactorStore.drop(staffID: staff.id, in: session)
        try AccountStore.setState(.disabled, staffID: staff.id, in: session)
        try APITokenStore.revokeAll(staffID: staff.id, at: now, in: session)
        try session.run(
            "UPDATE staff SET disabled_at = \(now), on_duty = 0 WHERE id = \(staff.id) AND disabled_at IS NULL"
        )
    }

    /// Somebody comes back: the token of an invitation, because what they knew before was thrown away. Whoever never
    /// left is invited as if asked for that.
    package static func enable(
        _ staffID: Int64,
        by actor: Actor,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> String {
        let staff = try existing(staffID, in: session)
        try AccountStore.ensure(staff.id, at: now, in: session)
        try session.run("UPDATE staff SET disabled_at = NULL WHERE id = \(staff.id)")
        guard try account(staff.id, in: session).state == .disabled else {
            return try invite(staff.id, by: actor, keys: keys, at: now, in: session)
        }
        try AccountStore.dropPassword(staffID: staff.id, in: session)
        try AccountStore.setState(.invited, staffID: staff.id, in: session)
        return try giveLink(.invitation, staff.id, by: actor, keys: keys, at: now, in: session)
    }

    /// Their sessions end with the old role, so nothing that is open goes on with it.
    package static func changeRole(
        _ role: Role,
        of staffID: Int64,
        by actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws {
        let staff = try existing(staffID, in: session)
        guard staff.role != role else { return }
        if role < .administrator { try keepAnAdministrator(besides: staff, in: session) }
        try session.run("UPDATE staff SET role = \(role) WHERE id = \(staff.id)")
        try AccountStore.vouch(staff.id, by: actor, at: now, in: session)
        try AccountStore.endEverything(staffID: staff.id, in: session)
    }

    /// All sessions of somebody end; password and links stay theirs to renew.
    package static func endSignIns(of staffID: Int64, in session: any Session) throws {
        try AccountStore.endEverything(staffID: try existing(staffID, in: session).id, in: session)
    }

    /// Everybody who works or worked here, by name, with the state of their account.
    package static func list(in session: any Session) throws -> [(staff: Staff, account: Account?)] {
        let accounts = Dictionary(
            uniqueKeysWithValues: try AccountStore.all(in: session).map { ($0.staffID, $0) }
        )
        return try StaffStore.everybody(in: session).map { ($0, accounts[$0.id]) }
    }

    /// A link for somebody who forgot the password and asks for it themselves. Nothing changes until it is used, so
    /// a stranger who asks for it does no harm. Nil for an unknown account, whose page must look the same.
    package static func forgotten(
        login: String,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> (staff: Staff, token: String)? {
        guard let id = try AccountStore.staffID(login: login, in: session),
            let staff = try StaffStore.with(id: id, in: session),
            let account = try AccountStore.with(staffID: id, in: session), account.state == .active
        else { return nil }
        let link = AccountLink(kind: .reset, staffID: id, epoch: account.epoch)
        return (staff, link.token(keys: keys, now: now))
    }

    private static func giveLink(
        _ kind: AccountLink.Kind,
        _ staffID: Int64,
        by actor: Actor,
        keys: AccessKeys,
        at now: Instant,
        in session: any Session
    ) throws -> String {
        try AccountStore.vouch(staffID, by: actor, at: now, in: session)
        try AccountStore.endEverything(staffID: staffID, in: session)
        let account = try account(staffID, in: session)
        return AccountLink(kind: kind, staffID: staffID, epoch: account.epoch).token(keys: keys, now: now)
    }

    private static func keepAnAdministrator(besides staff: Staff, in session: any Session) throws {
        guard staff.role == .administrator,
            try AccountStore.with(staffID: staff.id, in: session)?.state == .active
        else { return }
        guard try AccountStore.activeAdministrators(besides: staff.id, in: session) > 0 else {
            throw AccessRefusal.lastAdministrator
        }
    }

    private static func existing(_ staffID: Int64, in session: any Session) throws -> Staff {
        guard let staff = try StaffStore.with(id: staffID, in: session) else {
            throw AccessRefusal.unknownStaff
        }
        return staff
    }

    private static func account(_ staffID: Int64, in session: any Session) throws -> Account {
        guard let account = try AccountStore.with(staffID: staffID, in: session) else {
            throw AccessRefusal.unknownStaff
        }
        return account
    }
}
