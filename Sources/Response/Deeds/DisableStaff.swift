import Access
import Basis

/// Somebody no longer gets in, on any way, from this moment; their open calls are shared out anew.
package struct DisableStaff: Deed {
    package static let name = "disable_staff"
    package static let role = Role.administrator

    /// Their own id.
    package var staff: String

    package init(staff: String) { self.staff = staff }

    package func subject(_ answer: Done) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> Done {
        try Staffing.disable(try context.staff(staff).id, at: context.now, in: context.session)
        try context.shareOutCalls()
        return Done()
    }
}
