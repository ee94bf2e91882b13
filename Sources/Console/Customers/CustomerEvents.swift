import Basis
import Catalog
import Delivery
import Incidents
import Rendering

/// What happened between one customer and us about one incident, in its order.
struct CustomerEvents {
    private let part: CustomerReading.InIncident
    private let staff: [Int64: String]
    private let words: Words
    private let now: Instant

    /// - Parameter staff: who works or worked here, by id.
    init(_ part: CustomerReading.InIncident, staff: [Int64: String], words: Words, now: Instant) {
        self.part = part
        self.staff = staff
        self.words = words
        self.now = now
    }

    var all: [CustomerPage.Event] {
        let timed = part.contacts.map(contacted) + part.history.entries.flatMap(entry) + answered
        return timed.sorted { $0.0 < $1.0 }.map { instant, text, quote in
            CustomerPage.Event(at: words.when(instant, now: now), text: text, quote: quote)
        }
    }

    private typealias Timed = (Instant, String, String?)

    private func contacted(_ contact: FirstContact) -> Timed {
        let how = words.textIfAny("console.contact.\(contact.channel)") ?? contact.channel
        return (contact.happenedAt, words("event.contact", ["channel": how]), contact.said)
    }

    private func entry(_ entry: CustomerHistory.Entry) -> [Timed] {
        var events: [Timed] = entry.attempts.map { attempt in
            let who = attempt.staffID.flatMap { staff[$0] }
            let values = [
                "way": way(attempt.channel), "outcome": words("outcome.\(attempt.outcome.rawValue)"),
                "who": who ?? "",
            ]
            return (attempt.happenedAt, words(who == nil ? "event.attempt" : "event.attempt_by", values), nil)
        }
        if let at = entry.handedOverAt, let channel = entry.channel, entry.attempts.isEmpty {
            events.append(
                (at, words("event.told", ["way": way(channel), "address": entry.address ?? ""]), nil)
            )
        }
        if entry.state == .skipped, let reason = entry.reason {
            let why = words.textIfAny("console.reason.\(reason.rawValue)") ?? reason.rawValue
            events.append((entry.plannedAt, words("event.skipped", ["reason": why]), nil))
        }
        var seen: Set<String> = []
        for passed in entry.passedOver where seen.insert("\(passed.channel) \(passed.reason)").inserted {
            let why = words.textIfAny("console.reason.\(passed.reason.rawValue)") ?? passed.reason.rawValue
            events.append(
                (
                    entry.plannedAt, words("event.passed_over", ["way": way(passed.channel), "reason": why]),
                    nil
                )
            )
        }
        return events
    }

    private var answered: [Timed] {
        guard let answer = part.answer else { return [] }
        let since = answer.noticedAt.map {
            words("event.knew_since", ["time": words.time.short($0, now: now)])
        }
        let text = answer.hadNoticed ? since ?? words("event.knew") : words("event.did_not_know")
        return [(answer.answeredAt, text, nil)]
    }

    private func way(_ channel: AddressChannel) -> String { words("way.\(channel.rawValue)") }
}
