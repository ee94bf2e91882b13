import Access
import Basis
import Incidents

/// Adds what a deed did to the incident's timeline.
enum Timeline {
    static func add(
        _ kind: String,
        to incident: Incident,
        _ details: [String: String] = [:],
        in context: DeedContext
    ) throws {
        try IncidentStore.addTimeline(
            TimelineEntry(
                id: 0,
                incidentID: incident.id,
                happenedAt: context.now,
                kind: kind,
                actorKind: context.actor.kind,
                actorID: context.actor.id,
                details: details
            ),
            in: context.session
        )
        try context.session.announce(.incident(incident.id))
        try context.session.announce(.incidents)
    }
}

extension DeedContext {
    /// The incident that people call `INC-7`.
    func incident(_ name: String) throws -> Incident {
        guard let incident = try IncidentStore.with(name: name, in: session) else {
            throw DeedRefusal.unknownIncident(name)
        }
        return incident
    }
}
