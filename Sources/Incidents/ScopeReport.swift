import Basis
import Catalog
import Database

/// The answer of `amends scope`: what is hit, along which paths, and how many customers that means.
package struct ScopeReport: Sendable, Hashable, Codable {
    package struct Entry: Sendable, Hashable, Codable {
        /// As its owners call it.
        package var id: String
        package var impact: ImpactLevel
        /// From the component that fails to this one, both included.
        package var path: [String]
    }

    /// `INC-7`
    package var incident: String
    /// Worst first.
    package var components: [Entry]
    /// Distinct customers in the scope now.
    package var customers: Int
    /// Those of them who were not in it when it was frozen last.
    package var new: Int
    /// Those who were in it then and no longer are.
    package var gone: Int
}

extension ScopeStore {
    /// The scope as it is now, against the last frozen one.
    package static func report(
        _ incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> ScopeReport? {
        guard let query = try HurtQuery(incidentID, at: now, in: session) else { return nil }
        let customers = try query.count(in: session)
        let frozen = try frozenCount(incidentID, in: session)
        let both = frozen == 0 ? 0 : try stillHurt(query, in: session)
        return ScopeReport(
            incident: Incident.name(id: incidentID),
            components: try entries(incidentID, in: session),
            customers: customers,
            new: customers - both,
            gone: frozen - both
        )
    }

    /// How many customers an audience has now.
    package static func customersHurt(
        _ incidentID: Int64,
        audience: Audience = .hurt,
        at now: Instant,
        in session: any Session
    ) throws -> Int {
        guard let query = try HurtQuery(incidentID, at: now, in: session) else { return 0 }
        switch audience {
        case .hurt: return try query.count(in: session)
        case .surely: return try query.count(surely: true, in: session)
        case .possibly: return try query.count(in: session) - query.count(surely: true, in: session)
        case .notHurt: return try CustomerStore.count(in: session) - query.count(in: session)
        case .everyone: return try CustomerStore.count(in: session)
        }
    }

    /// One row per hurt customer and component, worst component first, streamed: for the CSV of `amends scope`.
    ///
    /// Where the incident has a list, `component` and `impact` are empty and the path holds what the list says.
    package static func eachRow(
        _ incidentID: Int64,
        at now: Instant,
        in session: any Session,
        _ body: (_ customer: String, _ component: String, _ impact: String, _ path: [String]) throws -> Void
    ) throws {
        guard let query = try HurtQuery(incidentID, at: now, in: session) else { return }
        if query.basis == .list { return try eachListed(incidentID, in: session, body) }
        let externalIDs = try externalIDs(incidentID, in: session)
        let reached = try components(of: incidentID, in: session)
        for place in try AudienceWalk.places(incidentID, after: 0, limit: .max, in: session) {
            let path = ScopeGraph.path(to: place.componentID, in: reached).compactMap { externalIDs[$0] }
            guard let component = path.last, let impact = reached[place.componentID]?.impact else { continue }
            try session.each(
                """
                SELECT DISTINCT s.customer_id, u.external_id FROM subscription s
                JOIN customer u ON u.id = s.customer_id
                WHERE s.component_id = \(place.componentID) AND \(SubscriptionStore.activeFilter(at: now))
                ORDER BY s.customer_id
                """
            ) { try body(try $0.text(1), component, impact.rawValue, path) }
        }
    }

    /// The components in the scope that each of these customers has, worst first.
    package static func componentsHurting(
        _ customerIDs: [Int64],
        incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [Int64]] {
        try ownComponents(
            customerIDs,
            of:
                "SELECT component_id, position AS place FROM scope_component WHERE incident_id = \(incidentID)",
            at: now,
            in: session
        )
    }

    /// Which components of a scope each customer has, by their place in it.
    /// - Parameter scope: a query for `component_id` and `place`.
    static func ownComponents(
        _ customerIDs: [Int64],
        of scope: SQL,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [Int64]] {
        let pairs = try inSlices(customerIDs) { slice in
            try session.rows(
                """
                SELECT DISTINCT s.customer_id, c.place, c.component_id FROM subscription s
                CROSS JOIN (\(scope)) c
                WHERE s.customer_id IN \(list: slice) AND \(SubscriptionStore.activeFilter(at: now))
                  AND c.component_id = s.component_id
                ORDER BY s.customer_id, c.place, c.component_id
                """
            ) { (customer: try $0.int64(0), component: try $0.int64(2)) }
        }
        return pairs.reduce(into: [:]) { $0[$1.customer, default: []].append($1.component) }
    }

    private static func entries(_ incidentID: Int64, in session: any Session) throws -> [ScopeReport.Entry] {
        let reached = try components(of: incidentID, in: session)
        guard !reached.isEmpty else { return [] }
        let externalIDs = try externalIDs(incidentID, in: session)
        let order = try session.rows(
            "SELECT component_id FROM scope_component WHERE incident_id = \(incidentID) ORDER BY position, component_id"
        ) { try $0.next(Int64.self) }
        return order.compactMap { id in
            guard let reach = reached[id], let externalID = externalIDs[id] else { return nil }
            let path = ScopeGraph.path(to: id, in: reached).compactMap { externalIDs[$0] }
            return ScopeReport.Entry(id: externalID, impact: reach.impact, path: path)
        }
    }

    /// The ids of the components in the scope as their owners call them; paths lie within the scope.
    private static func externalIDs(_ incidentID: Int64, in session: any Session) throws -> [Int64: String] {
        var externalIDs: [Int64: String] = [:]
        try session.each(
            """
            SELECT c.component_id, k.external_id FROM scope_component c JOIN component k ON k.id = c.component_id
            WHERE c.incident_id = \(incidentID)
            """
        ) { externalIDs[try $0.int64(0)] = try $0.text(1) }
        return externalIDs
    }

    private static func eachListed(
        _ incidentID: Int64,
        in session: any Session,
        _ body: (String, String, String, [String]) throws -> Void
    ) throws {
        try session.each(
            """
            SELECT u.external_id, l.details FROM scope_listed l JOIN customer u ON u.id = l.customer_id
            WHERE l.incident_id = \(incidentID) ORDER BY l.customer_id
            """
        ) { row in
            let customer = try row.next(String.self)
            let details = try row.json([String: String].self)
            try body(customer, "", "", details.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        }
    }
}
