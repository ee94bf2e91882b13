import Access
import Basis
import Database

/// A link by which somebody who works here gets in: for an account of their own, or for a new password. An older link
/// is worth nothing then.
package struct InviteStaff: Deed {
    package static let name = "invite_staff"
    package static let role = Role.administrator
    package static let keepsAnswer = false

    /// Their own id.
    package var staff: String

    package init(staff: String) { self.staff = staff }

    package func subject(_ answer: AccountLinkAnswer) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> AccountLinkAnswer {
        try context.accountLink(of: staff, from: Staffing.invite(_:by:keys:at:in:))
    }
}

/// What stands in the address of a link to an account. It is a key: it is shown once, and never kept under an
/// idempotency key.
package struct AccountLinkAnswer: Codable, Sendable, Equatable {
    package var token: String

    /// The path of the page in the console.
    package var path: String { "/account/link/\(token)" }
}

extension DeedContext {
    /// The link of somebody with an own id, from the one of `Staffing` that gives it.
    func accountLink(
        of staff: String,
        from give: (Int64, Actor, AccessKeys, Instant, any Session) throws -> String
    ) throws -> AccountLinkAnswer {
        AccountLinkAnswer(token: try give(try self.staff(staff).id, actor, desk.keys, now, session))
    }
}
