import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Response

/// Everything that is known about one customer, read in one consistent state.
struct CustomerReading: Sendable {
    static let incidentsMax = 20

    var customer: Customer
    var subscriptions: [Subscription]
    var addresses: [Address]
    var contacts: [Int64: Contact]
    var names = ComponentNames()
    /// The name of who looks after them, where they work here.
    var manager: String?
    /// Newest first.
    var incidents: [InIncident] = []
    /// Who works or worked here, by id.
    var staff: [Int64: String] = [:]
    /// Calls to them that somebody still has to make, by incident.
    var calls: [Int64: OpenCall] = [:]

    struct OpenCall: Sendable {
        /// Nil where nobody has it, or a helper.
        var staffID: Int64?
        var dueAt: Instant
    }

    /// What one incident means to this customer.
    struct InIncident: Sendable {
        var incident: Incident
        var line: HurtLine
        var history: CustomerHistory
        var contacts: [FirstContact]
        var answer: NoticedAnswer?

        /// Whether it hurts them now; who only asked is not hurt.
        var isHurt: Bool { !line.components.isEmpty || !line.listed.isEmpty }
    }

    /// Nil where there is no such customer.
    init?(_ externalID: String, at now: Instant, in session: any Session) throws {
        guard let customer = try CustomerStore.with(externalID: externalID, in: session) else { return nil }
        self.customer = customer
        manager = try customer.accountManager.flatMap {
            try StaffStore.with(externalID: $0, in: session)?.name
        }
        subscriptions = try SubscriptionStore.of(customerIDs: [customer.id], in: session)[customer.id] ?? []
        addresses = try AddressStore.of(customerIDs: [customer.id], in: session)[customer.id] ?? []
        contacts = try AddressStore.contacts(customerIDs: [customer.id], in: session)
        for incident in try Self.incidents(of: customer.id, in: session) {
            if let part = try Self.part(of: customer, in: incident, at: now, session) {
                incidents.append(part)
            }
        }
        let everybody = try StaffStore.everybody(in: session)
        staff = Dictionary(everybody.map { ($0.id, $0.name) }) { first, _ in first }
        calls = try Self.openCalls(to: customer.id, in: session)
        let own = subscriptions.map(\.componentID) + incidents.flatMap { $0.line.components + $0.line.past }
        names = try ComponentNames(Set(own), in: session)
    }

    /// Those that have to do with them, newest first.
    private static func incidents(of customerID: Int64, in session: any Session) throws -> [Incident] {
        let kind = IncidentRecipients.subjectKind
        let told = try CustomerHistory.subjects(
            ofKind: kind,
            customerID: customerID,
            limit: incidentsMax,
            in: session
        )
        let hurt = try IncidentStore.of(customerID: customerID, limit: incidentsMax, in: session)
        let known = Set(hurt.map(\.id))
        let rest = try told.filter { !known.contains($0) }.compactMap { id in
            try IncidentStore.with(id: id, in: session)
        }
        return Array((hurt + rest).sorted { $0.id > $1.id }.prefix(incidentsMax))
    }

    private static func openCalls(to customerID: Int64, in session: any Session) throws -> [Int64: OpenCall] {
        let calls = try session.rows(
            """
            SELECT k.subject_id, c.staff_id, c.due_at FROM call c JOIN campaign k ON k.id = c.campaign_id
            WHERE c.customer_id = \(customerID) AND c.state = 'open'
              AND k.subject_kind = \(IncidentRecipients.subjectKind)
            ORDER BY c.id
            """
        ) { row in
            (
                incident: try row.next(Int64.self),
                call: OpenCall(staffID: try row.nextOrNil(), dueAt: try row.next())
            )
        }
        return Dictionary(calls.map { ($0.incident, $0.call) }) { _, last in last }
    }

    /// The components of theirs that fail now, with how badly.
    var failing: [Int64: Int64] {
        incidents.filter(\.incident.isOngoing).reduce(into: [:]) { failing, part in
            for id in part.line.components { failing[id] = max(failing[id] ?? 0, part.line.severity) }
        }
    }

    /// Nil where the incident has nothing to do with them.
    private static func part(
        of customer: Customer,
        in incident: Incident,
        at now: Instant,
        _ session: any Session
    ) throws -> InIncident? {
        let lines = try HurtLine.lines(of: [customer.id], [:], incident, at: now, in: session)
        let contacts = try session.rows(
            """
            SELECT channel, happened_at, said FROM first_contact
            WHERE incident_id = \(incident.id) AND customer_id = \(customer.id) ORDER BY happened_at, id
            """
        ) { row in
            FirstContact(
                incidentID: incident.id,
                customerID: customer.id,
                channel: try row.next(),
                happenedAt: try row.next(),
                said: try row.nextOrNil()
            )
        }
        guard let line = lines.first,
            !line.components.isEmpty || !line.listed.isEmpty || line.told != nil || !contacts.isEmpty
        else { return nil }
        return InIncident(
            incident: incident,
            line: line,
            history: try CustomerHistory.of(
                customer.id,
                IncidentRecipients.subject(incident.id),
                in: session
            ),
            contacts: contacts,
            answer: try IncidentStore.answer(of: customer.id, incidentID: incident.id, in: session)
        )
    }
}
