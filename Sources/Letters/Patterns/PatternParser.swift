/// Reads one line of the pattern language. See `Rules/README.md`, section 2.
struct PatternParser {
    /// The longest gap; what is farther apart does not belong together.
    static let longestGap = 15
    private static let shortestPrefix = 3
    private static let deepest = 8

    private let line: String
    /// The line in lower case, as UTF-8.
    private let letters: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ line: String) {
        self.line = line
        letters = Array(line.lowercased().utf8)
    }

    static func parse(_ line: String) throws(PatternFault) -> PatternText {
        var parser = PatternParser(line)
        parser.skipBlanks()
        var isGuarded = false
        if parser.peek == Mark.guardSign, parser.letter(after: 1) == Mark.blank {
            isGuarded = true
            parser.position += 1
        }
        let nodes = try parser.sequence()
        guard parser.peek == nil else { throw parser.fault("a ) or | too many") }
        guard nodes.contains(where: \.isSolid) else {
            throw parser.fault("nothing in it is needed, so it would match anywhere")
        }
        return PatternText(isGuarded: isGuarded, nodes: nodes)
    }

    /// The marks that mean something.
    private enum Mark {
        static let blank = UInt8(ascii: " ")
        static let underscore = UInt8(ascii: "_")
        static let bar = UInt8(ascii: "|")
        static let open = UInt8(ascii: "(")
        static let close = UInt8(ascii: ")")
        static let less = UInt8(ascii: "<")
        static let brace = UInt8(ascii: "{")
        static let optional = UInt8(ascii: "?")
        static let guardSign = UInt8(ascii: "!")
        static let star = UInt8(ascii: "*")
        static let exact = UInt8(ascii: "=")
        static let point = UInt8(ascii: ".")
    }

    private func fault(_ what: String) -> PatternFault { PatternFault(description: "“\(line)”: \(what)") }

    private var peek: UInt8? { position < letters.count ? letters[position] : nil }

    private func letter(after distance: Int) -> UInt8? {
        position + distance < letters.count ? letters[position + distance] : nil
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: letters[range], as: UTF8.self) }

    /// `_` is a blank: alternatives in one word are easier to read.
    private mutating func skipBlanks() {
        while let letter = peek, letter == Mark.blank || letter == Mark.underscore || letter == 10 {
            position += 1
        }
    }

    /// Up to the end, a `|` or a `)`.
    private mutating func sequence() throws(PatternFault) -> [PatternNode] {
        var nodes: [PatternNode] = []
        skipBlanks()
        while let letter = peek, letter != Mark.bar, letter != Mark.close {
            try item(&nodes)
            skipBlanks()
        }
        return nodes
    }

    private mutating func item(_ nodes: inout [PatternNode]) throws(PatternFault) {
        switch peek {
        case Mark.open: nodes.append(optionally(.alternatives(try group())))
        case Mark.less: nodes.append(optionally(.lexicon(try delimited(UInt8(ascii: ">")))))
        case Mark.brace: nodes.append(optionally(try entity(try delimited(UInt8(ascii: "}")))))
        case UInt8(ascii: "^"):
            position += 1
            nodes.append(.start)
        case UInt8(ascii: "$") where letter(after: 1).map(isBoundary) ?? true:
            position += 1
            nodes.append(.end)
        case Mark.point
        where letter(after: 1) == Mark.point && letter(after: 2).map { $0 &- 48 < 10 } ?? false:
            nodes.append(try gap())
        case UInt8(ascii: "["), UInt8(ascii: "]"): throw fault("no [ ] in patterns; write (a|b)")
        default: try words(&nodes)
        }
    }

    private mutating func optionally(_ node: PatternNode) -> PatternNode {
        guard peek == Mark.optional else { return node }
        position += 1
        return .optional(node)
    }

    private mutating func group() throws(PatternFault) -> [[PatternNode]] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault("nested too deeply") }
        position += 1
        var alternatives: [[PatternNode]] = []
        while true {
            let nodes = try sequence()
            guard !nodes.isEmpty else { throw fault("an empty alternative") }
            alternatives.append(nodes)
            guard peek == Mark.bar else { break }
            position += 1
        }
        guard peek == Mark.close else { throw fault("a ) is missing") }
        position += 1
        return alternatives
    }

    private mutating func delimited(_ end: UInt8) throws(PatternFault) -> String {
        guard let close = letters[position...].firstIndex(of: end) else {
            throw fault("a \(Character(Unicode.Scalar(end))) is missing")
        }
        defer { position = close + 1 }
        return text((position + 1)..<close)
    }

    private func entity(_ name: String) throws(PatternFault) -> PatternNode {
        if name == "name" { return .name }
        guard let kinds = EntityKinds.named(name) else { throw fault("no entity is called {\(name)}") }
        return .entity(kinds)
    }

    private mutating func gap() throws(PatternFault) -> PatternNode {
        position += 2
        let start = position
        while let digit = peek, digit &- 48 < 10 { position += 1 }
        guard let length = Int(text(start..<position)), (1...Self.longestGap).contains(length) else {
            throw fault("a gap is from ..1 to ..\(Self.longestGap)")
        }
        return .gap(length)
    }

    private func isBoundary(_ letter: UInt8) -> Bool {
        letter == Mark.blank || letter == Mark.underscore || letter == Mark.bar || letter == Mark.close
    }

    /// One written word: `=exact`, `prefix*`, `word?`; marks at its end are tokens of their own.
    private mutating func words(_ nodes: inout [PatternNode]) throws(PatternFault) {
        let start = position
        while let letter = peek, !isBoundary(letter), letter != Mark.open, letter != Mark.less,
            letter != Mark.brace
        {
            position += 1
        }
        var end = position
        var isOptional = false
        if end - start > 1, letters[end - 1] == Mark.optional {
            end -= 1
            isOptional = true
        }
        guard end > start else { throw fault("it cannot be read") }
        guard isOptional else { return try literal(start..<end, &nodes) }
        var inner: [PatternNode] = []
        try literal(start..<end, &inner)
        nodes.append(.optional(inner.count == 1 ? inner[0] : .alternatives([inner])))
    }

    private func literal(_ range: Range<Int>, _ nodes: inout [PatternNode]) throws(PatternFault) {
        let isSingle = range.count == 1
        if !isSingle, let star = letters[range].firstIndex(of: Mark.star) {
            guard star == range.upperBound - 1 else { throw fault("* stands only at the end of a word") }
            let word = form(range.lowerBound..<star)
            guard word.count >= Self.shortestPrefix else {
                throw fault("* needs \(Self.shortestPrefix) letters before it")
            }
            return nodes.append(.literal(.prefix(word)))
        }
        if !isSingle, letters[range.lowerBound] == Mark.exact {
            return nodes.append(.literal(.exact(form((range.lowerBound + 1)..<range.upperBound))))
        }
        var end = range.upperBound
        while end - range.lowerBound > 1, Self.isMark(letters[end - 1]) { end -= 1 }
        nodes.append(.literal(.stem(form(range.lowerBound..<end))))
        for index in end..<range.upperBound { nodes.append(.literal(.exact(text(index..<(index + 1))))) }
    }

    /// A word as tokens have it: with the plain apostrophe.
    private func form(_ range: Range<Int>) -> String {
        let word = text(range)
        return letters[range].contains(0xE2) ? word.replacing("’", with: "'") : word
    }

    private static func isMark(_ letter: UInt8) -> Bool {
        switch letter {
        case 33, 37, 44, 46, 58, 59: true
        default: false
        }
    }
}

extension PatternNode {
    /// Whether it takes at least one token in any case.
    var isSolid: Bool {
        switch self {
        case .literal, .entity, .name, .lexicon: true
        case .gap, .optional, .start, .end: false
        case .alternatives(let all): all.allSatisfy { $0.contains(where: \.isSolid) }
        }
    }
}
