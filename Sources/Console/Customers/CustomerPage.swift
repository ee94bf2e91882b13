import Basis
import Catalog
import Delivery
import Incidents
import Rendering

/// One customer on one screen: what they have, how they are reached, what they went through with us.
struct CustomerPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let name: String
    let about: [Fact]
    let services: [Service]
    let addresses: [AddressRow]
    let incidents: [IncidentPart]

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    struct Service: Sendable {
        let name: String
        let state: Mark
    }

    struct AddressRow: Sendable {
        let way: String
        let icon: String
        let value: String
        let href: String?
        let who: String?
        let note: String?
    }

    struct IncidentPart: Sendable {
        let href: String
        let title: String
        let since: String
        let stage: Mark
        let why: String
        let told: Mark
        let events: [Event]
        /// Where it is noted that they called; nil once it is over.
        let contact: String?
    }

    /// One thing that happened between them and us.
    struct Event: Sendable {
        let at: When
        let text: String
        let quote: String?
    }

    init(_ visit: Visit, _ reading: CustomerReading) {
        let words = visit.words
        let customer = reading.customer
        name = customer.name
        frame = visit.frame(title: customer.name, section: .customers)
        t = words.t
        about = Self.about(reading, words)
        let failing = reading.failing
        services = reading.subscriptions.filter { $0.status != .ended }.map { subscription in
            let severity = failing[subscription.componentID] ?? 0
            return Service(
                name: words.localized(reading.names[subscription.componentID]),
                state: words.mark(ImpactLevel(severity: severity) ?? .operational)
            )
        }
        addresses = reading.addresses.map { Self.row($0, reading.contacts, words) }
        incidents = reading.incidents.map { Self.part($0, reading, words, visit.now) }
    }

    private static func about(_ reading: CustomerReading, _ words: Words) -> [Fact] {
        let customer = reading.customer
        let language = words.textIfAny("console.language.\(customer.language.code)") ?? customer.language.code
        let facts: [(String, String?)] = [
            ("customer.id", customer.externalID), ("customer.language", language),
            ("customer.country", customer.country), ("customer.time_zone", customer.timeZone),
            ("customer.tier", customer.tier),
            ("customer.manager", reading.manager ?? customer.accountManager),
            ("customer.domains", customer.domains.isEmpty ? nil : customer.domains.joined(separator: ", ")),
        ]
        return facts.compactMap { word, value in value.map { Fact(name: words(word), value: $0) } }
    }

    private static func row(_ address: Address, _ contacts: [Int64: Contact], _ words: Words) -> AddressRow {
        var notes: [String] = []
        if address.standing != .usable { notes.append(words("standing.\(address.standing.rawValue)")) }
        if address.consent == .no { notes.append(words("consent.no")) }
        let contact = address.contactID.flatMap { contacts[$0] }
        return AddressRow(
            way: words("way.\(address.channel.rawValue)"),
            icon: PreviewReading.icon(address.channel.rawValue),
            value: address.channel.isTelephone ? ReadableNumber.text(address.value) : address.value,
            href: address.channel == .phone ? "tel:\(address.value)" : nil,
            who: contact.map { words("customer.contact", ["name": $0.name, "role": words.role(of: $0)]) },
            note: notes.isEmpty ? nil : words.time.list(notes)
        )
    }

    private static func part(
        _ part: CustomerReading.InIncident,
        _ reading: CustomerReading,
        _ words: Words,
        _ now: Instant
    ) -> IncidentPart {
        let incident = part.incident
        let row = HurtRow(part.line, reading.names, incident, words, now: now)
        let contact = Links.with(
            Links.room(incident.name, "contacts/new"),
            ["customer": reading.customer.externalID]
        )
        return IncidentPart(
            href: Links.room(incident.name),
            title: "\(incident.name) · \(words.localized(incident.title))",
            since: IncidentCard.since(incident, words, now),
            stage: words.mark(incident.stage),
            why: row.why,
            told: row.told,
            events: CustomerEvents(part, words: words, now: now).all,
            contact: incident.isOngoing ? contact : nil
        )
    }
}

/// What happened between one customer and us about one incident, in its order.
struct CustomerEvents {
    private let part: CustomerReading.InIncident
    private let words: Words
    private let now: Instant

    init(_ part: CustomerReading.InIncident, words: Words, now: Instant) {
        self.part = part
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
            let values = [
                "way": way(attempt.channel), "outcome": words("outcome.\(attempt.outcome.rawValue)"),
            ]
            return (attempt.happenedAt, words("event.attempt", values), nil)
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
        for passed in entry.passedOver {
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
