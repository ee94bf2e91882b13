import Basis
import Catalog
import Foundation

/// Whether what we tell with stands at a provider that our customers hang on too. Pure: it compares names of hosts, as
/// somebody else found them, with what is known of the providers.
package struct PlaceCheck: Sendable {
    /// What of ours stands somewhere.
    package enum Part: String, Sendable, CaseIterable {
        case program
        case page
        case mail
        case database
    }

    /// A part of ours, and every name of where it stands: the host as it is set, and what its addresses are called.
    package struct Place: Sendable, Equatable {
        package var part: Part
        package var names: [String]

        package init(_ part: Part, names: [String]) {
            self.part = part
            self.names = names
        }
    }

    /// A provider, how many customers hang on it, and the domains that are known to be its.
    package struct Provider: Sendable, Equatable {
        package var name: String
        package var customers: Int
        package var domains: [MailDomain] = []
        package var hosts: [String] = []

        package init(_ name: String, customers: Int, domains: [MailDomain] = [], hosts: [String] = []) {
            self.name = name
            self.customers = customers
            self.domains = domains
            self.hosts = hosts
        }
    }

    /// A part of ours that stands at a provider, and by which name that was seen.
    package struct Finding: Sendable, Equatable {
        package var part: Part
        package var provider: Provider
        package var seen: String
    }

    /// Words in the names of providers that say what they do and not who they are.
    static let commonWords: Set<String> = [
        "cloud", "hosting", "host", "hosted", "mail", "email", "web", "net", "network", "networks",
        "internet",
        "telecom", "online", "services", "server", "servers", "the", "com", "org", "data", "center", "centre",
        "registrar", "domains", "dns", "inc", "ltd", "gmbh", "group", "own", "our",
    ]

    /// One for each part and provider, the provider of most customers first.
    package static func findings(_ places: [Place], _ providers: [Provider]) -> [Finding] {
        let ordered = providers.sorted { ($1.customers, $0.name) < ($0.customers, $1.name) }
        return Part.allCases.flatMap { part in
            ordered.compactMap { provider in
                let names = places.filter { $0.part == part }.flatMap(\.names).map(folded)
                return names.first { stands($0, part, at: provider) }.map {
                    Finding(part: part, provider: provider, seen: $0)
                }
            }
        }
    }

    private static func stands(_ name: String, _ part: Part, at provider: Provider) -> Bool {
        // The last label is nobody's own.
        let labels = Set(name.split(separator: ".").dropLast().map(String.init))
        if !labels.isDisjoint(with: words(of: provider.name)) { return true }
        // A page below a customer's domain may stand anywhere; mail to that domain does not.
        let carries =
            part == .mail
            && provider.domains.contains { carried in
                carried.coversSubdomains ? name.hasSuffix("." + carried.domain) : name == carried.domain
            }
        return carries || provider.hosts.contains { isSibling(name, folded($0)) }
    }

    /// `OVH` of `OVH`, `candil` of `Candil Hosting, S. L.`: what a host of theirs would be called.
    private static func words(of provider: String) -> Set<String> {
        let words = folded(provider).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return Set((words + [words.joined()]).filter { $0.count >= 3 && !commonWords.contains($0) })
    }

    /// Whether two hosts are of one domain that somebody can own: `vps.ovh.net` and `status.ovh.net`.
    private static func isSibling(_ one: String, _ other: String) -> Bool {
        let domain = owned(one)
        return domain != nil && domain == owned(other)
    }

    /// The last two labels, or three below such as `co.uk`; nil for an address and for a single label.
    private static func owned(_ name: String) -> String? {
        let labels = name.split(separator: ".")
        guard labels.count >= 2, let last = labels.last, last.contains(where: \.isLetter), !name.contains(":")
        else { return nil }
        let isShared = last.count == 2 && sharedSecond.contains(String(labels[labels.count - 2]))
        guard !isShared || labels.count >= 3 else { return nil }
        return labels.suffix(isShared ? 3 : 2).joined(separator: ".")
    }

    private static let sharedSecond: Set<String> = ["co", "com", "org", "net", "gov", "edu", "ac", "gob"]

    private static func folded(_ name: String) -> String {
        var name = name.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        return name
    }
}
