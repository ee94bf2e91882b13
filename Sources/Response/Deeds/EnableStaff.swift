import Access
import Basis

/// Somebody comes back, by the link of a new invitation.
package struct EnableStaff: Deed {
    package static let name = "enable_staff"
    package static let role = Role.administrator
    package static let keepsAnswer = false

    /// Their own id.
    package var staff: String

    package init(staff: String) { self.staff = staff }

    package func subject(_ answer: AccountLinkAnswer) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> AccountLinkAnswer {
        let token = try Staffing.enable(
            try context.staff(staff).id,
            by: context.actor,
            keys: context.desk.keys,
            at: context.now,
            in: context.session
        )
        return AccountLinkAnswer(token: token)
    }
}
