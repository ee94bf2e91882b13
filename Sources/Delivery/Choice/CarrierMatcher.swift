import Catalog

/// Whether an address is carried by something that is itself in the scope. Built once per campaign, asked a
/// million times: two hash sets and a walk over the labels of the domain.
package struct CarrierMatcher: Sendable {
    private var exact: Set<Substring> = []
    /// `d` of each `*.d`: domains below it are blocked, it itself is not.
    private var above: Set<Substring> = []
    private var channels: ChannelMask = []

    package init(_ blocked: [BlockedCarrier]) {
        for carrier in blocked {
            switch carrier {
            case .mailDomain(let domain, _): exact.insert(Self.normal(domain))
            case .mailSubdomains(let domain, _): above.insert(Self.normal(domain))
            case .channel(let channel, _): channels.insert(channel.mask)
            }
        }
    }

    package func isBlocked(_ address: Address) -> Bool {
        if channels.contains(address.channel.mask) { return true }
        guard address.channel == .email, !(exact.isEmpty && above.isEmpty) else { return false }
        return address.mailDomain.map(isBlocked(mailDomain:)) ?? false
    }

    package func isBlocked(channel: AddressChannel) -> Bool { channels.contains(channel.mask) }

    package func isBlocked(mailDomain: String) -> Bool {
        let isNormal =
            mailDomain.utf8.last != UInt8(ascii: ".")
            && mailDomain.utf8.allSatisfy { $0 < 65 || $0 > 90 && $0 < 128 }
        var rest = isNormal ? Substring(mailDomain) : Self.normal(mailDomain)
        if exact.contains(rest) { return true }
        guard !above.isEmpty else { return false }
        while let point = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            rest = rest[rest.utf8.index(after: point)...]
            if above.contains(rest) { return true }
        }
        return false
    }

    /// Lower case, without the root's point and without a leading `*.`.
    private static func normal(_ domain: String) -> Substring {
        var domain = Substring(domain.lowercased())
        if domain.hasSuffix(".") { domain.removeLast() }
        if domain.hasPrefix("*.") { domain.removeFirst(2) }
        return domain
    }
}

/// Channels as bits: a set of them would hash their names for every address.
struct ChannelMask: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ channels: Set<AddressChannel>) {
        self = channels.reduce(into: []) { $0.insert($1.mask) }
    }
}

extension AddressChannel {
    var mask: ChannelMask {
        switch self {
        case .email: ChannelMask(rawValue: 1)
        case .sms: ChannelMask(rawValue: 2)
        case .whatsapp: ChannelMask(rawValue: 4)
        case .telegram: ChannelMask(rawValue: 8)
        case .phone: ChannelMask(rawValue: 16)
        case .webhook: ChannelMask(rawValue: 32)
        }
    }
}
