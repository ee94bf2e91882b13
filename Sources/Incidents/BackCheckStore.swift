import Basis
import Database

/// Who of the hurt customers is back. The base is everybody who was ever frozen into the scope of the incident.
package enum BackCheckStore {
    package static func set(
        _ state: BackCheck.State,
        customerID: Int64,
        incidentID: Int64,
        source: BackCheck.Source,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO back_check (incident_id, customer_id, state, source, checked_at)
            VALUES (\(incidentID), \(customerID), \(state), \(source), \(now))
            ON CONFLICT (incident_id, customer_id)
            DO UPDATE SET state = excluded.state, source = excluded.source, checked_at = excluded.checked_at
            """
        )
        try session.announce(.incident(incidentID))
    }

    /// The last word on one customer; nil where nobody asked.
    package static func check(
        of customerID: Int64,
        incidentID: Int64,
        in session: any Session
    ) throws -> BackCheck? {
        try session.first(
            """
            SELECT incident_id, customer_id, state, source, checked_at FROM back_check
            WHERE incident_id = \(incidentID) AND customer_id = \(customerID)
            """,
            BackCheck.init(row:)
        )
    }

    /// Who says that it is still broken counts, also where we thought that they were not hurt.
    package static func counts(_ incidentID: Int64, in session: any Session) throws -> BackCounts {
        let hurt = try session.count("SELECT count(*) FROM hurt_customer WHERE incident_id = \(incidentID)")
        var byState: [BackCheck.State: Int] = [:]
        var known = 0
        try session.each(
            """
            SELECT b.state, count(*), count(h.customer_id) FROM back_check b
            LEFT JOIN hurt_customer h ON h.incident_id = b.incident_id AND h.customer_id = b.customer_id
            WHERE b.incident_id = \(incidentID) AND b.state <> \(BackCheck.State.unknown)
            GROUP BY b.state
            """
        ) { row in
            byState[try row.next()] = try row.next(Int.self)
            known += try row.next(Int.self)
        }
        return BackCounts(
            back: byState[.back, default: 0],
            stillBroken: byState[.stillBroken, default: 0],
            unknown: hurt - known
        )
    }

    /// The customers who are not known to be back, ascending from behind `customerID`.
    package static func open(
        _ incidentID: Int64,
        after customerID: Int64 = 0,
        limit: Int = 1_000,
        in session: any Session
    ) throws -> [Int64] {
        let hurt = try session.rows(
            """
            SELECT h.customer_id FROM hurt_customer h
            LEFT JOIN back_check b ON b.incident_id = h.incident_id AND b.customer_id = h.customer_id
            WHERE h.incident_id = \(incidentID) AND h.customer_id > \(customerID)
              AND (b.state IS NULL OR b.state <> \(BackCheck.State.back))
            ORDER BY h.customer_id LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
        let others = try session.rows(
            """
            SELECT customer_id FROM back_check
            WHERE incident_id = \(incidentID) AND customer_id > \(customerID)
              AND state = \(BackCheck.State.stillBroken)
            ORDER BY customer_id LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
        return Array(Set(hurt + others).sorted().prefix(limit))
    }

    /// It came back: what was said about being back is void.
    static func forget(_ incidentID: Int64, in session: any Session) throws {
        try session.run("DELETE FROM back_check WHERE incident_id = \(incidentID)")
        try session.announce(.incident(incidentID))
    }
}

extension BackCheck {
    fileprivate init(row: Row) throws {
        incidentID = try row.next()
        customerID = try row.next()
        state = try row.next()
        source = try row.next()
        checkedAt = try row.next()
    }
}
