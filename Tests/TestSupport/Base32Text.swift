/// Base 32 as an authenticator reads it (RFC 4648 §6).
package enum Base32Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// The bytes of a secret as it is shown, in groups.
    package static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var (buffer, bits) = (0, 0)
        for letter in text where letter != " " {
            guard let value = alphabet.firstIndex(of: letter) else { continue }
            buffer = (buffer << 5 | value) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        return bytes
    }
}
