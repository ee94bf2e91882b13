import Access
import Basis
import Catalog
import Incidents
import Letters
import Response

/// The room: all about one incident on one page, and everything that can be done about it.
struct RoomPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let name: String
    let title: String
    let stage: Mark
    let level: Mark
    let since: String
    let origin: String
    let live: String
    let told: ToldSection
    let telling: TellingSection?
    let hurt: HurtSection
    let calls: CallsSection?
    let promises: [PromiseLine]
    let promiseLink: String
    let sightings: [SightingLine]
    let olderSightings: Folded<SightingLine>?
    let facts: [FactLine]
    let factsLink: String
    let timeline: [TimelineLine]
    /// The beginning of a long story, folded.
    let earlier: Folded<TimelineLine>?
    let publicPage: String
    /// Nil once it is over.
    let publish: PublishForm?
    let actions: [Action]
    let next: NextStep?

    /// The lines that are read at once.
    private static let timelineShown = 15
    private static let sightingsShown = 3

    /// One thing that can be done, and its key.
    struct Action: Sendable {
        let href: String
        let label: String
        let key: String
    }

    /// What is to be done after the trouble is over.
    struct NextStep: Sendable {
        let text: String
        let links: [LinkItem]
    }

    init(_ visit: Visit, _ reading: RoomReading) {
        let words = visit.words
        let now = visit.now
        let incident = reading.incident
        let room = incident.name
        frame = visit.frame(
            title: "\(room) · \(words.localized(incident.title))",
            section: .incidents,
            scripts: ["room.js"]
        )
        t = words.t
        name = room
        title = words.localized(incident.title)
        stage = words.mark(incident.stage)
        let worst = reading.components.map(\.impact).max()
        level = words.mark(incident.basis == .list ? ScopeStore.listedImpact : worst ?? .operational)
        since = IncidentCard.since(incident, words, now)
        origin = words("origin.\(incident.origin.rawValue)")
        live = Links.room(room, "live")
        told = ToldSection(reading.told, words)
        let mayAct = visit.caller?.actor.has(.responder) ?? false
        telling = reading.telling.map { TellingSection($0, incident, words, now: now, mayAct: mayAct) }
        hurt = HurtSection(reading, words, now: now)
        calls = CallsSection(reading, words, now: now)
        promises = Self.ordered(reading.promises).map {
            PromiseLine($0, incident: incident, showsIncident: false, words: words, now: now)
        }
        promiseLink = Links.room(room, "promises/new")
        let learned = reading.sightings.map { SightingLine($0, words: words, now: now) }
        sightings = Array(learned.prefix(Self.sightingsShown))
        olderSightings = Folded(learned.dropFirst(Self.sightingsShown)) {
            words.count("room.older_sightings", $0)
        }
        facts = FactLine.lines(reading.facts, words)
        factsLink = Links.room(room, "facts")
        let story = TimelineLine.lines(reading, words: words, now: now)
        timeline = Array(story.prefix(Self.timelineShown))
        earlier = Folded(story.dropFirst(Self.timelineShown)) { words.count("room.earlier", $0) }
        publicPage = "\(visit.house.siteURL)/incidents/\(room)"
        publish =
            incident.isOngoing
            ? PublishForm(visit, incident, languages: reading.languages, key: visit.house.random.token())
            : nil
        actions = Self.actions(incident, words)
        next = Self.next(reading, words)
    }

    /// What is owed first, the next one on top; then what was, the last one on top.
    private static func ordered(_ promises: [Promise]) -> [Promise] {
        promises.filter(\.isOpen).sorted { $0.dueAt < $1.dueAt }
            + promises.filter { !$0.isOpen }.sorted { $0.dueAt > $1.dueAt }.prefix(6)
    }

    private static func actions(_ incident: Incident, _ words: Words) -> [Action] {
        var links: [(part: String, word: String, key: String)] = [
            ("sightings/new", "room.note_sighting", "s"), ("contacts/new", "room.record_contact", "t"),
        ]
        if incident.isOngoing {
            links.append(("impact", "room.change_impact", "b"))
            links.append(("publish?status=resolved", "room.resolve", "r"))
        }
        return links.map {
            Action(href: Links.room(incident.name, $0.part), label: words($0.word), key: $0.key)
        }
    }

    private static func next(_ reading: RoomReading, _ words: Words) -> NextStep? {
        let incident = reading.incident
        func link(_ part: String, _ word: String) -> LinkItem {
            LinkItem(href: Links.room(incident.name, part), label: words(word))
        }
        switch incident.stage {
        case .resolved:
            let open = reading.back.open
            return NextStep(
                text: open == 0 ? words("room.all_back") : words.count("room.not_back", open),
                links: [
                    link("back", "room.check_back"), link("close", "room.close"),
                    link("reopen", "room.reopen"),
                ]
            )
        case .closed:
            return NextStep(
                text: words("room.closed"),
                links: [link("scorecard", "room.score"), link("reopen", "room.reopen")]
            )
        case .investigating, .identified, .monitoring: return nil
        }
    }
}
