import Access
import Basis

/// Somebody may do more or less from now on; what they have open ends.
package struct ChangeRole: Deed {
    package static let name = "change_role"
    package static let role = Role.administrator

    /// Their own id.
    package var staff: String
    package var newRole: Role

    package init(staff: String, newRole: Role) {
        self.staff = staff
        self.newRole = newRole
    }

    package func subject(_ answer: Done) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> Done {
        try Staffing.changeRole(
            newRole,
            of: try context.staff(staff).id,
            by: context.actor,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}
