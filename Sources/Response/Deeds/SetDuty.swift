import Access
import Basis
import Database
import Delivery
import Incidents

/// Somebody comes on duty or leaves; their open calls are shared out anew.
package struct SetDuty: Deed {
    package static let name = "set_duty"

    /// The staff member's own id.
    package var staff: String
    package var isOnDuty: Bool

    package init(staff: String, isOnDuty: Bool) {
        self.staff = staff
        self.isOnDuty = isOnDuty
    }

    package func subject(_ answer: Done) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> Done {
        try StaffStore.setDuty(isOnDuty, staff: try context.staff(staff).id, in: context.session)
        try context.shareOutCalls()
        return Done()
    }
}

extension DeedContext {
    /// Shares the open calls of every open incident out anew, because who can make them has changed.
    func shareOutCalls() throws {
        for incident in try IncidentStore.open(in: session) {
            try CallDesk.assign(IncidentRecipients.subject(incident.id), at: now, in: session)
            try session.announce(.incident(incident.id))
        }
    }

    /// The member of staff with an own id.
    func staff(_ externalID: String) throws -> Staff {
        guard let found = try StaffStore.with(externalID: externalID, in: session) else {
            throw DeedRefusal.unknownStaff(externalID)
        }
        return found
    }
}
