import Basis
import Catalog
import Incidents
import Letters

/// Something that was learned from outside.
struct SightingLine: Sendable {
    let said: String
    let source: String
    let link: String?
    let seen: When
    let trust: Mark
    /// Their estimate, never ours.
    let eta: String?

    init(_ sighting: Sighting, words: Words, now: Instant) {
        said = words.localized(sighting.said)
        let where_ = words("source.\(sighting.source.rawValue)")
        source = sighting.who.map { words("sighting.who_where", ["who": $0, "where": where_]) } ?? where_
        link = sighting.link
        seen = words.when(sighting.seenAt, now: now)
        trust = words.mark(sighting.trust)
        eta = sighting.etaAt.map { eta in
            let who = sighting.who ?? where_
            return words("sighting.eta", ["who": who, "time": words.time.short(eta, now: now)])
        }
    }
}

/// One stated fact.
struct FactLine: Sendable {
    let name: String
    let text: String
    let version: String?

    static func lines(_ sheet: FactSheet, _ words: Words) -> [FactLine] {
        sheet.facts.compactMap { fact in
            let text = fact.choice.map { words("fact.choice.\($0.rawValue)") } ?? words.localized(fact.text)
            guard !text.isEmpty || !fact.value.isEmpty else { return nil }
            return FactLine(
                name: words.textIfAny("console.fact.\(fact.id)") ?? fact.id,
                text: text.isEmpty ? fact.value : text,
                version: fact.version > 1 ? words("fact.version", ["number": String(fact.version)]) : nil
            )
        }
    }
}

/// One line of the story.
struct TimelineLine: Sendable {
    let at: When
    let text: String
    /// What was said in it, where it was an update.
    let quote: String?
    let isWeighty: Bool

    private static let weighty: Set<String> = [
        TimelineEntry.Kind.opened, TimelineEntry.Kind.updated, TimelineEntry.Kind.moved,
        TimelineEntry.Kind.promiseLate,
    ]

    init(_ entry: TimelineEntry, _ reading: RoomReading, words: Words, now: Instant) {
        at = words.when(entry.happenedAt, now: now)
        text = TimelineWords(words: words, names: reading.names, now: now).sentence(entry)
        let update = entry.details["update"].flatMap { id in reading.updates.first { $0.publicID == id } }
        quote = update.map { words.localized($0.message) }
        isWeighty = Self.weighty.contains(entry.kind)
    }
}

/// Turns the details of timeline entries into words.
struct TimelineWords: Sendable {
    let words: Words
    let names: ComponentNames
    let now: Instant

    /// The sentence of the room that knows the kind; one of the console's for those that only deeds know.
    func sentence(_ entry: TimelineEntry) -> String {
        let values = entry.details.reduce(into: [String: String]()) { values, detail in
            values[detail.key] = readable(detail.key, detail.value, entry.kind)
        }
        return words.textIfAny("incidents.timeline.\(entry.kind)", values)
            ?? words.textIfAny("console.timeline.\(entry.kind)", values)
            ?? entry.kind
    }

    private func readable(_ name: String, _ value: String, _ kind: String) -> String {
        switch name {
        case "component": names[value].map(words.localized) ?? value
        case "due": Instant(rfc3339: value).map { words.time.short($0, now: now) } ?? value
        case "kind": words.textIfAny("console.promise.\(value)") ?? value
        case "impact": words.textIfAny("console.level.\(value)") ?? value
        case "status", "from", "to": words.textIfAny("console.stage.\(value)") ?? value
        case "state": words.textIfAny("console.back.\(value)") ?? value
        case "source": words.textIfAny("console.source.\(value)") ?? value
        case "channel": words.textIfAny("console.contact.\(value)") ?? value
        case "outcome": words.textIfAny("console.outcome.\(value)") ?? value
        case "trust": words.textIfAny("console.trust.\(value)") ?? value
        case "fact", "name": words.textIfAny("console.fact.\(value)") ?? value
        default: value
        }
    }
}
