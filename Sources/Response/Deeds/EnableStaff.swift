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
        try context.accountLink(of: staff, from: Staffing.enable(_:by:keys:at:in:))
    }
}
