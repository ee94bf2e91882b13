import Basis

/// Something that customers depend on, our own or resold.
package struct Component: Sendable, Hashable, Codable {
    package var id: Int64
    /// The id that its owners gave it in their files and on the command line.
    package var externalID: String
    /// Twelve characters, as Statuspage's documents show it.
    package var publicID: String
    package var name: LocalizedText
    package var group: String?
    package var provider: String?
    package var statusURL: String?
    package var position: Int
    /// Mail to these domains is carried by this component.
    package var mailDomains: [MailDomain]

    package init(
        id: Int64,
        externalID: String,
        publicID: String,
        name: LocalizedText,
        group: String? = nil,
        provider: String? = nil,
        statusURL: String? = nil,
        position: Int = 0,
        mailDomains: [MailDomain] = []
    ) {
        self.id = id
        self.externalID = externalID
        self.publicID = publicID
        self.name = name
        self.group = group
        self.provider = provider
        self.statusURL = statusURL
        self.position = position
        self.mailDomains = mailDomains
    }
}

/// A domain whose mail a component carries: the domain itself, or everything below it (`*.domain`).
package struct MailDomain: Sendable, Hashable, Codable, Comparable {
    /// Lower case, in ASCII (IDNA).
    package var domain: String
    /// Whether this stands for the subdomains instead of the domain itself.
    package var coversSubdomains: Bool

    package init(domain: String, coversSubdomains: Bool = false) {
        self.domain = domain
        self.coversSubdomains = coversSubdomains
    }

    /// Reads `example.es` or `*.example.es`; nil where it is no domain.
    package init?(typed text: some StringProtocol) {
        let coversSubdomains = text.hasPrefix("*.")
        guard let domain = DomainName.ascii(String(text.dropFirst(coversSubdomains ? 2 : 0))) else {
            return nil
        }
        self.init(domain: domain, coversSubdomains: coversSubdomains)
    }

    /// As it is written in files: `*.example.es`.
    package var typed: String { coversSubdomains ? "*." + domain : domain }

    /// Whether mail to `other` (lower case, ASCII) goes through here.
    package func carries(_ other: String) -> Bool {
        coversSubdomains ? other.hasSuffix("." + domain) : other == domain
    }

    package static func < (left: Self, right: Self) -> Bool { left.typed < right.typed }
}

/// One component needs another.
package struct Dependency: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Without the other it does not work.
        case hard
        /// Without the other it works worse.
        case soft
    }

    package var componentID: Int64
    package var dependsOnID: Int64
    package var kind: Kind

    package init(componentID: Int64, dependsOnID: Int64, kind: Kind) {
        self.componentID = componentID
        self.dependsOnID = dependsOnID
        self.kind = kind
    }
}
