import Basis
import Database

/// Reads who has what.
package enum SubscriptionStore {
    /// The condition under which a subscription, under the alias `s`, is active at `now`.
    package static func activeFilter(at now: Instant) -> SQL {
        "(s.status = 'active' AND s.started_at <= \(now) AND (s.ended_at IS NULL OR s.ended_at > \(now)))"
    }

    /// The next customers with an active subscription to a component, by id, each once.
    ///
    /// Reads along the index (component, customer), so that the first thousand of a million cost as much as of a thousand.
    package static func customers(
        ofComponent componentID: Int64,
        after customerID: Int64,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64] {
        try session.rows(
            """
            SELECT DISTINCT s.customer_id FROM subscription s
            WHERE s.component_id = \(componentID) AND s.customer_id > \(customerID) AND \(activeFilter(at: now))
            ORDER BY s.customer_id LIMIT \(limit)
            """
        ) { try $0.int64(0) }
    }

    /// The components that each customer has an active subscription to, by id, each once; only those `among` these
    /// where some are given.
    package static func activeComponents(
        customerIDs: [Int64],
        among componentIDs: Set<Int64>?,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [Int64]] {
        var components: [Int64: [Int64]] = [:]
        let pairs = try inSlices(customerIDs) { slice in
            try session.rows(
                """
                SELECT DISTINCT s.customer_id, s.component_id FROM subscription s
                WHERE s.customer_id IN \(list: slice) AND \(activeFilter(at: now))
                ORDER BY s.customer_id, s.component_id
                """
            ) { (customer: try $0.int64(0), component: try $0.int64(1)) }
        }
        for pair in pairs where componentIDs?.contains(pair.component) ?? true {
            components[pair.customer, default: []].append(pair.component)
        }
        return components
    }

    /// All subscriptions of these customers, ended ones too, by component and start.
    package static func of(customerIDs: [Int64], in session: any Session) throws -> [Int64: [Subscription]] {
        let subscriptions = try inSlices(customerIDs) { slice in
            try session.rows(
                """
                SELECT \(Subscription.columns) FROM subscription WHERE customer_id IN \(list: slice)
                ORDER BY component_id, started_at
                """,
                Subscription.init(row:)
            )
        }
        return Dictionary(grouping: subscriptions, by: \.customerID)
    }

    package static func count(in session: any Session) throws -> Int {
        try session.count("SELECT count(*) FROM subscription")
    }
}

extension Subscription {
    static let columns: SQL =
        "id, component_id, customer_id, quantity, price_minor, currency, period, status, started_at, ended_at"

    init(row: Row) throws {
        id = try row.next()
        componentID = try row.next()
        customerID = try row.next()
        quantity = try row.next()
        let minorUnits = try row.nextOrNil(Int64.self)
        let currency = try row.nextOrNil(String.self)
        price = minorUnits.flatMap { units in currency.map { Money(minorUnits: units, currency: $0) } }
        period = try row.nextOrNil()
        status = try row.next()
        startedAt = try row.next()
        endedAt = try row.nextOrNil()
    }
}
