import Basis
import Catalog
import Incidents
import Letters
import Rendering

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
        let place = words("source.\(sighting.source.rawValue)")
        source = sighting.who.map { words("sighting.who_where", ["who": $0, "where": place]) } ?? place
        link = sighting.link
        seen = words.when(sighting.seenAt, now: now)
        trust = words.mark(sighting.trust)
        eta = sighting.etaAt.map { eta in
            let who = sighting.who ?? place
            return words("sighting.estimate", ["who": who, "time": words.time.short(eta, now: now)])
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
    /// What this line stands for, where it stands for several alike.
    let inside: [Entry]

    struct Entry: Sendable {
        let at: When
        let text: String
    }

    private static let weighty: Set<String> = [
        TimelineEntry.Kind.opened, TimelineEntry.Kind.updated, TimelineEntry.Kind.moved,
        TimelineEntry.Kind.promiseLate, TimelineEntry.Kind.glassBroken,
    ]

    init(_ entry: TimelineEntry, _ reading: RoomReading, words: Words, now: Instant) {
        at = words.when(entry.happenedAt, now: now)
        let story = TimelineWords(words: words, reading: reading, now: now)
        let update = story.update(of: entry)
        text =
            update.map { words("timeline.updated", ["status": words("stage.\($0.status.rawValue)")]) }
            ?? story.sentence(entry)
        quote = update.map { words.localized($0.message) }
        isWeighty = Self.weighty.contains(entry.kind)
        inside = []
    }

    /// Many calls in a row as one line.
    private init(_ entries: ArraySlice<TimelineEntry>, _ reading: RoomReading, words: Words, now: Instant) {
        let story = TimelineWords(words: words, reading: reading, now: now)
        let moments = entries.map(\.happenedAt)
        let (first, last) = (moments.min() ?? now, moments.max() ?? now)
        at = words.when(last, now: now)
        text = words.count("timeline.calls", entries.count, ["since": words.time.short(first, now: now)])
        quote = nil
        isWeighty = false
        inside = entries.map { Entry(at: words.when($0.happenedAt, now: now), text: story.sentence($0)) }
    }

    /// Fewer calls in a row are told one by one.
    private static let rowMin = 3

    /// The story with long rows of calls folded.
    static func lines(_ reading: RoomReading, words: Words, now: Instant) -> [TimelineLine] {
        var lines: [TimelineLine] = []
        var rest = reading.timeline[...]
        while let entry = rest.first {
            let calls = rest.prefix { $0.kind == TimelineEntry.Kind.called }
            if calls.count >= rowMin {
                lines.append(TimelineLine(calls, reading, words: words, now: now))
                rest = rest.dropFirst(calls.count)
            } else {
                lines.append(TimelineLine(entry, reading, words: words, now: now))
                rest = rest.dropFirst()
            }
        }
        return lines
    }
}

/// Turns the details of timeline entries into words.
struct TimelineWords: Sendable {
    let words: Words
    let reading: RoomReading
    let now: Instant

    /// The sentence of the room that knows the kind, with readable details.
    func sentence(_ entry: TimelineEntry) -> String {
        let values = entry.details.reduce(into: [String: String]()) { values, detail in
            values[detail.key] = readable(detail.key, detail.value, entry)
        }
        return words.textIfAny("incidents.timeline.\(entry.kind)", values) ?? entry.kind
    }

    /// The update that an entry tells of: both were written at the same moment.
    func update(of entry: TimelineEntry) -> IncidentUpdate? {
        guard entry.kind == TimelineEntry.Kind.updated else { return nil }
        return reading.updates.first { $0.publishedAt == entry.happenedAt }
    }

    private func readable(_ name: String, _ value: String, _ entry: TimelineEntry) -> String {
        switch name {
        case "component": reading.names[value].map(words.localized) ?? value
        case "customer": reading.people[value] ?? value
        case "text": text(entry) ?? value
        case "who" where value.isEmpty: words("timeline.somebody")
        case "due": Instant(rfc3339: value).map { words.time.short($0, now: now) } ?? value
        case "name": words.textIfAny("console.fact.\(value)") ?? value
        default: Self.families[name].flatMap { words.textIfAny("console.\($0).\(value)") } ?? value
        }
    }

    /// Details that are words of a closed list, by the list.
    private static let families = [
        "kind": "promise", "impact": "level", "status": "stage", "from": "stage", "to": "stage",
        "state": "back",
        "source": "source", "channel": "contact", "outcome": "outcome", "trust": "trust",
        "audience": "audience",
    ]

    /// What was said, in the reader's language; the timeline itself keeps one.
    private func text(_ entry: TimelineEntry) -> String? {
        switch entry.kind {
        case TimelineEntry.Kind.sighted:
            return reading.sightings.first { $0.notedAt == entry.happenedAt }.map { words.localized($0.said) }
        case TimelineEntry.Kind.factStated:
            guard let fact = entry.details["name"].flatMap({ reading.facts[$0] }) else { return nil }
            return fact.choice.map { words("fact.choice.\($0.rawValue)") } ?? words.localized(fact.text)
        default: return nil
        }
    }
}
