import Basis

/// How the bytes of a file are text.
enum FileEncoding: Sendable, Equatable {
    case utf8
    /// What Western programs call Latin-1 or ANSI.
    case windows1252
}

/// What a first look through the whole file told: rows are judged by it later.
///
/// One row that is not UTF-8 says nothing about a file; all of them do. So the choice needs the whole file: rows with
/// sequences that are UTF-8 are counted against rows with bytes that are not.
struct FileSurvey: Sendable, Equatable {
    private(set) var encoding: FileEncoding = .utf8
    /// Whether every row is UTF-8, so that none needs to be checked again.
    private(set) var isWhole = true

    private static let blockBytes = 262_144
    /// A file whose only evidence is in fewer lines than this and than a fifth of them keeps to UTF-8.
    private static let latinLinesMin = 10

    init(of input: any ByteSource) throws(ImportFailure) {
        var count = LineCount()
        var offset: Int64 = 0
        while offset < input.size {
            let block = try input.bytes(at: offset, count: Self.blockBytes)
            if block.isEmpty { break }
            count.take(block)
            offset += Int64(block.count)
        }
        count.endLine()
        isWhole = count.brokenLines == 0
        if !isWhole, Self.isLatin(count) { encoding = .windows1252 }
    }

    private static func isLatin(_ count: LineCount) -> Bool {
        guard count.wholeLines * 20 < count.brokenLines, count.oddBytes * 20 <= count.latinBytes else {
            return false
        }
        let isMuch = count.brokenLines >= latinLinesMin || count.brokenLines * 5 >= count.lines
        return count.isFirstBroken || isMuch
    }
}

/// Lines of a file by what is in them besides ASCII.
private struct LineCount {
    /// Lines with anything in them, the header too.
    var lines = 0
    var wholeLines = 0
    var brokenLines = 0
    /// The header itself has bytes that are no UTF-8.
    var isFirstBroken = false
    /// Bytes that are letters and marks of Western languages in Windows-1252.
    var latinBytes = 0
    var oddBytes = 0

    private var check = UTF8Check()
    private var hasWhole = false
    private var hasBroken = false
    private var hasBytes = false

    mutating func take(_ block: [UInt8]) {
        block.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                    endLine()
                } else if byte >= 0x80 || check.isOpen {
                    judge(byte)
                } else {
                    hasBytes = true
                }
            }
        }
    }

    mutating func endLine() {
        if check.isOpen { hasBroken = true }
        check = UTF8Check()
        guard hasBytes || hasWhole || hasBroken else { return }
        lines += 1
        if hasBroken { brokenLines += 1 } else if hasWhole { wholeLines += 1 }
        if lines == 1 { isFirstBroken = hasBroken }
        (hasWhole, hasBroken, hasBytes) = (false, false, false)
    }

    private mutating func judge(_ byte: UInt8) {
        switch check.take(byte) {
        case .whole: hasWhole = true
        case .broken: hasBroken = true
        case .ascii, .open: break
        }
        guard byte >= 0x80 else { return }
        if Windows1252.isUsual(byte) { latinBytes += 1 } else { oddBytes += 1 }
    }
}

/// The 8-bit letters of Western Windows.
enum Windows1252 {
    /// What 0x80 to 0x9F stand for; the five that stand for nothing become the replacement character.
    private static let upper: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}", "\u{017D}", "\u{FFFD}",
        "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}", "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append((0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte))
        }
        return String(text)
    }

    /// The bytes of a text; what has none becomes a question mark.
    static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
            return upper.firstIndex(of: scalar).map { UInt8($0 + 0x80) } ?? UInt8(ascii: "?")
        }
    }

    /// Whether a byte above ASCII is a letter or mark that Western texts are full of; other encodings use the rest.
    static func isUsual(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xD0, 0xD7, 0xDE, 0xF0, 0xF7, 0xFE, 0xFF: false
        case 0xC0...0xFF: true
        case 0x80, 0x85, 0x91...0x94, 0x96, 0x97, 0xA0, 0xA1, 0xA9...0xAB, 0xB0, 0xB4, 0xB7, 0xBA, 0xBB, 0xBF:
            true
        default: false
        }
    }
}
