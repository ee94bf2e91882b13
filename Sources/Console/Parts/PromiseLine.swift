import Basis
import Incidents

/// One thing that we owe by a time, with its countdown.
struct PromiseLine: Sendable {
    let what: String
    let incident: LinkItem?
    let due: When
    /// Whether it is still owed, so that the countdown runs.
    let isOpen: Bool
    let isLate: Bool
    let mark: Mark
    /// Where somebody says that it is done: promises that no update keeps by itself.
    let keep: String?

    init(_ promise: Promise, incident: Incident, showsIncident: Bool, words: Words, now: Instant) {
        what =
            promise.kind == .other ? words.localized(promise.what) : words("promise.\(promise.kind.rawValue)")
        self.incident =
            showsIncident
            ? LinkItem(
                href: Links.room(incident.name),
                label: "\(incident.name) · \(words.localized(incident.title))"
            )
            : nil
        due = words.when(promise.dueAt, now: now)
        isOpen = promise.isOpen
        isLate = promise.isOpen && promise.dueAt <= now
        mark = Self.mark(promise, isLate: isLate, words)
        keep =
            promise.isOpen && promise.kind == .other
            ? Links.room(incident.name, "promises/\(promise.id)/keep") : nil
    }

    private static func mark(_ promise: Promise, isLate: Bool, _ words: Words) -> Mark {
        if isLate { return Mark(look: "bad", label: words("promise.state.late")) }
        let look =
            switch promise.state {
            case .due: "note"
            case .kept: "good"
            case .replaced: "idle"
            case .late, .keptLate: "watch"
            }
        return Mark(look: look, label: words("promise.state.\(promise.state.rawValue)"))
    }
}
