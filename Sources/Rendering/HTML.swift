/// Text made safe to stand in HTML or XML, between tags or inside a quoted attribute.
package enum HTML {
    /// `text` with `& < > " '` as entities, and what neither HTML nor XML may contain (control characters other
    /// than tab and line ends, U+FFFE, U+FFFF) as U+FFFD.
    ///
    /// It works on bytes: a quotation mark with a combining accent is one `Character`, which is not `"`, but a
    /// browser sees the quotation mark.
    package static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSuspect) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): escaped.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): escaped.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): escaped.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): escaped.append(contentsOf: "&#39;".utf8)
            case 0...8, 11, 12, 14...31: escaped.append(contentsOf: "\u{FFFD}".utf8)
            case 0xBE, 0xBF: escaped.append(endsNoncharacter(escaped) ? 0xBD : byte)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// Whether a byte may need replacing; 0xEF begins U+FFFE and U+FFFF.
    private static func isSuspect(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        case 0...8, 11, 12, 14...31, 0xEF: true
        default: false
        }
    }

    /// Whether a following 0xBE or 0xBF would make U+FFFE or U+FFFF: with 0xBD it is U+FFFD instead.
    private static func endsNoncharacter(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[bytes.count - 1] == 0xBF && bytes[bytes.count - 2] == 0xEF
    }
}
