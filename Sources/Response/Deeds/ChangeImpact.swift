import Basis
import Catalog
import Incidents

/// A component got worse, better, or is back; who is hurt is computed again.
package struct ChangeImpact: Deed {
    package static let name = "change_impact"

    package var incident: String
    /// The new impact by the component's own id; `operational` where it works again.
    package var impacts: [String: ImpactLevel]

    package init(incident: String, impacts: [String: ImpactLevel]) {
        self.incident = incident
        self.impacts = impacts
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        for (externalID, impact) in impacts.sorted(by: { $0.key < $1.key }) {
            guard let component = try ComponentStore.with(externalID: externalID, in: context.session) else {
                throw DeedRefusal.unknownComponent(externalID)
            }
            try IncidentStore.setImpact(
                impact,
                componentID: component.id,
                incidentID: found.id,
                at: context.now,
                in: context.session
            )
            try Timeline.add(
                TimelineEntry.Kind.impactChanged,
                to: found,
                ["component": externalID, "impact": impact.rawValue],
                in: context
            )
        }
        try ScopeStore.recompute(found.id, in: context.session)
        return Done()
    }
}
