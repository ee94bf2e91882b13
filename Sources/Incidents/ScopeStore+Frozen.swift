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
    package static func freeze(
        _ customers: [HurtCustomer],
        incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws {
        var worst: [Int64: Int64] = [:]
        for customer in customers where customer.severity > 0 {
            worst[customer.customerID] = max(worst[customer.customerID] ?? 0, customer.severity)
        }
        let rows = worst.sorted { $0.key < $1.key }.map { id, severity in
            [incidentID.sqlValue, id.sqlValue, severity.sqlValue, now.sqlValue]
        }
        try session.insertRows(
            "INSERT INTO hurt_customer (incident_id, customer_id, severity, since_at)",
            rows,
            "ON CONFLICT (incident_id, customer_id) DO UPDATE SET severity = excluded.severity, gone_at = NULL"
        )
        if !rows.isEmpty { try session.announce(.incident(incidentID)) }
    }

    /// Marks those as gone who were frozen and are no longer in the scope, a window of the frozen at a time so that
    /// no transaction is long.
    /// - Returns: how many went, and from where to go on; `next` is nil at the end.
    @discardableResult
    package static func markGone(
        _ incidentID: Int64,
        after customerID: Int64 = 0,
        limit: Int = 1_000,
        at now: Instant,
        in session: any Session
    ) throws -> (gone: Int, next: Int64?) {
        guard let query = try HurtQuery(incidentID, at: now, in: session) else { return (0, nil) }
        let window = try session.rows(
            """
            SELECT customer_id FROM hurt_customer
            WHERE incident_id = \(incidentID) AND customer_id > \(customerID) ORDER BY customer_id LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
        guard let last = window.last else { return (0, nil) }
        let gone = try session.run(
            """
            UPDATE hurt_customer SET gone_at = \(now)
            WHERE incident_id = \(incidentID) AND customer_id > \(customerID) AND customer_id <= \(last)
              AND gone_at IS NULL AND NOT \(query.includes("hurt_customer.customer_id"))
            """
        )
        if gone > 0 { try session.announce(.incident(incidentID)) }
        return (gone, window.count < limit ? nil : last)
    }

    /// How many are frozen and not gone.
    package static func frozenCount(_ incidentID: Int64, in session: any Session) throws -> Int {
        try session.count(
            "SELECT count(*) FROM hurt_customer WHERE incident_id = \(incidentID) AND gone_at IS NULL"
        )
    }

    static func stillHurt(_ query: HurtQuery, in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT count(*) FROM hurt_customer h
            WHERE h.incident_id = \(query.incidentID) AND h.gone_at IS NULL AND \(query.includes("h.customer_id"))
            """
        )
    }
}
