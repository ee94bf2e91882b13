import Basis
import Incidents
import Letters

/// What is known goes on the fact sheet; a changed fact is a new version, the old one stays.
package struct StateFacts: Deed {
    package static let name = "state_facts"

    package var incident: String
    package var facts: [Fact]

    package init(incident: String, facts: [Fact]) {
        self.incident = incident
        self.facts = facts
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        for fact in facts {
            try FactStore.state(fact, of: found.id, at: context.now, in: context.session)
            try Timeline.add(
                TimelineEntry.Kind.factStated,
                to: found,
                ["name": fact.id, "text": fact.text.isEmpty ? fact.value : fact.text.text(.english)],
                in: context
            )
        }
        return Done()
    }
}
