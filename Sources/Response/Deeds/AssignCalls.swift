import Access
import Basis
import Database
import Delivery
import Incidents

/// The open calls of an incident are shared out over who is on duty.
package struct AssignCalls: Deed {
    package static let name = "assign_calls"

    package var incident: String

    package init(incident: String) { self.incident = incident }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        try CallDesk.assign(
            IncidentRecipients.subject(found.id),
            at: context.now,
            in: context.session
        )
        try context.session.announce(.incident(found.id))
        return Done()
    }
}
