/// E-mail addresses as they are stored and compared.
package enum MailAddress {
    private static let localBytesMax = 64
    /// What RFC 5322 allows in a local part without quotes, besides letters and digits.
    private static let localMarks = Array("!#$%&'*+-/=?^_`{|}~.".utf8)

    /// One mailbox with its domain in lower case and ASCII; nil where the text is anything else.
    ///
    /// The local part is kept as it was written: only its own server knows whether case matters.
    package static func normalised(_ typed: String) -> String? {
        guard let at = typed.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = typed[..<at]
        guard (1...localBytesMax).contains(local.utf8.count), local.utf8.allSatisfy(isLocal),
            hasProperDots(local.utf8),
            let domain = DomainName.ascii(String(typed[typed.utf8.index(after: at)...]))
        else { return nil }
        return "\(local)@\(domain)"
    }

    /// No dot at either end, nor two in a row.
    private static func hasProperDots(_ local: Substring.UTF8View) -> Bool {
        var last = UInt8(ascii: ".")
        for byte in local {
            if byte == UInt8(ascii: "."), last == byte { return false }
            last = byte
        }
        return last != UInt8(ascii: ".")
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: localMarks.contains(byte)
        }
    }
}
