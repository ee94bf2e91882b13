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
    /// Tier and who looks after them, beside the name.
    let lead: String?
    /// What hurts them at this moment.
    let now: [NowPart]
    let isFine: Bool
    let about: [Fact]
    let services: [Service]
    let addresses: [AddressRow]
    let incidents: [IncidentPart]

    /// An incident that hurts them at this moment.
    struct NowPart: Sendable {
        let href: String
        let title: String
        let why: String
        let told: Mark
        let toldHow: String?
        /// Who still has to call them.
        let call: String?
        let contact: String
    }

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    struct Service: Sendable {
        let name: String
        let quantity: String?
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
        lead = Self.lead(reading, words)
        now = reading.incidents.filter { $0.incident.isOngoing && $0.isHurt }
            .map { Self.now($0, reading, words, visit.now) }
        isFine = now.isEmpty
        about = Self.about(reading, words)
        let failing = reading.failing
        services = reading.subscriptions.filter { $0.status != .ended }.map { subscription in
            let severity = failing[subscription.componentID] ?? 0
            return Service(
                name: words.localized(reading.names[subscription.componentID]),
                quantity: subscription.quantity == 1
                    ? nil
                    : words("customer.quantity", ["count": words.time.number(subscription.quantity)]),
                state: words.mark(ImpactLevel(severity: severity) ?? .operational)
            )
        }
        addresses = reading.addresses.map { Self.row($0, reading.contacts, words) }
        incidents = reading.incidents.map { Self.part($0, reading, words, visit.now) }
    }

    private static func lead(_ reading: CustomerReading, _ words: Words) -> String? {
        let manager = (reading.manager ?? reading.customer.accountManager).map {
            words("customer.managed_by", ["name": $0])
        }
        let tier = reading.customer.tier.map { words("customer.tier", ["tier": $0]) }
        let parts = [tier, manager].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static func now(
        _ part: CustomerReading.InIncident,
        _ reading: CustomerReading,
        _ words: Words,
        _ now: Instant
    ) -> NowPart {
        let incident = part.incident
        let row = HurtRow(part.line, reading.names, incident, words, now: now)
        return NowPart(
            href: Links.room(incident.name),
            title: "\(incident.name) · \(words.localized(incident.title))",
            why: row.why,
            told: row.told,
            toldHow: row.toldHow,
            call: reading.calls[incident.id].map { call in
                let name = call.staffID.flatMap { reading.staff[$0] } ?? words("calls.unassigned")
                return words(
                    "customer.to_call",
                    ["name": name, "time": words.time.short(call.dueAt, now: now)]
                )
            },
            contact: contactLink(incident, reading)
        )
    }

    private static func contactLink(_ incident: Incident, _ reading: CustomerReading) -> String {
        Links.with(
            Links.room(incident.name, "contacts/new"),
            ["customer": reading.customer.externalID]
        )
    }

    private static func about(_ reading: CustomerReading, _ words: Words) -> [Fact] {
        let customer = reading.customer
        let language = words.textIfAny("console.language.\(customer.language.code)") ?? customer.language.code
        let facts: [(String, String?)] = [
            ("customer.id", customer.externalID), ("customer.language", language),
            ("customer.country", customer.country.map(words.country)),
            ("customer.time_zone", customer.timeZone),
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
        return IncidentPart(
            href: Links.room(incident.name),
            title: "\(incident.name) · \(words.localized(incident.title))",
            since: IncidentCard.since(incident, words, now),
            stage: words.mark(incident.stage),
            why: row.why,
            told: row.told,
            events: CustomerEvents(part, staff: reading.staff, words: words, now: now).all
        )
    }
}
