/// Turns patterns into programs. Lexicons are spelled out; single words of alternatives become one set.
struct PatternCompiler: ~Copyable {
    /// A pattern's program is no longer; a lexicon of phrases within a lexicon of phrases can grow fast.
    static let longestProgram = 6_000

    private(set) var sets = WordSets()
    private(set) var table = PatternTable()
    private let data: LanguageData
    private let stemmer: Stemmer
    private let lexicons: [String: [PatternText]]
    private var flattened: [String: Choice] = [:]
    private var known: [String: Int] = [:]
    private var open: [String] = []
    private var gaps: Int32 = 0

    /// Alternatives with their single words put together.
    private struct Choice {
        var singles: Set<WordSets.Member> = []
        var sequences: [[PatternNode]] = []

        mutating func merge(_ other: Choice) {
            singles.formUnion(other.singles)
            sequences += other.sequences
        }
    }

    init(_ data: LanguageData, lexicons: [String: [PatternText]], stemmer: consuming Stemmer) {
        self.data = data
        self.lexicons = lexicons
        self.stemmer = stemmer
    }

    /// - Returns: the pattern's number; equal lines have the same.
    mutating func pattern(_ line: String) throws(PatternFault) -> Int {
        if let number = known[line] { return number }
        let text = try PatternParser.parse(line)
        var pattern = PatternTable.Pattern()
        pattern.program = Int32(table.steps.count)
        pattern.isGuarded = text.isGuarded
        gaps = 0
        try emit(text.nodes, line)
        add(.found)
        guard table.steps.count - Int(pattern.program) <= Self.longestProgram else {
            throw PatternFault(description: "“\(line)” has too many alternatives")
        }
        pattern.gaps = gaps
        pattern.needed = try needed(text.nodes)
        pattern.first = try firstSet(text.nodes)
        pattern.anchor = pattern.needed.min { sets.weights[Int($0)] < sets.weights[Int($1)] } ?? -1
        let number = table.append(pattern)
        known[line] = number
        return number
    }

    // MARK: The program

    private mutating func add(_ kind: PatternTable.Step.Kind, _ first: Int32 = 0, _ second: Int32 = 0) {
        table.steps.append(.init(kind: kind, first: first, second: second))
    }

    private mutating func emit(_ nodes: [PatternNode], _ line: String) throws(PatternFault) {
        for node in nodes { try emit(node, line) }
    }

    private mutating func emit(_ node: PatternNode, _ line: String) throws(PatternFault) {
        guard table.steps.count < 2_000_000 else {
            throw PatternFault(description: "the rules have too many patterns")
        }
        switch node {
        case .literal, .entity: add(.set, sets.set(try choice([[node]]).singles, data))
        case .name: add(.name)
        case .gap(let length):
            add(.gap, Int32(length), gaps)
            gaps += 1
        case .lexicon(let name): try emit(try lexicon(name, line), line)
        case .alternatives(let all): try emit(try choice(all), line)
        case .optional(let inner): try emitOptional(inner, line)
        case .start: add(.start)
        case .end: add(.end)
        }
    }

    private mutating func emit(_ choice: Choice, _ line: String) throws(PatternFault) {
        let single: Int32? = choice.singles.isEmpty ? nil : sets.set(choice.singles, data)
        guard !choice.sequences.isEmpty else {
            if let single { add(.set, single) }
            return
        }
        let branches = choice.sequences.count + (single == nil ? 0 : 1)
        let firstTarget = table.targets.count
        table.targets += [Int32](repeating: 0, count: branches)
        add(.split, Int32(firstTarget), Int32(branches))
        var jumps: [Int] = []
        // Phrases before single words: the longer match is the better one.
        for (index, sequence) in choice.sequences.enumerated() {
            table.targets[firstTarget + index] = Int32(table.steps.count)
            try emit(sequence, line)
            jumps.append(table.steps.count)
            add(.jump)
        }
        if let single {
            table.targets[firstTarget + branches - 1] = Int32(table.steps.count)
            add(.set, single)
        }
        for jump in jumps {
            table.steps[jump] = .init(kind: .jump, first: Int32(table.steps.count), second: 0)
        }
    }

    private mutating func emitOptional(_ inner: PatternNode, _ line: String) throws(PatternFault) {
        let firstTarget = table.targets.count
        table.targets += [0, 0]
        add(.split, Int32(firstTarget), 2)
        table.targets[firstTarget] = Int32(table.steps.count)
        try emit(inner, line)
        table.targets[firstTarget + 1] = Int32(table.steps.count)
    }

    // MARK: Alternatives

    private mutating func choice(_ all: [[PatternNode]]) throws(PatternFault) -> Choice {
        var choice = Choice()
        for sequence in all {
            guard sequence.count == 1 else {
                choice.sequences.append(sequence)
                continue
            }
            switch sequence[0] {
            case .literal(.exact(let word)): choice.singles.insert(.exact(word))
            case .literal(.stem(let word)): choice.singles.insert(.stem(stemmer.stem(word)))
            case .literal(.prefix(let word)): choice.singles.insert(.prefix(word))
            case .entity(let kinds): choice.singles.insert(.entity(kinds))
            case .lexicon(let name): choice.merge(try lexicon(name, name))
            case .alternatives(let inner): choice.merge(try self.choice(inner))
            default: choice.sequences.append(sequence)
            }
        }
        return choice
    }

    private mutating func lexicon(_ name: String, _ line: String) throws(PatternFault) -> Choice {
        if let known = flattened[name] { return known }
        guard let entries = lexicons[name] else {
            throw PatternFault(description: "“\(line)”: no lexicon is called <\(name)>")
        }
        guard !open.contains(name) else {
            throw PatternFault(
                description: "the lexicons \((open + [name]).joined(separator: " → ")) go in a circle"
            )
        }
        open.append(name)
        defer { open.removeLast() }
        let found = try choice(entries.map(\.nodes))
        flattened[name] = found
        return found
    }

    // MARK: What a match must have

    private mutating func needed(_ nodes: [PatternNode]) throws(PatternFault) -> [Int32] {
        var found: [Int32] = []
        for node in nodes where node.isSolid {
            if let members = try members(node) {
                let set = sets.set(members, data)
                if !found.contains(set) { found.append(set) }
            }
        }
        return found
    }

    /// Words of which one is in every match of the node; nil where that cannot be said.
    private mutating func members(_ node: PatternNode) throws(PatternFault) -> Set<WordSets.Member>? {
        let choice: Choice
        switch node {
        case .literal, .entity: choice = try self.choice([[node]])
        case .lexicon(let name): choice = try lexicon(name, name)
        case .alternatives(let all): choice = try self.choice(all)
        default: return nil
        }
        var found = choice.singles
        for sequence in choice.sequences {
            guard let inner = try firstSolid(sequence) else { return nil }
            found.formUnion(inner)
        }
        return found
    }

    private mutating func firstSolid(_ sequence: [PatternNode]) throws(PatternFault) -> Set<WordSets.Member>?
    {
        for node in sequence where node.isSolid {
            if let members = try members(node) { return members }
        }
        return nil
    }

    /// The set of all tokens that a match can begin with; -1 where any token may.
    private mutating func firstSet(_ nodes: [PatternNode]) throws(PatternFault) -> Int32 {
        guard let members = try leading(nodes) else { return -1 }
        return sets.set(members, data)
    }

    private mutating func leading(_ nodes: [PatternNode]) throws(PatternFault) -> Set<WordSets.Member>? {
        var found: Set<WordSets.Member> = []
        for node in nodes {
            switch node {
            case .start: continue
            case .optional(let inner):
                guard let members = try leading([inner]) else { return nil }
                found.formUnion(members)
            case .literal, .entity, .lexicon, .alternatives:
                let choice = try choice([[node]])
                found.formUnion(choice.singles)
                for sequence in choice.sequences {
                    guard let members = try leading(sequence) else { return nil }
                    found.formUnion(members)
                }
                return found
            default: return nil
            }
        }
        return nil
    }

    consuming func finished() -> (sets: WordSets, table: PatternTable) { (sets, table) }
}
