/// Reads one line of the pattern language. See `Rules/README.md`, section 2.
struct PatternParser {
    /// The longest gap; what is farther apart does not belong together.
    static let longestGap = 15
    private static let shortestPrefix = 3
    private static let deepest = 8

    private let letters: [Character]
    private var position = 0
    private var depth = 0

    private init(_ line: String) {
        letters = Array(line)
    }

    static func parse(_ line: String) throws(PatternFault) -> PatternText {
        var parser = PatternParser(line)
        parser.skipBlanks()
        var isGuarded = false
        if parser.peek == "!", parser.position + 1 < parser.letters.count,
            parser.letters[parser.position + 1] == " "
        {
            isGuarded = true
            parser.position += 1
        }
        let nodes = try parser.sequence()
        guard parser.peek == nil else { throw PatternFault(description: "“\(line)”: a ) or | too many") }
        guard nodes.contains(where: \.isSolid) else {
            throw PatternFault(description: "“\(line)”: nothing in it is needed, so it would match anywhere")
        }
        return PatternText(isGuarded: isGuarded, nodes: nodes)
    }

    private var peek: Character? { position < letters.count ? letters[position] : nil }

    /// `_` is a blank: alternatives in one word are easier to read.
    private mutating func skipBlanks() {
        while let letter = peek, letter == " " || letter == "_" || letter == "\n" { position += 1 }
    }

    /// Up to the end, a `|` or a `)`.
    private mutating func sequence() throws(PatternFault) -> [PatternNode] {
        var nodes: [PatternNode] = []
        skipBlanks()
        while let letter = peek, letter != "|", letter != ")" {
            nodes += try item()
            skipBlanks()
        }
        return nodes
    }

    private mutating func item() throws(PatternFault) -> [PatternNode] {
        switch peek {
        case "(":
            return [try optionally(.alternatives(try group()))]
        case "<":
            return [try optionally(.lexicon(try delimited(">")))]
        case "{":
            return [try optionally(try entity(try delimited("}")))]
        case "^":
            position += 1
            return [.start]
        case "$" where position + 1 == letters.count || isBoundary(letters[position + 1]):
            position += 1
            return [.end]
        case "."
        where position + 2 < letters.count && letters[position + 1] == "." && letters[position + 2].isNumber:
            return [try gap()]
        case "[", "]":
            throw PatternFault(description: "“\(String(letters))”: no [ ] in patterns; write (a|b)")
        default:
            return try words()
        }
    }

    private mutating func optionally(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        guard peek == "?" else { return node }
        position += 1
        return .optional(node)
    }

    private mutating func group() throws(PatternFault) -> [[PatternNode]] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw PatternFault(description: "“\(String(letters))” is nested too deeply")
        }
        position += 1
        var alternatives: [[PatternNode]] = []
        while true {
            let nodes = try sequence()
            guard !nodes.isEmpty else {
                throw PatternFault(description: "“\(String(letters))”: an empty alternative")
            }
            alternatives.append(nodes)
            guard peek == "|" else { break }
            position += 1
        }
        guard peek == ")" else { throw PatternFault(description: "“\(String(letters))”: a ) is missing") }
        position += 1
        return alternatives
    }

    private mutating func delimited(_ end: Character) throws(PatternFault) -> String {
        guard let close = letters[position...].firstIndex(of: end) else {
            throw PatternFault(description: "“\(String(letters))”: a \(end) is missing")
        }
        defer { position = close + 1 }
        return String(letters[(position + 1)..<close])
    }

    private func entity(_ name: String) throws(PatternFault) -> PatternNode {
        if name == "name" { return .name }
        guard let kinds = EntityKinds.named(name) else {
            throw PatternFault(description: "“\(String(letters))”: no entity is called {\(name)}")
        }
        return .entity(kinds)
    }

    private mutating func gap() throws(PatternFault) -> PatternNode {
        position += 2
        let digits = String(letters[position...].prefix { $0.isNumber })
        position += digits.count
        guard let length = Int(digits), (1...Self.longestGap).contains(length) else {
            throw PatternFault(description: "“\(String(letters))”: a gap is from ..1 to ..\(Self.longestGap)")
        }
        return .gap(length)
    }

    private func isBoundary(_ letter: Character) -> Bool { " _|)".contains(letter) }

    /// One written word: `=exact`, `prefix*`, `word?`; marks at its end are tokens of their own.
    private mutating func words() throws(PatternFault) -> [PatternNode] {
        var written = String(letters[position...].prefix { !" _|)(<{".contains($0) })
        position += written.count
        var isOptional = false
        if written.count > 1, written.hasSuffix("?") {
            written.removeLast()
            isOptional = true
        }
        guard !written.isEmpty else { throw PatternFault(description: "“\(String(letters))” cannot be read") }
        let node = try literal(written)
        return node.count == 1 && isOptional
            ? [.optional(node[0])]
            : isOptional ? [.optional(.alternatives([node]))] : node
    }

    private func literal(_ written: String) throws(PatternFault) -> [PatternNode] {
        var word = written.lowercased().replacing("’", with: "'")
        if word.hasSuffix("*"), word.count > 1 {
            word.removeLast()
            guard word.count >= Self.shortestPrefix, !word.contains("*") else {
                throw PatternFault(
                    description: "“\(String(letters))”: * needs \(Self.shortestPrefix) letters before it"
                )
            }
            return [.literal(.prefix(word))]
        }
        guard !word.contains("*") || word == "*" else {
            throw PatternFault(description: "“\(String(letters))”: * stands only at the end of a word")
        }
        if word.hasPrefix("="), word.count > 1 { return [.literal(.exact(String(word.dropFirst())))] }
        var nodes: [PatternNode] = []
        while word.count > 1, let last = word.last, ",;:.!%".contains(last) {
            nodes.insert(.literal(.exact(String(last))), at: 0)
            word.removeLast()
        }
        return [.literal(.stem(word))] + nodes
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
