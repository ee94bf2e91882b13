import Access
import Basis
import Catalog
import Database
import Incidents
import Letters

/// Somebody noticed that something broke: the incident is opened, who is hurt is computed, and, where asked,
/// the first wave of notices is frozen in the same transaction.
package struct OpenIncident: Deed {
    package static let name = "open_incident"

    /// One customer of a list, with what their row says about them: order, lot, amount.
    package struct ListedCustomer: Codable, Sendable, Hashable {
        package var customer: String
        package var details: [String: String]

        package init(customer: String, details: [String: String] = [:]) {
            self.customer = customer
            self.details = details
        }
    }

    package var title: LocalizedText
    /// Impact by the component's own id; empty where the customers are listed.
    package var impacts: [String: ImpactLevel]
    package var listed: [ListedCustomer]?
    package var kind: Incident.Kind
    package var origin: Incident.Origin
    package var message: LocalizedText
    package var beganAt: Instant?
    package var eta: Instant?
    package var nextUpdate: Instant?
    package var dataTouched: DataTouched?
    package var notify: Bool

    package init(
        title: LocalizedText,
        impacts: [String: ImpactLevel] = [:],
        listed: [ListedCustomer]? = nil,
        kind: Incident.Kind = .outage,
        origin: Incident.Origin = .unknown,
        message: LocalizedText = LocalizedText(),
        beganAt: Instant? = nil,
        eta: Instant? = nil,
        nextUpdate: Instant? = nil,
        dataTouched: DataTouched? = nil,
        notify: Bool = false
    ) {
        self.title = title
        self.impacts = impacts
        self.listed = listed
        self.kind = kind
        self.origin = origin
        self.message = message
        self.beganAt = beganAt
        self.eta = eta
        self.nextUpdate = nextUpdate
        self.dataTouched = dataTouched
        self.notify = notify
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var id: String
        /// How many customers are hurt, as far as is known now.
        package var customers: Int
        /// Set where the telling waits for a second person; `state` is `waiting` then.
        package var approval: Int64?
        package var state: Approval.State?
    }

    package func subject(_ answer: Answer) -> String { "incident:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        let failed = try checked(in: context)
        var incident = try open(in: context)
        for (componentID, impact) in failed {
            try IncidentStore.setImpact(
                impact,
                componentID: componentID,
                incidentID: incident.id,
                at: context.now,
                in: context.session
            )
        }
        try state(incident, in: context)
        try ScopeStore.recompute(incident.id, in: context.session)
        let firstMessage = message.isEmpty ? title : message
        let published = try Publishing(
            status: .investigating,
            message: firstMessage,
            eta: eta,
            nextUpdate: nextUpdate,
            notify: notify
        ).publish(&incident, in: context)
        return Answer(
            id: incident.name,
            customers: try ScopeStore.customersHurt(incident.id, at: context.now, in: context.session),
            approval: published.telling.approval,
            state: published.telling.state
        )
    }

    /// The failed components by their ids inside; all that is wrong with the order at once.
    private func checked(in context: DeedContext) throws -> [(Int64, ImpactLevel)] {
        var problems = Problems()
        if title.isEmpty { problems.add("title", "response.title_missing") }
        if impacts.isEmpty, (listed ?? []).isEmpty { problems.add("component", "response.nobody_named") }
        if let beganAt, beganAt > context.now { problems.add("began", "response.began_in_future") }
        for (place, time) in [("eta", eta), ("next_update", nextUpdate)] {
            if let time, time <= context.now { problems.add(place, "response.time_is_past") }
        }
        var failed: [(Int64, ImpactLevel)] = []
        for (externalID, impact) in impacts.sorted(by: { $0.key < $1.key }) {
            if let component = try ComponentStore.with(externalID: externalID, in: context.session) {
                failed.append((component.id, impact))
            } else {
                problems.add("component", "response.unknown_component", ["id": externalID])
            }
        }
        try problems.check()
        return failed
    }

    private func open(in context: DeedContext) throws -> Incident {
        var incident = Incident(
            publicID: context.desk.random.publicID(),
            title: title,
            kind: kind,
            origin: origin,
            basis: listed == nil ? .components : .list,
            beganAt: beganAt ?? context.now,
            openedAt: context.now
        )
        try IncidentStore.insert(&incident, in: context.session)
        try Timeline.add(TimelineEntry.Kind.opened, to: incident, in: context)
        if let listed { try list(listed, incident, in: context) }
        return incident
    }

    private func list(_ listed: [ListedCustomer], _ incident: Incident, in context: DeedContext) throws {
        let ids = try CustomerStore.ids(externalIDs: listed.map(\.customer), in: context.session)
        var problems = Problems()
        var rows: [Incidents.ListedCustomer] = []
        for (index, row) in listed.enumerated() {
            if let id = ids[row.customer] {
                rows.append(Incidents.ListedCustomer(customerID: id, details: row.details))
            } else {
                problems.add("customers:\(index + 2)", "response.unknown_customer", ["id": row.customer])
            }
        }
        try problems.check()
        try ScopeStore.addListed(rows, incidentID: incident.id, in: context.session)
    }

    private func state(_ incident: Incident, in context: DeedContext) throws {
        guard let dataTouched else { return }
        try FactStore.state(
            Fact(id: Fact.Name.dataExposed, type: .choice, value: dataTouched.rawValue),
            of: incident.id,
            at: context.now,
            in: context.session
        )
    }
}

/// The answer to "Could data be touched?".
package enum DataTouched: String, Codable, Sendable, CaseIterable {
    case no
    case yes
    case unknown
}
