import Basis
import Catalog
import Database

/// A customer who is hurt because a list says so, with what the list says about them.
package struct ListedCustomer: Sendable, Hashable {
    package var customerID: Int64
    /// The other columns of their row: order, lot, amount. They become facts of this customer only.
    package var details: [String: String]

    package init(customerID: Int64, details: [String: String] = [:]) {
        self.customerID = customerID
        self.details = details
    }
}

extension ScopeStore {
    /// Adds customers to the list of an incident. Of two rows for one customer the details are joined; where both
    /// say the same column, the values are listed.
    package static func addListed(
        _ customers: [ListedCustomer],
        incidentID: Int64,
        in session: any Session
    ) throws {
        let known = try listed(customers.map(\.customerID), incidentID: incidentID, in: session)
        let merged = customers.reduce(into: known) { merged, customer in
            merged[customer.customerID, default: [:]].merge(customer.details) { old, new in
                old == new ? old : "\(old), \(new)"
            }
        }
        let rows = merged.sorted { $0.key < $1.key }.map { id, details in
            [incidentID.sqlValue, id.sqlValue, JSONColumn(details).sqlValue]
        }
        try session.insertRows(
            "INSERT INTO scope_listed (incident_id, customer_id, details)",
            rows,
            "ON CONFLICT (incident_id, customer_id) DO UPDATE SET details = excluded.details"
        )
        if !rows.isEmpty { try raiseVersion(of: incidentID, in: session) }
    }

    /// What the list says of these customers; those who are not on it are absent.
    package static func listed(
        _ customerIDs: [Int64],
        incidentID: Int64,
        in session: any Session
    ) throws -> [Int64: [String: String]] {
        let rows = try inSlices(customerIDs) { slice in
            try session.rows(
                """
                SELECT customer_id, details FROM scope_listed
                WHERE incident_id = \(incidentID) AND customer_id IN \(list: slice)
                """
            ) { (id: try $0.next(Int64.self), details: try $0.json([String: String].self)) }
        }
        return Dictionary(rows.map { ($0.id, $0.details) }) { first, _ in first }
    }
}
