import Basis

/// What a file lists.
package enum ImportKind: String, Sendable, Hashable, Codable, CaseIterable {
    case components
    case dependencies
    case customers
    case contacts
    case subscriptions

    /// The columns that mean something, in the order of the documents.
    package var fields: [String] {
        switch self {
        case .components: ["id", "name_es", "name_en", "group", "provider", "mail_domains", "status_url"]
        case .dependencies: ["component", "depends_on", "kind"]
        case .customers:
            [
                "id", "name", "language", "country", "time_zone", "tier", "account_manager", "email", "phone",
                "domains",
            ]
        case .contacts: ["customer", "name", "role", "channel", "address", "preference", "consent"]
        case .subscriptions:
            [
                "customer", "component", "quantity", "unit_price", "currency", "period", "status", "start",
                "end",
            ]
        }
    }

    /// The columns that every file of this kind has.
    package var requiredFields: [String] {
        switch self {
        case .components: ["id"]
        case .dependencies: ["component", "depends_on"]
        case .customers: ["id", "name"]
        case .contacts: ["customer", "name", "channel", "address"]
        case .subscriptions: ["customer", "component"]
        }
    }

    /// The language of a column that holds a component's name (`name_es`); nil for any other column.
    static func nameLanguage(_ field: String) -> Language? {
        guard field.hasPrefix("name_"), (7...8).contains(field.utf8.count) else { return nil }
        return Language(String(field.dropFirst(5)))
    }

    /// Whether a column means something here: one of `fields`, or a component's name in any language.
    func knows(_ field: String) -> Bool {
        fields.contains(field) || (self == .components && Self.nameLanguage(field) != nil)
    }
}
