import Basis
import Catalog
import Database

/// Which customers go into a bag where not all do. Everything that is named must hold.
package struct BagNarrowing: Sendable, Hashable, Codable {
    /// The own id of a component that they have.
    package var component: String?
    package var tier: String?
    /// The own id of whoever looks after them.
    package var accountManager: String?

    package init(component: String? = nil, tier: String? = nil, accountManager: String? = nil) {
        self.component = component
        self.tier = tier
        self.accountManager = accountManager
    }

    /// The condition on a customer under the alias `u`.
    func condition(at now: Instant) -> SQL {
        var condition: SQL = "u.id > 0"
        if let tier { condition = "\(condition) AND u.tier = \(tier)" }
        if let accountManager { condition = "\(condition) AND u.account_manager = \(accountManager)" }
        if let component {
            condition = """
                \(condition) AND EXISTS (
                    SELECT 1 FROM subscription s JOIN component p ON p.id = s.component_id
                    WHERE s.customer_id = u.id AND p.external_id = \(component)
                        AND \(SubscriptionStore.activeFilter(at: now))
                )
                """
        }
        return condition
    }
}
