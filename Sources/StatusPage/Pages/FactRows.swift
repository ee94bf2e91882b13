import Basis
import Catalog
import Incidents
import Letters
import Rendering

/// One question and its answer.
struct FactRow: Sendable {
    let label: String
    let text: String
    let textLang: String?
    /// Where the answer is a time, for machines.
    let machineTime: String?
    let note: String?
    /// A page elsewhere where it can be read.
    let link: String?
    /// A promised time that has passed.
    let isLate: Bool

    init(
        _ label: String,
        _ text: String,
        textLang: String? = nil,
        machineTime: String? = nil,
        note: String? = nil,
        link: String? = nil,
        isLate: Bool = false
    ) {
        self.label = label
        self.text = text
        self.textLang = textLang
        self.machineTime = machineTime
        self.note = note
        self.link = link
        self.isLate = isLate
    }
}

/// Since when, what it hits, what is done, when it is expected to be over and who says so, when more will be told.
struct FactRows {
    let incident: PublicIncident
    let names: ComponentNames
    let voice: Voice

    /// More components than this are counted instead of named.
    private static let namesMax = 6

    var all: [FactRow] {
        [[since], affected, [doing], whenOver, nextUpdate, statements].flatMap(\.self)
    }

    private var since: FactRow {
        guard let resolvedAt = incident.resolvedAt, !incident.isOpen else {
            let moment = voice.moment(incident.beganAt)
            return FactRow(voice.say("fact_since"), moment.shown, machineTime: moment.machine)
        }
        return FactRow(
            voice.say("fact_lasted"),
            voice.time.duration(resolvedAt - incident.beganAt),
            note: voice.say(
                "fact_lasted_note",
                ["began": voice.time.dateTime(incident.beganAt), "ended": voice.time.dateTime(resolvedAt)]
            )
        )
    }

    private var affected: [FactRow] {
        let named = incident.hits.compactMap { names[$0.componentID]?.text(voice.language) }
        guard !named.isEmpty else { return [] }
        let rest = incident.hitCount - min(named.count, Self.namesMax)
        let shown = named.prefix(Self.namesMax) + (rest > 0 ? [voice.say("and_more", count: rest)] : [])
        return [
            FactRow(
                voice.say(incident.isOpen ? "fact_affected" : "fact_affected_past"),
                voice.time.list(Array(shown))
            )
        ]
    }

    private var doing: FactRow {
        FactRow(voice.say(incident.isOpen ? "fact_doing" : "fact_done"), doingText)
    }

    private var doingText: String {
        let isTheirs = incident.origin == .upstream
        switch incident.stage {
        case .investigating:
            return voice.say(isTheirs ? "doing_investigating_upstream" : "doing_investigating")
        case .identified where isTheirs && incident.providers.isEmpty:
            return voice.say("doing_identified_upstream")
        case .identified where isTheirs:
            return voice.say("doing_identified_provider", ["providers": voice.time.list(incident.providers)])
        case .identified: return voice.say("doing_identified")
        case .monitoring: return voice.say("doing_monitoring")
        case .resolved, .closed: return voice.say("doing_resolved")
        }
    }

    /// Nothing known is said too, rather than left out; but not once it is mended.
    private var whenOver: [FactRow] {
        guard incident.isOpen else { return [] }
        if !incident.estimates.isEmpty { return incident.estimates.map(row(of:)) }
        guard incident.stage != .monitoring else { return [] }
        return [
            FactRow(
                voice.say("fact_estimate"),
                voice.say("estimate_unknown"),
                note: voice.say("estimate_unknown_note")
            )
        ]
    }

    private func row(of estimate: PublicIncident.Estimate) -> FactRow {
        let moment = voice.moment(estimate.at)
        let said = ["time": voice.time.short(estimate.saidAt, now: voice.now)]
        let isLate = estimate.at <= voice.now
        var note: String
        var link: String?
        switch estimate.source {
        case .ours:
            note = voice.say(isLate ? "estimate_ours_late" : "estimate_ours", said)
        case .theirs(let who, let address):
            let name = who ?? voice.say("estimate_somebody")
            note = voice.say(
                isLate ? "estimate_theirs_late" : "estimate_theirs",
                said.merging(["who": name]) { $1 }
            )
            link = address
        }
        return FactRow(
            voice.say("fact_estimate"),
            moment.shown,
            machineTime: moment.machine,
            note: note,
            link: link,
            isLate: isLate
        )
    }

    private var nextUpdate: [FactRow] {
        guard let at = incident.nextUpdateAt else { return [] }
        let moment = voice.moment(at)
        let isLate = at <= voice.now
        return [
            FactRow(
                voice.say("fact_next_update"),
                moment.shown,
                machineTime: moment.machine,
                note: voice.say(isLate ? "next_update_late" : "next_update_note"),
                isLate: isLate
            )
        ]
    }

    private var statements: [FactRow] {
        [Fact.Name.workaround, Fact.Name.dataExposed, Fact.Name.dataLost, Fact.Name.cause].compactMap {
            name in
            guard let fact = incident.sheet[name] else { return nil }
            let label = voice.say("fact_\(name)")
            if !fact.text.isEmpty {
                let read = voice.read(fact.text)
                return FactRow(label, read.text, textLang: read.lang)
            }
            return fact.choice.map { FactRow(label, voice.say("\(name)_\($0.rawValue)")) }
        }
    }
}
