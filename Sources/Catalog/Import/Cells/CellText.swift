import Foundation

/// Turns the bytes of a cell into text on one line: most cells of a million rows are short and ASCII, and must cost little.
struct CellText {
    private let encoding: FileEncoding

    init(_ encoding: FileEncoding) { self.encoding = encoding }

    /// The text without blanks around it; nil where there is none, or only the dash that people write for none.
    func read(_ bytes: [UInt8], _ range: Range<Int>) -> String? {
        bytes.withUnsafeBufferPointer { buffer -> String? in
            var cell = buffer[range]
            while let last = cell.last, Self.isBlank(last) { cell = cell.dropLast() }
            while let first = cell.first, Self.isBlank(first) { cell = cell.dropFirst() }
            guard let first = cell.first else { return nil }
            if cell.count == 1, first == UInt8(ascii: "-") { return nil }
            let bits = cell.reduce(0 as UInt8) { $0 | $1 }
            let letters = UnsafeBufferPointer(rebasing: cell)
            let text = bits < 0x80 ? String(decoding: letters, as: UTF8.self) : accented(letters)
            return letters.contains { $0 < 32 || $0 == 127 } ? text.map(Self.onOneLine) : text
        }
    }

    private func accented(_ letters: UnsafeBufferPointer<UInt8>) -> String? {
        var text = encoding == .utf8 ? String(decoding: letters, as: UTF8.self) : Windows1252.text(letters)
        // Composed, so that equal names are equal bytes, whatever machine wrote them. No accent of its own is below
        // U+0300, whose first byte is this.
        if text.utf8.contains(where: { $0 >= 0xCC }) { text = text.precomposedStringWithCanonicalMapping }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return text.isEmpty ? nil : text
    }

    /// Names and words have one line; what they get into, such as the head of a mail, takes no more.
    private static func onOneLine(_ text: String) -> String {
        let plain = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) }
        return String(plain).split(separator: " ").joined(separator: " ")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
