import Database

extension Topic {
    /// Components, customers, addresses or subscriptions changed.
    package static let catalog = Topic("catalog")
}
