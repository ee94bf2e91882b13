import Basis
import Incidents

/// Each hurt customer is back, or somebody decided to close all the same and said why.
package struct CloseIncident: Deed {
    package static let name = "close_incident"

    package var incident: String
    /// Close although some are not known to be back.
    package var despiteOpen: Bool
    package var reason: String?

    package init(incident: String, despiteOpen: Bool = false, reason: String? = nil) {
        self.incident = incident
        self.despiteOpen = despiteOpen
        self.reason = reason
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        var found = try context.incident(incident)
        let open = try BackCheckStore.counts(found.id, in: context.session).open
        let effects = try found.close(openChecks: open, confirmed: despiteOpen, at: context.now)
        try IncidentStore.save(found, in: context.session)
        try IncidentStore.carryOut(
            effects,
            of: found,
            by: context.actor,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}

/// It was not over after all.
package struct ReopenIncident: Deed {
    package static let name = "reopen_incident"

    package var incident: String

    package init(incident: String) { self.incident = incident }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        var found = try context.incident(incident)
        let effects = try found.reopen(at: context.now)
        try IncidentStore.save(found, in: context.session)
        try IncidentStore.carryOut(
            effects,
            of: found,
            by: context.actor,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}
