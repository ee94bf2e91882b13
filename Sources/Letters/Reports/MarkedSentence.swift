/// A sentence on one line, and a line below it that marks some of its letters.
struct MarkedSentence {
    /// What a terminal shows without breaking the line.
    private static let widest = 96

    let line: String
    let marks: String

    /// - Parameters:
    ///   - sentence: where the sentence is, in code points.
    ///   - place: what is to be marked in it.
    init(_ text: LetterText, sentence: Range<Int>, place: Range<Int>) {
        let before = text.joined(sentence.lowerBound, place.lowerBound)
        let marked = text.joined(place.lowerBound, place.upperBound)
        let after = text.joined(place.upperBound, sentence.upperBound)
        let gap = Self.isSpaced(text, place.lowerBound - 1, sentence) && !before.isEmpty ? " " : ""
        let next = Self.isSpaced(text, place.upperBound, sentence) && !after.isEmpty ? " " : ""
        let width = marked.reduce(0) { $0 + Self.width($1) }
        let room = max(0, Self.widest - width)
        let lead = Self.tail(before + gap, room / 2)
        let shown = Self.head(marked, Self.widest)
        line = lead + shown + Self.head(next + after, max(0, room - room / 2))
        marks =
            String(repeating: " ", count: lead.reduce(0) { $0 + Self.width($1) })
            + String(repeating: "^", count: max(1, shown.reduce(0) { $0 + Self.width($1) }))
    }

    private static func isSpaced(_ text: LetterText, _ index: Int, _ sentence: Range<Int>) -> Bool {
        sentence.contains(index) && index < text.count && Scalars.isSpace(text.scalars[index])
    }

    private static func head(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }

    private static func tail(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : "…" + text.suffix(max(0, width - 1))
    }

    /// Cells on a terminal: two for East Asian letters and emoji.
    private static func width(_ letter: Character) -> Int {
        guard let first = letter.unicodeScalars.first else { return 0 }
        let value = first.value
        let isWide =
            (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
            || (0xAC00...0xD7A3).contains(value) || (0xF900...0xFAFF).contains(value)
            || (0xFF00...0xFF60).contains(value) || (0x1F300...0x1FAFF).contains(value)
        return isWide ? 2 : 1
    }
}
