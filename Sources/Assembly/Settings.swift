import Basis
import Delivery
import Foundation
import Response

/// All that can be set, read once at start. Every scalar of `amends.yml` also has an `AMENDS_…` variable,
/// which wins.
package struct Settings: Sendable {
    /// A file path, or `postgres://…`.
    package var database: String
    package var maildir: String
    /// Where mail goes; nil: into the Maildir.
    package var relay: RelaySettings?
    package var mailFrom: String
    package var senderName: String
    package var contactPhone: String?
    package var leaseSeconds: Int
    package var siteListen: Listen
    package var console: ConsoleSettings
    package var publicURL: String
    package var timeZone: TimeZone
    package var migratesByItself: Bool
    package var minutesPerCall: Int
    /// ISO 3166 alpha-2: where phone numbers without a country are read.
    package var country: String
    /// The component that carries e-mail as a whole, and the one that carries the telephone.
    package var relayComponent: String?
    package var phoneComponent: String?
    /// For readers who ask for none of the languages that the program speaks.
    package var language: Language
    package var secret: String?
    package var resources: String?
    /// The folder of what the program keeps besides the database: the secret, uploads, the last good page.
    package var folder: String
    /// What needs a second person; nil: nothing.
    package var approvals: ApprovalPolicy?
    /// How many of a large campaign are told first.
    package var canary: Canary
    /// How long after an incident was closed what was said by and about its customers is kept; nil: for ever.
    package var retentionDays: Int?

    /// A host and a port to listen on.
    package struct Listen: Sendable, Hashable {
        package var host: String
        package var port: Int

        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// Reads `127.0.0.1:8080`, `[::1]:8080`, `:8080`.
        package init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
                (0...65_535).contains(port)
            else { return nil }
            let given = text[..<colon]
            let isBracketed = given.hasPrefix("[") && given.hasSuffix("]")
            let host = isBracketed ? given.dropFirst().dropLast() : given
            guard isBracketed == host.contains(":"), !host.contains(where: \.isWhitespace) else { return nil }
            self.init(host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
        }

        /// Whether only this machine can reach it.
        package var isLoopback: Bool {
            // `127.example.org` is a name like any other.
            let isAddress = host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
            return host == "localhost" || host == "::1" || (isAddress && host.hasPrefix("127."))
        }
    }
}
