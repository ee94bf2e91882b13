import Basis
import Incidents

/// What needs somebody now: open incidents, promises about to fall due, calls; or, in an empty house, how to begin.
struct HomePage: Sendable {
    let frame: Frame
    let t: [String: String]
    /// Steps still to take before the first incident; nil once all are done.
    let setup: Setup?
    let headline: String
    let incidents: [IncidentCard]
    let promises: [PromiseLine]
    let calls: [CallLine]

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
    }

    init(_ visit: Visit, _ reading: HomeReading) {
        let words = visit.words
        frame = visit.frame(title: words("home.title"), section: .home)
        t = words.t
        setup = Self.setup(reading, words)
        let hurting = reading.incidents.filter(\.incident.isOngoing).count
        headline = hurting == 0 ? words("home.calm") : words.count("home.hurting", hurting)
        incidents = reading.incidents.map { IncidentCard($0, words: words, now: visit.now) }
        promises = reading.promises.map {
            PromiseLine($0.promise, incident: $0.incident, showsIncident: true, words: words, now: visit.now)
        }
        calls = reading.calls.map { sheet in
            CallLine(
                href: sheet.href,
                label: words(
                    "home.calls_of",
                    ["name": sheet.name ?? words("calls.unassigned"), "incident": sheet.incident]
                ),
                open: words.count("calls.open", sheet.open)
            )
        }
    }

    private static func setup(_ reading: HomeReading, _ words: Words) -> Setup? {
        guard reading.components == 0 || reading.customers == 0 || reading.onDuty == 0 else { return nil }
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
                step("staff", Links.staff, isDone: reading.onDuty > 0),
                step("ready", Links.newIncident, isDone: false),
            ]
        )
    }
}
