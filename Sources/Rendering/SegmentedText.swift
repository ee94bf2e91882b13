/// A message rendered once, with named places that are filled per person in one pass.
///
/// A place travels through templates and markdown as a marker of two private-use characters, which neither of them
/// touches; see ``Slot/marker(_:)``. Stored as text with its markers.
package struct SegmentedText: Sendable, Hashable, Codable {
    package enum Segment: Sendable, Hashable {
        case text(String)
        case slot(String)
    }

    package let segments: [Segment]
    /// The names that ``spliced(_:escape:)`` wants values for.
    package let slots: Set<String>

    /// Splits rendered text at its markers. Private-use marker characters that form no marker are dropped, so that
    /// nothing a person typed reaches a customer as an empty box.
    package init(marked: String) {
        var builder = SegmentBuilder()
        var rest = Substring(marked).utf8
        while let opening = Slot.firstIndex(of: Slot.opening, in: rest) {
            builder.append(text: rest[..<opening])
            rest = rest[rest.index(opening, offsetBy: 3)...]
            guard let closing = Slot.firstIndex(of: Slot.closing, in: rest.prefix(Slot.nameBytesMax + 3)),
                let name = String(rest[..<closing]), Slot.isName(name)
            else { continue }
            builder.append(slot: name)
            rest = rest[rest.index(closing, offsetBy: 3)...]
        }
        builder.append(text: rest)
        segments = builder.finished()
        slots = builder.slots
    }

    /// The text with each place filled by its value, which `escape` makes fit for where the text goes.
    ///
    /// A place without a value stays empty; compare ``slots`` with what there is before sending.
    package func spliced(_ values: [String: String], escape: (String) -> String) -> String {
        var text = ""
        text.reserveCapacity(byteCount + 24 * slots.count)
        for segment in segments {
            switch segment {
            case .text(let piece): text += piece
            case .slot(let name): text += values[name].map(escape) ?? ""
            }
        }
        return text
    }

    /// The text with its markers, as ``init(marked:)`` reads it.
    package var marked: String {
        segments.reduce(into: "") { text, segment in
            switch segment {
            case .text(let piece): text += piece
            case .slot(let name): text += Slot.marker(name)
            }
        }
    }

    private var byteCount: Int {
        segments.reduce(into: 0) { count, segment in
            if case .text(let piece) = segment { count += piece.utf8.count }
        }
    }

    package init(from decoder: any Decoder) throws {
        self.init(marked: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(marked)
    }
}

/// The named places of a ``SegmentedText``.
package enum Slot {
    /// What stands for the place `name` in rendered text: U+E000, the name, U+E001.
    ///
    /// - Precondition: the name is 1 to 64 letters, digits, `_`, `-` or `.`
    package static func marker(_ name: String) -> String {
        precondition(isName(name), "a slot is named by 1 to 64 letters, digits, _, - or .")
        return "\u{E000}\(name)\u{E001}"
    }

    /// `text` without marker characters: for what people typed, so that it cannot name a place.
    package static func removed(from text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "\u{E000}" || $0 == "\u{E001}" }) else {
            return text
        }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: text.unicodeScalars.lazy.filter { $0 != "\u{E000}" && $0 != "\u{E001}" })
        return String(kept)
    }

    static let nameBytesMax = 64
    static let opening: [UInt8] = [0xEE, 0x80, 0x80]
    static let closing: [UInt8] = [0xEE, 0x80, 0x81]

    static func isName(_ name: String) -> Bool {
        (1...nameBytesMax).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                }
            }
    }

    /// Where a marker character begins; the three bytes never occur inside another character of valid UTF-8.
    static func firstIndex(of marker: [UInt8], in bytes: Substring.UTF8View) -> Substring.UTF8View.Index? {
        var rest = bytes
        while let start = rest.firstIndex(of: marker[0]) {
            if rest[start...].starts(with: marker) { return start }
            rest = rest[rest.index(after: start)...]
        }
        return nil
    }
}

/// Collects segments, joining neighbouring texts.
private struct SegmentBuilder {
    private var segments: [SegmentedText.Segment] = []
    private var text = ""
    private(set) var slots: Set<String> = []

    mutating func append(text piece: Substring.UTF8View) {
        text += Slot.removed(from: String(Substring(piece)))
    }

    mutating func append(slot name: String) {
        flush()
        segments.append(.slot(name))
        slots.insert(name)
    }

    mutating func finished() -> [SegmentedText.Segment] {
        flush()
        return segments
    }

    private mutating func flush() {
        if !text.isEmpty { segments.append(.text(text)) }
        text = ""
    }
}
