import Basis
import Incidents
import Letters

/// What an incident is called, of what kind it is, whose it is or since when, is said better. Nobody is told because of
/// it; the page shows it.
package struct EditIncident: Deed {
    package static let name = "edit_incident"

    package var incident: String
    /// Nil leaves a thing as it is.
    package var title: LocalizedText?
    package var kind: Incident.Kind?
    package var origin: Incident.Origin?
    package var beganAt: Instant?

    package init(
        incident: String,
        title: LocalizedText? = nil,
        kind: Incident.Kind? = nil,
        origin: Incident.Origin? = nil,
        beganAt: Instant? = nil
    ) {
        self.incident = incident
        self.title = title
        self.kind = kind
        self.origin = origin
        self.beganAt = beganAt
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        var found = try context.incident(incident)
        var problems = Problems()
        if let title, title.isEmpty { problems.add("title", "response.title_missing") }
        if let beganAt, beganAt > context.now { problems.add("began", "response.began_in_future") }
        try problems.check()
        found.edit(title: title, kind: kind, origin: origin, beganAt: beganAt)
        try IncidentStore.save(found, in: context.session)
        try Timeline.add(
            TimelineEntry.Kind.edited,
            to: found,
            ["text": found.title.text(.english)],
            in: context
        )
        return Done()
    }
}
