import Access
import Basis
import Database
import Incidents

/// Adds what a deed did to the incident's timeline.
enum Timeline {
    ///
    /// - Parameter moment: when it happened, where that was not now.
    static func add(
        _ kind: String,
        to incident: Incident,
        _ details: [String: String] = [:],
        at moment: Instant? = nil,
        in context: DeedContext
    ) throws {
        try IncidentStore.addTimeline(
            TimelineEntry(
                incidentID: incident.id,
                happenedAt: moment ?? context.now,
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
