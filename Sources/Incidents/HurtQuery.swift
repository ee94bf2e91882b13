import Basis
import Catalog
import Database

/// The SQL of "is hurt", said once. Bound to one incident and one moment.
///
/// A customer has few subscriptions, a scope may have many components, so these are asked from the customer's side:
/// `CROSS JOIN` tells SQLite to keep that order, and is a plain join to PostgreSQL.
struct HurtQuery {
    let incidentID: Int64
    let basis: Incident.Basis
    let now: Instant

    /// Nil where there is no such incident.
    init?(_ incidentID: Int64, at now: Instant, in session: any Session) throws {
        let basis = try session.value(
            "SELECT basis FROM incident WHERE id = \(incidentID)",
            as: Incident.Basis.self
        )
        guard let basis else { return nil }
        self.incidentID = incidentID
        self.basis = basis
        self.now = now
    }

    /// Whether the customer in the column `customer` is in the scope now.
    func includes(_ customer: SQL) -> SQL {
        switch basis {
        case .components:
            """
            EXISTS (
                SELECT 1 FROM subscription s
                CROSS JOIN scope_component c
                WHERE s.customer_id = \(customer) AND \(SubscriptionStore.activeFilter(at: now))
                  AND c.incident_id = \(incidentID) AND c.component_id = s.component_id
            )
            """
        case .list:
            """
            EXISTS (
                SELECT 1 FROM scope_listed l WHERE l.incident_id = \(incidentID) AND l.customer_id = \(customer)
            )
            """
        }
    }

    /// How many customers are in the scope; only those whom a certain path reaches where `surely` is set.
    func count(surely: Bool = false, in session: any Session) throws -> Int {
        switch basis {
        case .components:
            let filter: SQL = surely ? "AND c.is_certain = 1" : ""
            return try session.count(
                """
                SELECT count(DISTINCT s.customer_id) FROM scope_component c
                JOIN subscription s ON s.component_id = c.component_id
                WHERE c.incident_id = \(incidentID) \(filter) AND \(SubscriptionStore.activeFilter(at: now))
                """
            )
        case .list:
            return try session.count("SELECT count(*) FROM scope_listed WHERE incident_id = \(incidentID)")
        }
    }

    /// Those of `customerIDs` who are in the scope.
    func members(
        of customerIDs: [Int64],
        surely: Bool = false,
        in session: any Session
    ) throws -> Set<Int64> {
        if basis == .list {
            return Set(try ScopeStore.listed(customerIDs, incidentID: incidentID, in: session).keys)
        }
        let filter: SQL = surely ? "AND c.is_certain = 1" : ""
        return Set(
            try inSlices(customerIDs) { slice in
                try session.rows(
                    """
                    SELECT DISTINCT s.customer_id FROM subscription s
                    CROSS JOIN scope_component c
                    WHERE s.customer_id IN \(list: slice) AND \(SubscriptionStore.activeFilter(at: now))
                      AND c.incident_id = \(incidentID) AND c.component_id = s.component_id \(filter)
                    """
                ) { try $0.next(Int64.self) }
            }
        )
    }
}
