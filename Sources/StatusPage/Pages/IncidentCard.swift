import Basis
import Catalog
import Incidents
import Rendering

/// An incident as it stands on a page: the answers to what a reader asks, then the story.
struct IncidentCard: Sendable {
    let anchor: String
    let path: String
    let title: ReadText
    let tone: String
    /// Left out where it reaches nothing that is listed.
    let impactWord: String?
    let stageWord: String
    let facts: [FactRow]
    let updates: [UpdateBlock]
    /// Where the page shows only the newest updates: what the link to all of them says.
    let moreUpdates: String?

    /// The card of a front page shows this many updates; the others are on the incident's own page.
    static let updatesOnFront = 3

    init(_ incident: PublicIncident, _ names: ComponentNames, _ voice: Voice, updatesMax: Int? = nil) {
        anchor = incident.name
        path = SitePath.incident(incident.name).path(in: voice.language)
        title = voice.read(incident.title)
        tone = incident.level?.rawValue ?? "unknown"
        impactWord = incident.level.map(voice.word)
        stageWord = voice.word(incident.stage)
        facts = FactRows(incident: incident, names: names, voice: voice).all
        let shown = incident.updates.prefix(updatesMax ?? .max)
        updates = shown.map { UpdateBlock($0, voice, isFull: !incident.isOpen) }
        moreUpdates =
            shown.count < incident.updates.count
            ? voice.say("more_updates", count: incident.updates.count) : nil
    }
}

/// One update in a timeline.
struct UpdateBlock: Sendable {
    let anchor: String
    let stage: String
    let stageWord: String
    let at: Moment
    let bodyHTML: String
    let bodyLang: String?
    /// That the text was changed afterwards, and when.
    let editNote: String?

    init(_ update: PublicUpdate, _ voice: Voice, isFull: Bool) {
        let message = voice.read(update.message)
        anchor = update.publicID
        stage = update.stage == .closed ? Incident.Stage.resolved.rawValue : update.stage.rawValue
        stageWord = voice.word(update.stage)
        at = isFull ? voice.fullMoment(update.publishedAt) : voice.moment(update.publishedAt)
        bodyHTML = Markdown.html(Slot.removed(from: message.text))
        bodyLang = message.lang
        editNote = update.editedAt.map { edited in
            let time = isFull ? voice.time.dateTime(edited) : voice.time.short(edited, now: voice.now)
            return voice.say("edited", ["time": time])
        }
    }
}

/// The names of components by id, and which of them the page lists.
package struct ComponentNames: Sendable {
    private let names: [Int64: LocalizedText]

    package init(_ components: [PublicComponent]) {
        names = Dictionary(components.map { ($0.id, $0.name) }) { first, _ in first }
    }

    subscript(id: Int64) -> LocalizedText? { names[id] }
}
