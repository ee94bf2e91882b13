import Access
import Basis
import Database
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
                incidentID: incident.id,
                happenedAt: context.now,
                kind: kind,
                actor: context.actor,
                details: details
            ),
            in: context.session
        )
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
