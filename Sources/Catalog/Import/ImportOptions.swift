import Basis

/// What is taken for granted where a file does not say it.
package struct ImportRules: Sendable, Hashable {
    package var language: Language
    /// ISO 3166 alpha-2: numbers and dates without a country are read as they are written there.
    package var country: String
    /// ISO 4217: of prices without a currency; such prices are rejected where nil.
    package var currency: String?

    package init(language: Language = .spanish, country: String = "ES", currency: String? = "EUR") {
        self.language = language
        self.country = country
        self.currency = currency
    }
}

/// The files of one import, by path. They are read in the order of `ImportKind`, whatever the order they were given in.
package struct CatalogFiles: Sendable, Hashable {
    package var paths: [ImportKind: String]
    /// What the columns of a file mean, by title, where people said so; the titles say it otherwise.
    package var mappings: [ImportKind: [String: String]]

    package init(
        components: String? = nil,
        dependencies: String? = nil,
        customers: String? = nil,
        contacts: String? = nil,
        subscriptions: String? = nil,
        mappings: [ImportKind: [String: String]] = [:]
    ) {
        paths = [:]
        paths[.components] = components
        paths[.dependencies] = dependencies
        paths[.customers] = customers
        paths[.contacts] = contacts
        paths[.subscriptions] = subscriptions
        self.mappings = mappings
    }
}
