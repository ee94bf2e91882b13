import Basis
import Catalog
import Database

/// Who was hurt at any time: a component that works again leaves the scope, but its customers were hurt all the same.
extension ScopeStore {
    /// Everybody whom the incident was ever found to hurt: by a component that was in its scope at some time, by its
    /// list, or because they were told so.
    package static func everHurt(
        _ incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> Set<Int64> {
        var customers: Set<Int64> = []
        try session.each(
            """
            SELECT s.customer_id FROM subscription s
            JOIN scope_past p ON p.component_id = s.component_id
            WHERE p.incident_id = \(incidentID) AND \(SubscriptionStore.activeFilter(at: now))
            UNION SELECT customer_id FROM scope_listed WHERE incident_id = \(incidentID)
            UNION SELECT customer_id FROM hurt_customer WHERE incident_id = \(incidentID)
            """
        ) { customers.insert(try $0.int64(0)) }
        return customers
    }

    /// For each of these customers their own components that were in the scope at any time, worst first.
    package static func componentsThatHurt(
        _ customerIDs: [Int64],
        incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [Int64]] {
        try ownComponents(
            customerIDs,
            of: "SELECT component_id, -severity AS place FROM scope_past WHERE incident_id = \(incidentID)",
            at: now,
            in: session
        )
    }

    /// The components that were in the scope at any time.
    package static func everReached(_ incidentID: Int64, in session: any Session) throws -> Set<Int64> {
        Set(
            try session.rows("SELECT component_id FROM scope_past WHERE incident_id = \(incidentID)") {
                try $0.next(Int64.self)
            }
        )
    }

    /// Those who were frozen into the scope at any time, ascending from behind `customerID`.
    package static func frozen(
        _ incidentID: Int64,
        after customerID: Int64,
        limit: Int,
        in session: any Session
    ) throws -> [HurtCustomer] {
        try session.rows(
            """
            SELECT customer_id, severity FROM hurt_customer
            WHERE incident_id = \(incidentID) AND customer_id > \(customerID) ORDER BY customer_id LIMIT \(limit)
            """
        ) { HurtCustomer(customerID: try $0.next(), severity: try $0.next()) }
    }

    /// Keeps for each component that is in the scope now how badly it was ever hit.
    static func remember(_ incidentID: Int64, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO scope_past (incident_id, component_id, severity)
            SELECT incident_id, component_id, severity FROM scope_component WHERE incident_id = \(incidentID)
            ON CONFLICT (incident_id, component_id) DO UPDATE SET severity = excluded.severity
            WHERE excluded.severity > scope_past.severity
            """
        )
    }
}
