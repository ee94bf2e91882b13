import Basis

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a try comes from, as one who guesses cannot change it at will: an IPv4 address, or the /64 of an IPv6
/// address, because a household has 2⁶⁴ of those.
package struct LoginSource: Sendable, Hashable {
    let text: String

    /// - Parameter address: as the listener or a trusted proxy names it. What is no address is one common source.
    package init(_ address: String) {
        var old = in_addr()
        var new = in6_addr()
        if address.utf8.count <= 64, inet_pton(AF_INET, address, &old) == 1 {
            text = withUnsafeBytes(of: old) { "4:" + Self.hex($0[..<4]) }
        } else if address.utf8.count <= 64, inet_pton(AF_INET6, address, &new) == 1 {
            text = withUnsafeBytes(of: new) { bytes in
                // `::ffff:1.2.3.4` is the IPv4 address in another dress.
                let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
                return isMapped ? "4:" + Self.hex(bytes[12..<16]) : "6:" + Self.hex(bytes[..<8])
            }
        } else {
            text = "unknown"
        }
    }

    private static func hex(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        bytes.map { String($0, radix: 16) }.joined(separator: ".")
    }
}
