import Catalog

/// Whether an address is carried by something that is itself in the scope. Built once per campaign, asked a million
/// times: two hash sets and a walk over the labels of the domain.
package struct CarrierMatcher: Sendable {
    private var exact: Set<String> = []
    /// `d` of each `*.d`: domains below it are blocked, it itself is not.
    private var above: Set<String> = []
    private var channels: Set<AddressChannel> = []

    package init(_ blocked: [BlockedCarrier]) {
        for carrier in blocked {
            switch carrier {
            case .mailDomain(let domain, _): exact.insert(Self.normal(domain))
            case .mailSubdomains(let domain, _): above.insert(Self.normal(domain))
            case .channel(let channel, _): channels.insert(channel)
            }
        }
    }

    package func isBlocked(_ address: Address) -> Bool {
        if channels.contains(address.channel) { return true }
        guard address.channel == .email, !(exact.isEmpty && above.isEmpty) else { return false }
        return address.mailDomain.map(isBlocked(mailDomain:)) ?? false
    }

    package func isBlocked(channel: AddressChannel) -> Bool { channels.contains(channel) }

    package func isBlocked(mailDomain: String) -> Bool {
        let domain = Self.normal(mailDomain)
        if exact.contains(domain) { return true }
        guard !above.isEmpty else { return false }
        var rest = Substring(domain)
        while let point = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: point)...]
            if above.contains(String(rest)) { return true }
        }
        return false
    }

    /// Lower case, without the root's point and without a leading `*.`.
    private static func normal(_ domain: String) -> String {
        var domain = Substring(domain.lowercased())
        if domain.hasSuffix(".") { domain.removeLast() }
        if domain.hasPrefix("*.") { domain.removeFirst(2) }
        return String(domain)
    }
}
