import Basis
import Database

/// One hurt customer and how badly: 4 for a major outage down to 0 for one who is not hurt but told all the same.
package struct HurtCustomer: Sendable, Hashable {
    package var customerID: Int64
    package var severity: Int64

    package init(customerID: Int64, severity: Int64) {
        self.customerID = customerID
        self.severity = severity
    }
}

/// The frozen scope: those whom the incident was found to hurt when somebody was told about it.
extension ScopeStore {
    /// Freezes a part of the scope. Who was there before keeps the time since when; who is told without being hurt
    /// (severity 0) is not part of it.
    /// - Parameter start: when this freezing began. All parts with the same start are one frozen scope, and the one
    ///   that began last is what `new` and `gone` are counted against.
    package static func freeze(
        _ customers: [HurtCustomer],
        incidentID: Int64,
        start: Instant,
        at now: Instant,
        in session: any Session
    ) throws {
        let rows = worst(of: customers).map { customer in
            [
                incidentID.sqlValue, customer.customerID.sqlValue, customer.severity.sqlValue, now.sqlValue,
                start.sqlValue,
            ]
        }
        try session.insertRows(
            "INSERT INTO hurt_customer (incident_id, customer_id, severity, since_at, frozen_at)",
            rows,
            """
            ON CONFLICT (incident_id, customer_id)
            DO UPDATE SET severity = excluded.severity, frozen_at = excluded.frozen_at
            """
        )
        try session.run(
            """
            UPDATE incident SET scope_frozen_at = \(start) WHERE id = \(incidentID) AND scope_frozen_at < \(start)
            """
        )
        if !rows.isEmpty { try session.announce(.incident(incidentID)) }
    }

    /// Each that is hurt once, by id. Mostly they come so already, and then this looks at each once.
    private static func worst(of customers: [HurtCustomer]) -> [HurtCustomer] {
        let sorted = customers.filter { $0.severity > 0 }.sorted { first, second in
            (first.customerID, second.severity) < (second.customerID, first.severity)
        }
        var worst: [HurtCustomer] = []
        worst.reserveCapacity(sorted.count)
        for customer in sorted where customer.customerID != worst.last?.customerID { worst.append(customer) }
        return worst
    }

    /// How many the last frozen scope has.
    static func frozenCount(_ incidentID: Int64, in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT count(*) FROM hurt_customer h JOIN incident i ON i.id = h.incident_id
            WHERE h.incident_id = \(incidentID) AND h.frozen_at = i.scope_frozen_at
            """
        )
    }

    /// How many of the last frozen scope are hurt now.
    static func stillHurt(_ query: HurtQuery, in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT count(*) FROM hurt_customer h JOIN incident i ON i.id = h.incident_id
            WHERE h.incident_id = \(query.incidentID) AND h.frozen_at = i.scope_frozen_at
              AND \(query.includes("h.customer_id"))
            """
        )
    }
}
