/// What a person wrote, made fit for a header line: no line ends, no raw non-ASCII, no line over 76 characters
/// that could be shorter (RFC 5322 §2.2.3, RFC 2047 §2).
///
/// Not GMime's own: it writes encoded words of up to 120 characters where RFC 2047 allows 75, and lets `=?…?=`
/// that somebody typed pass as an encoded word, which can hide line ends.
enum HeaderText {
    /// Longest run without a blank that free text may have; over it, the text is encoded and can be folded.
    static let runBytesMax = 60
    /// RFC 5322 §2.1.1, without the line end.
    static let lineBytesMax = 998
    private static let foldedBytesMax = 76
    /// RFC 2047 allows 75 for a word and 76 for its line; this leaves room for `Reply-To: `.
    private static let wordBytesMax = 64
    private static let prefix = "=?UTF-8?Q?"
    private static let suffix = "?="

    /// Without control characters and direction overrides; blanks, tabs, line and paragraph ends in any number
    /// become one blank.
    static func cleaned(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isInvisible(scalar) {
            if !isBlank(scalar) {
                kept.append(scalar)
            } else if !kept.isEmpty, kept.last != " " {
                kept.append(" ")
            }
        }
        if kept.last == " " { kept.removeLast() }
        return String(kept)
    }

    /// Free text (a subject, a name's text) after cleaning: as it is where it can stay so, else encoded words
    /// that are separated by a blank, at which the line may be folded.
    static func encoded(_ text: String, runBytesMax: Int = runBytesMax) -> String {
        needsEncoding(text, runBytesMax) ? words(text) : text
    }

    /// A name before an address: encoded, or quoted where it holds more than letters, digits and blanks.
    static func phrase(_ name: String) -> String {
        if needsEncoding(name, runBytesMax) { return words(name) }
        let isBare = name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: " ") }
        if isBare { return name }
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `name: value` with a CRLF before a blank where the line would grow too long, and a CRLF at its end.
    static func line(_ name: String, _ value: String) -> [UInt8] {
        var line = Array("\(name):".utf8)
        line.reserveCapacity(line.count + value.utf8.count + 16)
        var column = line.count
        for (index, word) in value.utf8.split(separator: UInt8(ascii: " ")).enumerated() {
            if column + 1 + word.count > foldedBytesMax, index > 0 {
                line += [13, 10]
                column = 0
            }
            line.append(UInt8(ascii: " "))
            line += word
            column += 1 + word.count
        }
        return line + [13, 10]
    }

    private static func needsEncoding(_ text: String, _ runBytesMax: Int) -> Bool {
        var run = 0
        var previous: UInt8 = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: " ") ? 0 : run + 1
            let looksEncoded = previous == UInt8(ascii: "=") && byte == UInt8(ascii: "?")
            if byte > 126 || byte < 32 || run > runBytesMax || looksEncoded { return true }
            previous = byte
        }
        return false
    }

    /// The whole text in Q encoding with the characters that are safe in every place (RFC 2047 §5.3); words
    /// never split a character.
    private static func words(_ text: String) -> String {
        var words = prefix
        var length = prefix.utf8.count
        for scalar in text.unicodeScalars {
            let piece = quoted(scalar)
            if length + piece.utf8.count + suffix.utf8.count > wordBytesMax {
                words += "\(suffix) \(prefix)"
                length = prefix.utf8.count
            }
            words += piece
            length += piece.utf8.count
        }
        return words + suffix
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        if scalar.isASCII, isAlphanumeric(UInt8(ascii: scalar)) { return String(scalar) }
        return UTF8.encode(scalar)?.reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16, uppercase: true)
            text += digits.count == 1 ? "=0\(digits)" : "=\(digits)"
        } ?? ""
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 32, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Controls, and the marks that turn the reading direction so that a name looks like another.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 0x85: false
        case 0...31, 127...159, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
