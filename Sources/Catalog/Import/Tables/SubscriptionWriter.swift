import Basis
import Database

/// Writes subscriptions.
enum SubscriptionWriter {
    /// What makes a subscription the same one.
    struct Key: Hashable {
        var customerID: Int64
        var componentID: Int64
        var startedAt: Instant

        init(_ subscription: Subscription) {
            customerID = subscription.customerID
            componentID = subscription.componentID
            startedAt = subscription.startedAt
        }
    }

    /// The stored subscriptions of the same customers, by what makes them the same.
    static func known(
        like subscriptions: [Subscription],
        in session: any Session
    ) throws -> [Key: Subscription] {
        let stored = try SubscriptionStore.of(
            customerIDs: Array(Set(subscriptions.map(\.customerID))),
            in: session
        )
        var known: [Key: Subscription] = [:]
        for subscription in stored.values.joined() { known[Key(subscription)] = subscription }
        return known
    }

    /// Inserts or changes subscriptions, distinct by component, customer and start.
    static func upsert(_ subscriptions: [Subscription], in session: any Session) throws {
        let rows = subscriptions.map { subscription in
            [
                subscription.componentID.sqlValue, subscription.customerID.sqlValue,
                subscription.quantity.sqlValue,
                (subscription.price?.minorUnits).orNull, (subscription.price?.currency).orNull,
                subscription.period.orNull, subscription.status.sqlValue, subscription.startedAt.sqlValue,
                subscription.endedAt.orNull,
            ]
        }
        try session.insertRows(
            """
            INSERT INTO subscription
                (component_id, customer_id, quantity, price_minor, currency, period, status, started_at, ended_at)
            """,
            rows,
            """
            ON CONFLICT (component_id, customer_id, started_at) DO UPDATE SET
                quantity = excluded.quantity, price_minor = excluded.price_minor, currency = excluded.currency,
                period = excluded.period, status = excluded.status, ended_at = excluded.ended_at
            """
        )
    }
}
