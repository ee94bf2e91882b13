import Basis
import Database

/// Keeps the words of customers: whoever is new or changed waits here, so that an import writes no index.
package enum SearchIndexer {
    /// Customers in one transaction, which takes about 30 ms.
    static let batch = 500

    /// Indexes some of those who wait.
    /// - Returns: when to go on: at once where there may be more, nil where nobody waits.
    package static func tick(_ database: any Database, _ now: Instant) async throws -> Instant? {
        let isWaiting = try await database.read { session in
            try session.count("SELECT count(*) FROM (SELECT 1 FROM customer WHERE is_indexed = 0 LIMIT 1) w")
                > 0
        }
        guard isWaiting else { return nil }
        let count = try await database.write { try index(limit: batch, in: $0) }
        return count < batch ? nil : now
    }

    /// Whose addresses changed waits again.
    static func forget(_ customerIDs: Set<Int64>, in session: any Session) throws {
        _ = try inSlices(customerIDs.sorted()) { slice in
            try session.run(
                "UPDATE customer SET is_indexed = 0 WHERE id IN \(list: slice) AND is_indexed = 1"
            )
            return [Void]()
        }
    }

    private struct Waiting {
        var id: Int64
        var name: String
        var externalID: String
    }

    private static func index(limit: Int, in session: any Session) throws -> Int {
        let waiting = try session.rows(
            """
            SELECT id, name, external_id FROM customer WHERE is_indexed = 0 ORDER BY id LIMIT \(limit)
            \(session.dialect.skipLocked)
            """
        ) { Waiting(id: try $0.next(), name: try $0.next(), externalID: try $0.next()) }
        let ids = waiting.map(\.id)
        let addresses = try AddressStore.of(customerIDs: ids, in: session)
        _ = try inSlices(ids) { slice in
            try session.run("DELETE FROM customer_word WHERE customer_id IN \(list: slice)")
            return [Void]()
        }
        let rows = waiting.flatMap { customer in
            CustomerWords.of(
                name: customer.name,
                externalID: customer.externalID,
                addresses: addresses[customer.id] ?? []
            ).map { [SQLValue.text($0), .integer(customer.id)] }
        }
        try session.insertRows(
            "INSERT INTO customer_word (word, customer_id)",
            rows,
            "ON CONFLICT (word, customer_id) DO NOTHING"
        )
        _ = try inSlices(ids) { slice in
            try session.run("UPDATE customer SET is_indexed = 1 WHERE id IN \(list: slice)")
            return [Void]()
        }
        return ids.count
    }
}
