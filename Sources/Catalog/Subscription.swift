import Basis
import Database

/// A customer has a component: how many, at what price, and from when to when.
package struct Subscription: Sendable, Hashable {
    package enum Status: String, SQLText, Codable, CaseIterable, Sendable, Hashable {
        case active
        case suspended
        case ended
    }

    package enum Period: String, SQLText, Codable, CaseIterable, Sendable, Hashable {
        case month
        case year
    }

    package var id: Int64
    package var componentID: Int64
    package var customerID: Int64
    package var quantity: Int
    /// Of one unit for one period; nil where nobody said.
    package var price: Money?
    package var period: Period?
    package var status: Status
    /// 1970 where nobody said since when.
    package var startedAt: Instant
    package var endedAt: Instant?

    package init(
        id: Int64,
        componentID: Int64,
        customerID: Int64,
        quantity: Int = 1,
        price: Money? = nil,
        period: Period? = nil,
        status: Status = .active,
        startedAt: Instant = Instant(milliseconds: 0),
        endedAt: Instant? = nil
    ) {
        self.id = id
        self.componentID = componentID
        self.customerID = customerID
        self.quantity = quantity
        self.price = price
        self.period = period
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
    }

    /// Whether the customer has it at `now`; the same rule as `SubscriptionStore.activeFilter`.
    package func isActive(at now: Instant) -> Bool {
        guard status == .active, startedAt <= now else { return false }
        return endedAt.map { $0 > now } ?? true
    }
}
