import Basis
import Incidents

/// Something was learned from outside: what, where, from whom, when, and how far it is trusted. An estimate
/// in it is theirs, never ours.
package struct NoteSighting: Deed {
    package static let name = "note_sighting"

    package var incident: String
    package var source: Sighting.Source
    package var who: String?
    package var said: LocalizedText
    package var link: String?
    package var seenAt: Instant?
    package var trust: Sighting.Trust
    package var eta: Instant?

    package init(
        incident: String,
        source: Sighting.Source,
        who: String? = nil,
        said: LocalizedText,
        link: String? = nil,
        seenAt: Instant? = nil,
        trust: Sighting.Trust = .plausible,
        eta: Instant? = nil
    ) {
        self.incident = incident
        self.source = source
        self.who = who
        self.said = said
        self.link = link
        self.seenAt = seenAt
        self.trust = trust
        self.eta = eta
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        var problems = Problems()
        if said.isEmpty { problems.add("said", "response.said_missing") }
        if let link, !(link.hasPrefix("https://") || link.hasPrefix("http://")) {
            problems.add("link", "response.link_not_web")
        }
        try problems.check()
        var sighting = Sighting(
            incidentID: found.id,
            source: source,
            who: who,
            said: said,
            link: link,
            seenAt: seenAt ?? context.now,
            notedAt: context.now,
            trust: trust,
            etaAt: eta
        )
        try IncidentStore.addSighting(&sighting, in: context.session)
        try Timeline.add(
            TimelineEntry.Kind.sighted,
            to: found,
            ["source": source.rawValue, "who": who ?? "", "text": said.text(.english)],
            in: context
        )
        return Done()
    }
}
