/// The part of a letter that a sentence stands in.
package enum Zone: String, Sendable, CaseIterable {
    case body
    case greeting
    case signature
    case footer
    /// The customer's own words.
    case quoted
    /// `Customer:`, `Reply:`
    case label
}

/// One paragraph, bullet or heading: lines that belong together.
struct Block: Sendable {
    /// Raw tokens, without its bullet.
    var raws: Range<Int>
    var zone: Zone
}

/// Cuts a letter into blocks: joins lines that were wrapped hard, recognises quoted lines, greeting, signature and footer.
struct Outline {
    /// A signature's lines are no longer, in tokens; what is longer is text again.
    private static let longestSignatureLine = 25
    private static let longestGreeting = 12
    private static let narrowest = 40

    private struct Line {
        var raws: Range<Int>
        /// Code points from the first letter to the last.
        var width: Int
        var isBlank: Bool { raws.isEmpty }
        var isQuoted = false
        var isItem = false
        var isHeading = false
    }

    private let raws: [RawToken]
    private let scalars: [UInt32]
    private let phrases: PhraseBook
    private var lines: [Line] = []

    static func blocks(_ text: LetterText, _ raws: [RawToken], _ phrases: PhraseBook) -> [Block] {
        var outline = Outline(raws: raws, scalars: text.scalars, phrases: phrases)
        outline.readLines()
        return outline.withZones(outline.joined())
    }

    private init(raws: [RawToken], scalars: [UInt32], phrases: PhraseBook) {
        self.raws = raws
        self.scalars = scalars
        self.phrases = phrases
    }

    // MARK: Lines

    private mutating func readLines() {
        var raw = 0
        var start = 0
        for index in 0...scalars.count
        where index == scalars.count || scalars[index] == 10 || scalars[index] == 0x2028 {
            let first = raw
            while raw < raws.count, Int(raws[raw].start) < index { raw += 1 }
            lines.append(line(first..<raw))
            start = index + 1
        }
        _ = start
    }

    private func line(_ range: Range<Int>) -> Line {
        guard let first = range.first else { return Line(raws: range, width: 0) }
        var line = Line(raws: range, width: Int(raws[range.upperBound - 1].end - raws[first].start))
        var next = first
        while next < range.upperBound, raws[next].mark == 62 {
            line.isQuoted = true
            next += 1
        }
        while next < range.upperBound, raws[next].mark == 35 {
            line.isHeading = true
            next += 1
        }
        if next < range.upperBound, let end = bulletEnd(next, range.upperBound) {
            line.isItem = true
            next = end
        }
        line.raws = next..<range.upperBound
        return line
    }

    /// After `-`, `*`, `•`, `1.`, `2)`; nil where the line is no item.
    private func bulletEnd(_ index: Int, _ end: Int) -> Int? {
        guard index + 1 < end else { return nil }
        switch raws[index].mark {
        case 45, 42, 0x2022, 0x2013, 0x2014, 0xB7, 0x25CF, 0x25AA:
            return raws[index + 1].isGlued ? nil : index + 1
        default: break
        }
        let isShort = raws[index].end - raws[index].start <= 2
        guard raws[index].kind == .number, isShort, raws[index + 1].isGlued,
            raws[index + 1].mark == 46 || raws[index + 1].mark == 41, index + 2 < end,
            !raws[index + 2].isGlued
        else { return nil }
        return index + 2
    }

    // MARK: Blocks

    private func joined() -> [Block] {
        var blocks: [Block] = []
        var index = 0
        while index < lines.count {
            let first = lines[index]
            index += 1
            if first.isBlank { continue }
            var width = max(first.width, Self.narrowest)
            var ahead = index
            while ahead < lines.count, continues(lines[ahead], after: lines[ahead - 1]) {
                width = max(width, lines[ahead].width)
                ahead += 1
            }
            var end = first.raws.upperBound
            var last = first
            while index < ahead, isFull(last, before: lines[index], width: width) {
                last = lines[index]
                end = last.raws.upperBound
                index += 1
            }
            blocks.append(Block(raws: first.raws.lowerBound..<end, zone: first.isQuoted ? .quoted : .body))
        }
        return blocks
    }

    private func continues(_ line: Line, after last: Line) -> Bool {
        !line.isBlank && !line.isItem && !line.isHeading && !last.isHeading && line.isQuoted == last.isQuoted
            && line.raws.first == line.raws.lowerBound && !phrases.isClosing(raws, line.raws)
    }

    /// Whether the next line's first word would not have fitted; a line that goes on in lower case always belongs.
    private func isFull(_ line: Line, before next: Line, width: Int) -> Bool {
        guard let first = next.raws.first, let last = line.raws.last else { return false }
        if raws[last].mark == 58 { return false }
        if raws[first].kind == .word, !raws[first].isCapital { return true }
        return line.width + 1 + Int(raws[first].end - raws[first].start) > width
    }

    // MARK: Zones

    private func withZones(_ blocks: [Block]) -> [Block] {
        var found: [Block] = []
        var bodies = 0
        var isSigned = false
        for block in blocks {
            guard block.zone == .body else {
                found.append(block)
                continue
            }
            if phrases.isFooter(raws, block.raws) {
                found.append(Block(raws: block.raws, zone: .footer))
            } else if phrases.isClosing(raws, block.raws), bodies > 0 {
                isSigned = true
                found.append(Block(raws: block.raws, zone: .signature))
            } else if isSigned, block.raws.count <= Self.longestSignatureLine, !endsSentence(block) {
                found.append(Block(raws: block.raws, zone: .signature))
            } else if bodies < 2, !isSigned, let end = greetingEnd(block.raws) {
                found.append(Block(raws: block.raws.lowerBound..<end, zone: .greeting))
                if end < block.raws.upperBound {
                    found.append(Block(raws: end..<block.raws.upperBound, zone: .body))
                    bodies += 1
                }
            } else {
                isSigned = false
                bodies += 1
                found.append(block)
            }
        }
        return found
    }

    /// A sentence after the signature is a postscript.
    private func endsSentence(_ block: Block) -> Bool {
        guard block.raws.count > 8, let last = block.raws.last else { return false }
        return raws[last].mark == 46 || raws[last].mark == 33 || raws[last].mark == 63
    }

    /// After `Dear Ana,`; nil where the block does not begin with a greeting.
    private func greetingEnd(_ range: Range<Int>) -> Int? {
        guard let start = phrases.greetingEnd(raws, range) else { return nil }
        let limit = min(range.upperBound, range.lowerBound + Self.longestGreeting)
        var index = start
        while index < limit {
            let mark = raws[index].mark
            if mark == 44 || mark == 58 || mark == 33 || mark == 46 && index > start { return index + 1 }
            index += 1
        }
        return range.count <= Self.longestGreeting ? range.upperBound : nil
    }
}
