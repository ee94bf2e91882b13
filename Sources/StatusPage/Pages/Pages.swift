import Basis
import Catalog
import Incidents
import Rendering

/// The front page: the state in one sentence, what is open, every component, the last 90 days.
package struct StatePage: Sendable {
    package static let template = "StatusPage/state"
    static let pastMax = 5

    let frame: PageFrame
    let headline: String
    let tone: String
    let subline: String
    let open: [IncidentCard]
    let list: ComponentList
    let chart: BarChart
    let past: [PastRow]
    let hasPast: Bool

    package init(_ state: PublicState, _ names: ComponentNames, _ voice: Voice, warning: String?) {
        let headline = Headline(state, voice)
        frame = PageFrame(
            .state,
            title: "\(headline.text) – \(voice.page.name)",
            summary: headline.text,
            tone: headline.tone,
            warning: warning,
            voice: voice
        )
        self.headline = headline.text
        tone = headline.tone
        subline = Self.subline(state, voice)
        open = state.openIncidents.map {
            IncidentCard($0, names, voice, updatesMax: IncidentCard.updatesOnFront)
        }
        list = ComponentList(state, voice)
        chart = BarChart(DayBars(state, now: voice.now), voice)
        past = state.incidents.filter { !$0.isOpen }.prefix(Self.pastMax).map { PastRow($0, voice) }
        hasPast = !past.isEmpty
    }

    /// Below the big sentence: the last news and when the next come; or how long there has been quiet.
    private static func subline(_ state: PublicState, _ voice: Voice) -> String {
        let open = state.openIncidents
        guard let latest = open.map(\.changedAt).max() else {
            guard let resolved = state.justResolved(now: voice.now), let at = resolved.resolvedAt else {
                return voice.say("subline_quiet")
            }
            return voice.say(
                "subline_recovered",
                ["title": resolved.title.text(voice.language), "time": voice.time.short(at, now: voice.now)]
            )
        }
        let time = voice.time.short(latest, now: voice.now)
        guard let next = open.compactMap(\.nextUpdateAt).filter({ $0 > voice.now }).min() else {
            return voice.say("subline_open", ["time": time])
        }
        return voice.say("subline_open_next", ["time": time, "next": voice.time.short(next, now: voice.now)])
    }
}

/// One incident with everything that was published about it.
package struct IncidentPage: Sendable {
    package static let template = "StatusPage/incident"

    let frame: PageFrame
    let card: IncidentCard
    let isOver: Bool
    let hit: [ComponentList.Row]
    let hasHit: Bool
    let moreHit: String?

    package init(_ incident: PublicIncident, _ names: ComponentNames, _ voice: Voice, warning: String?) {
        let title = incident.title.text(voice.language)
        frame = PageFrame(
            .incident(incident.name),
            title: "\(title) – \(voice.page.name)",
            summary: "\(voice.word(incident.stage)). \(title)",
            tone: incident.isOpen ? incident.level?.rawValue ?? "unknown" : ImpactLevel.operational.rawValue,
            warning: warning,
            voice: voice
        )
        card = IncidentCard(incident, names, voice)
        isOver = !incident.isOpen
        hit = incident.affected.compactMap { affected in
            let level = incident.isOpen ? affected.impact : affected.worst
            return names[affected.componentID].map { name in
                ComponentList.Row(name: voice.read(name), tone: level.rawValue, word: voice.word(level))
            }
        }
        hasHit = !hit.isEmpty
        let rest = incident.affectedCount - hit.count
        moreHit = rest > 0 ? voice.say("more_components", count: rest) : nil
    }
}

/// The incidents of the past, one line each.
package struct HistoryPage: Sendable {
    package static let template = "StatusPage/history"

    let frame: PageFrame
    let rows: [PastRow]
    let hasRows: Bool
    let chart: BarChart

    package init(_ state: PublicState, _ voice: Voice, warning: String?) {
        frame = PageFrame(
            .history,
            title: "\(voice.say("page_history")) – \(voice.page.name)",
            summary: voice.say("history_summary"),
            tone: ImpactLevel.operational.rawValue,
            warning: warning,
            voice: voice
        )
        rows = state.incidents.map { PastRow($0, voice) }
        hasRows = !rows.isEmpty
        chart = BarChart(DayBars(state, now: voice.now), voice)
    }
}

/// One incident in a list.
struct PastRow: Sendable {
    let rowPath: String
    let rowTitle: ReadText
    let rowTone: String
    let rowWord: String?
    let rowDay: Moment
    /// How long it lasted; where it lasts still, that it does.
    let rowLength: String

    init(_ incident: PublicIncident, _ voice: Voice) {
        rowPath = SitePath.incident(incident.name).path(in: voice.language)
        rowTitle = voice.read(incident.title)
        rowTone = incident.level?.rawValue ?? "unknown"
        rowWord = incident.level.map(voice.word)
        rowDay = Moment(machine: incident.beganAt.rfc3339, shown: voice.time.date(incident.beganAt))
        if let resolvedAt = incident.resolvedAt, !incident.isOpen {
            rowLength = voice.say("lasted", ["length": voice.time.duration(resolvedAt - incident.beganAt)])
        } else {
            rowLength = voice.word(incident.stage)
        }
    }
}

/// A page that only says one thing: not here, or not known.
package struct NoticePage: Sendable {
    package static let template = "StatusPage/notice"

    let frame: PageFrame
    let headline: String
    let text: String

    package init(_ path: SitePath, _ name: String, voice: Voice) {
        headline = voice.say("\(name)_headline")
        text = voice.say("\(name)_text")
        frame = PageFrame(
            path,
            title: "\(headline) – \(voice.page.name)",
            summary: headline,
            tone: "unknown",
            warning: nil,
            voice: voice
        )
    }
}
