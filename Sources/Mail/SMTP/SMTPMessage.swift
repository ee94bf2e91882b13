/// A message with its envelope: one sender, one recipient, so that nobody learns of another.
package struct SMTPMessage: Sendable {
    /// Addresses as they go over the wire (``MailAddress/envelope()``), without `<>`.
    package var sender: String
    package var recipient: String
    /// The whole message with CRLF line ends; dots at the beginnings of lines are doubled on the way.
    package var bytes: [UInt8]
    /// What the far end gives back in a notification of non-delivery (RFC 3461), at most 100 printable characters.
    package var envelopeID: String?
    /// Stops it as long as it has not begun.
    package var brake: Brake?
    /// Whether an address is not ASCII (RFC 6531).
    package let needsSMTPUTF8: Bool
    /// Whether the text has bytes over 127.
    package let is8Bit: Bool

    package init(sender: String, recipient: String, bytes: [UInt8], envelopeID: String? = nil) {
        self.sender = sender
        self.recipient = recipient
        self.bytes = bytes
        self.envelopeID = envelopeID
        needsSMTPUTF8 = !(sender.utf8.allSatisfy { $0 < 128 } && recipient.utf8.allSatisfy { $0 < 128 })
        is8Bit = Self.has8Bit(bytes)
    }

    /// Behind the `@`, in lower case: what rests when its mail hosts say "not now".
    package var domain: String {
        recipient.lastIndex(of: "@").map { recipient[recipient.index(after: $0)...].lowercased() } ?? ""
    }

    private static func has8Bit(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { raw in
            let words = raw.count / 8
            var seen: UInt64 = 0
            for index in 0..<words {
                seen |= raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
            }
            for index in (words * 8)..<raw.count { seen |= UInt64(raw[index]) }
            return seen & 0x8080_8080_8080_8080 != 0
        }
    }
}
