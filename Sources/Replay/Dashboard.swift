import Assembly
import Basis
import Database
import Delivery
import Foundation
import Incidents
import Rendering
import Response
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The demo on a terminal: bars of who is told, the latest events. In a log it prints a line per event.
final class Dashboard: Sendable {
    private struct State {
        var site = ""
        var console = ""
        var events: [String] = []
        var drawnLines = 0
        var drawnAt = ContinuousClock.now - .seconds(1)
    }

    private static let eventsShown = 8
    private static let barWidth = 32

    private let house: House
    private let language: Language
    private let time: ReadableTime
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let state = Mutex(State())

    init(house: House, language: Language, zone: TimeZone) {
        self.house = house
        self.language = language
        time = ReadableTime(language: language, zone: zone)
    }

    func listening(_ listener: Serving.Listener, port: Int) {
        let settings = house.settings
        state.withLock { state in
            switch listener {
            case .site: state.site = "http://\(settings.siteListen.host):\(port)/"
            case .console: state.console = settings.console.address(port: port) + "/"
            }
        }
        let (site, console) = state.withLock { ($0.site, $0.console) }
        if !isTerminal, !site.isEmpty, !console.isEmpty {
            write(text("replay.open_pages", site, console) + "\n")
        }
    }

    func draw(at now: Instant, what: String?) async throws {
        if let what {
            let line = "\(time.time(now))  \(house.catalogue.text("replay.event.\(what)", language))"
            state.withLock { $0.events.append(line) }
            if !isTerminal { write(line + "\n") }
        }
        guard isTerminal else { return }
        let isDue = state.withLock { state in
            let isDue = what != nil || ContinuousClock.now - state.drawnAt > .milliseconds(250)
            if isDue { state.drawnAt = ContinuousClock.now }
            return isDue
        }
        if isDue { redraw(try await lines(at: now)) }
    }

    func finished(_ outcome: ReplayOutcome) {
        let text = ReplayText(catalogue: house.catalogue, language: language)
        write("\n" + text.render(outcome) + text.lastLine(outcome.scorecard) + "\n")
        let (site, console) = state.withLock { state in
            state.drawnLines = 0
            return (state.site, state.console)
        }
        write("\n" + self.text("replay.goes_on", site, console) + "\n")
    }

    private func lines(at now: Instant) async throws -> [String] {
        var lines: [String] = []
        let (site, console, events) = state.withLock {
            ($0.site, $0.console, Array($0.events.suffix(Self.eventsShown)))
        }
        lines.append("")
        lines.append("  " + text("replay.open_pages", site, console))
        lines.append("  " + time.dateTime(now))
        lines.append("")
        let counts = try await house.response.read { session in
            try IncidentStore.all(limit: 5, in: session).map { incident in
                let subject = IncidentRecipients.subject(incident.id)
                let hurt = try ScopeStore.everHurt(incident.id, at: now, in: session).count
                return (
                    incident.name, hurt, try NoticeReport.make(subject, hurt: hurt, in: session).customers
                )
            }
        }
        for (name, hurt, customers) in counts {
            let label = house.catalogue.text(
                "replay.told_of",
                language,
                ["id": name, "told": String(customers.told), "hurt": String(hurt)]
            )
            lines.append("  \(bar(customers.told, of: hurt))  \(label)")
        }
        return lines + [""] + events.map { "  " + $0 }
    }

    private func bar(_ part: Int, of whole: Int) -> String {
        let filled = whole == 0 ? 0 : min(Self.barWidth, part * Self.barWidth / whole)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
    }

    private func redraw(_ lines: [String]) {
        let above = state.withLock { state in
            defer { state.drawnLines = lines.count }
            return state.drawnLines
        }
        let up = above > 0 ? "\u{1B}[\(above)A" : ""
        write(up + lines.map { "\u{1B}[2K" + $0 }.joined(separator: "\n") + "\n")
    }

    private func text(_ key: MessageKey, _ site: String, _ console: String) -> String {
        house.catalogue.text(key, language, ["site": site, "console": console])
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
