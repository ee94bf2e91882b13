/// What the files before this one would bring, where several are looked at before any is imported.
///
/// Each id that comes gets a number below zero, which no row of the database has.
struct ImportArrivals: Sendable {
    static let none = ImportArrivals()

    private(set) var components: [String: Int64] = [:]
    private(set) var customers: [String: ContactTable.KnownCustomer] = [:]

    mutating func add(component: Component) {
        components[component.externalID] = -Int64(components.count + 1)
    }

    mutating func add(customer: Customer) {
        let id = -Int64(customers.count + 1)
        customers[customer.externalID] = ContactTable.KnownCustomer(id: id, country: customer.country)
    }
}

extension Dictionary {
    /// With values for those of the keys that have none.
    func adding(_ keys: Set<Key>, _ value: (Key) -> Value?) -> Self {
        var all = self
        for key in keys where all[key] == nil { all[key] = value(key) }
        return all
    }
}
