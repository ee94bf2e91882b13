#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The reverse proxies whose word is taken for where a request comes from: addresses and ranges, from the settings.
package struct TrustedProxies: Sendable, Hashable, CustomStringConvertible {
    /// The most that are read.
    package static let countMax = 100

    private var ranges: [Range] = []

    private struct Range: Sendable, Hashable {
        var prefix: [UInt8]
        var bits: Int

        func holds(_ address: [UInt8]) -> Bool {
            guard address.count == prefix.count else { return false }
            return zip(address, prefix).enumerated().allSatisfy { index, bytes in
                let wanted = max(0, min(8, bits - index * 8))
                let mask = UInt8(truncatingIfNeeded: 0xFF00 >> wanted)
                return bytes.0 & mask == bytes.1 & mask
            }
        }
    }

    /// As it was written.
    package private(set) var description = ""

    package init() {}

    /// Reads `10.0.0.0/8 ::1 192.0.2.7`, separated by spaces or commas; nil where one of them is no address or range.
    package init?(_ text: String) {
        description = text
        let items = text.split { $0 == " " || $0 == "," }
        guard items.count <= Self.countMax else { return nil }
        for item in items {
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let prefix = Self.bytes(String(parts[0])) else { return nil }
            let bits = parts.count == 2 ? Int(parts[1]) : prefix.count * 8
            guard let bits, (0...prefix.count * 8).contains(bits) else { return nil }
            ranges.append(Range(prefix: prefix, bits: bits))
        }
    }

    package var isEmpty: Bool { ranges.isEmpty }

    package func hold(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address) else { return false }
        return ranges.contains { $0.holds(bytes) }
    }

    /// Who is at the far end: the last address that no proxy of ours added itself (`X-Forwarded-For` grows at its
    /// end, so whatever stands before a foreign address is only a claim).
    func origin(peer: String, forwardedFor: [String]) -> String {
        var origin = peer
        for header in forwardedFor.reversed() {
            for item in header.split(separator: ",").reversed() {
                guard hold(origin) else { return origin }
                origin = item.trimmingWhitespace()
            }
        }
        return origin
    }

    /// Four bytes or sixteen; an IPv4 address in the dress of an IPv6 one is four.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 64 else { return nil }
        var old = in_addr()
        if inet_pton(AF_INET, text, &old) == 1 { return withUnsafeBytes(of: old, Array.init) }
        var new = in6_addr()
        guard inet_pton(AF_INET6, text, &new) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: new, Array.init)
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        return isMapped ? Array(bytes[12...]) : bytes
    }
}
