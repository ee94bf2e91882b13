import Access
import Basis

/// Somebody new works here.
package struct AddStaff: Deed {
    package static let name = "add_staff"
    package static let role = Role.administrator

    package var staff: Staff

    package init(staff: Staff) { self.staff = staff }

    package func subject(_ answer: Done) -> String { "staff:\(staff.externalID)" }

    package func act(in context: DeedContext) throws -> Done {
        var problems = Problems()
        if staff.name.isEmpty { problems.add("name", "response.name_missing") }
        if staff.externalID.isEmpty { problems.add("id", "response.id_missing") }
        if try StaffStore.with(externalID: staff.externalID, in: context.session) != nil {
            problems.add("id", "response.staff_exists", ["id": staff.externalID])
        }
        try problems.check()
        _ = try StaffStore.add(staff, at: context.now, in: context.session)
        return Done()
    }
}
