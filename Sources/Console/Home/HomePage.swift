import Access
import Basis
import Incidents

/// What needs somebody now: open incidents, promises about to fall due, calls. On a calm day: whether everything is
/// ready for the next bad one, and what became of the last. In an empty house: how to begin.
struct HomePage: Sendable {
    let frame: Frame
    let t: [String: String]
    let headline: String
    let lead: String?
    /// Steps still to take before the first incident; nil once all are done.
    let setup: Setup?
    let incidents: [IncidentCard]
    let promises: [PromiseLine]
    let calls: [CallLine]
    /// Nil while something is open.
    let calm: Calm?

    struct Setup: Sendable {
        let steps: [Step]

        struct Step: Sendable {
            let title: String
            let text: String
            let href: String
            let action: String
            let isDone: Bool
        }
    }

    struct CallLine: Sendable {
        let href: String
        let label: String
        let open: String
        let isMine: Bool
    }

    /// What a calm day is good for.
    struct Calm: Sendable {
        /// What to mend before the next bad day, the worst first.
        let toMend: [Finding]
        let inOrder: [Finding]
        /// How many things are in order; nil while nobody has looked.
        let inOrderCount: String?
        let recent: [Past]
        let duty: [Person]

        /// Somebody on duty, and their number.
        struct Person: Sendable {
            let name: String
            let href: String?
            let number: String
        }

        struct Finding: Sendable {
            let mark: Mark
            let text: String
        }

        struct Past: Sendable {
            let href: String
            let title: String
            let when: String
            let stage: Mark
            let score: String
        }
    }

    init(_ visit: Visit, _ reading: HomeReading) {
        let words = visit.words
        let isOpen = !reading.incidents.isEmpty
        frame = visit.frame(title: words("home.title"), section: .home, scripts: isOpen ? ["room.js"] : [])
        t = words.t
        setup = Self.setup(reading, words)
        let hurting = reading.incidents.filter(\.incident.isOngoing).count
        headline = hurting == 0 ? words("home.calm") : words.count("home.hurting", hurting)
        lead = hurting == 0 ? words(isOpen ? "home.to_finish" : "home.lead") : nil
        incidents = reading.incidents.map { IncidentCard($0, words: words, now: visit.now) }
        promises = reading.promises.map {
            PromiseLine($0.promise, incident: $0.incident, showsIncident: true, words: words, now: visit.now)
        }
        calls = reading.calls.map { sheet in
            let name = sheet.isMine ? words("home.mine") : sheet.name ?? words("calls.unassigned")
            return CallLine(
                href: sheet.href,
                label: words("home.calls_of", ["name": name, "incident": sheet.incident]),
                open: words.count("calls.open", sheet.open),
                isMine: sheet.isMine
            )
        }
        calm = isOpen ? nil : Self.calm(visit, reading)
    }

    /// More people on duty are in the team's list.
    private static let dutyShown = 8

    private static func calm(_ visit: Visit, _ reading: HomeReading) -> Calm? {
        let words = visit.words
        let lines = visit.house.readiness.last
        let findings = (lines ?? []).map { line in
            (
                isGood: line.level == .good,
                finding: Calm.Finding(mark: words.mark(line.level), text: words.text(line.message))
            )
        }
        let good = findings.filter(\.isGood).map(\.finding)
        let recent = reading.recent.map { incident in
            Calm.Past(
                href: Links.room(incident.name),
                title: words.localized(incident.title),
                when: IncidentCard.since(incident, words, visit.now),
                stage: words.mark(incident.stage),
                score: Links.room(incident.name, "scorecard")
            )
        }
        let duty = reading.duty.prefix(dutyShown).map { staff in
            Calm.Person(
                name: staff.name,
                href: staff.phone.map { "tel:\($0)" },
                number: staff.phone.map(ReadableNumber.text) ?? ""
            )
        }
        guard lines != nil || !recent.isEmpty || !duty.isEmpty else { return nil }
        return Calm(
            toMend: findings.filter { !$0.isGood }.map(\.finding),
            inOrder: good,
            inOrderCount: lines == nil ? nil : words.count("home.in_order", good.count),
            recent: recent,
            duty: duty
        )
    }

    private static func setup(_ reading: HomeReading, _ words: Words) -> Setup? {
        guard reading.components == 0 || reading.customers == 0 || reading.duty.isEmpty else { return nil }
        func step(_ word: String, _ href: String, isDone: Bool) -> Setup.Step {
            Setup.Step(
                title: words("setup.\(word)"),
                text: words("setup.\(word)_text"),
                href: href,
                action: words("setup.\(word)_action"),
                isDone: isDone
            )
        }
        return Setup(
            steps: [
                step("import", Links.importing, isDone: reading.components > 0 && reading.customers > 0),
                step("staff", Links.staff, isDone: !reading.duty.isEmpty),
                step("ready", Links.newIncident, isDone: false),
            ]
        )
    }
}

extension Words {
    fileprivate func mark(_ level: Readiness.Line.Level) -> Mark {
        switch level {
        case .problem: Mark(look: "bad", label: self("ready.problem"))
        case .advice: Mark(look: "watch", label: self("ready.advice"))
        case .good: Mark(look: "good", label: self("ready.good"))
        }
    }
}
