import Basis

/// Somebody who pays for components and is hurt when they fail.
package struct Customer: Sendable, Hashable, Codable {
    package var id: Int64
    /// The id that its owners gave it in their files.
    package var externalID: String
    package var name: String
    package var language: Language
    /// ISO 3166 alpha-2, upper case.
    package var country: String?
    /// A name of the IANA database: `Europe/Madrid`.
    package var timeZone: String?
    package var tier: String?
    /// The own id of the member of staff who looks after them.
    package var accountManager: String?
    /// Their own domains, lower case, in ASCII.
    package var domains: [String]

    package init(
        id: Int64,
        externalID: String,
        name: String,
        language: Language,
        country: String? = nil,
        timeZone: String? = nil,
        tier: String? = nil,
        accountManager: String? = nil,
        domains: [String] = []
    ) {
        self.id = id
        self.externalID = externalID
        self.name = name
        self.language = language
        self.country = country
        self.timeZone = timeZone
        self.tier = tier
        self.accountManager = accountManager
        self.domains = domains
    }
}

/// A person at a customer.
package struct Contact: Sendable, Hashable, Codable {
    package var id: Int64
    package var customerID: Int64
    package var name: String
    /// What they are there: owner, technical, billing.
    package var role: String

    package init(id: Int64, customerID: Int64, name: String, role: String) {
        self.id = id
        self.customerID = customerID
        self.name = name
        self.role = role
    }
}
