import Basis

/// Makes a rule from its file; all that is wrong with it at once, as sentences for its author.
struct RuleReader {
    static let keys: Set<String> = [
        "id", "kind", "type", "level", "levels", "profiles", "title", "reason", "source", "mend", "span",
        "zones",
        "opening", "at_least_words", "any", "absent", "count", "ratio", "metric", "more_than", "less_than",
        "only_if",
        "unless", "examples",
    ]

    private let node: DataNode
    private let name: String
    private(set) var problems: [String] = []

    private init(_ node: DataNode, _ name: String) {
        self.node = node
        self.name = name
    }

    /// - Parameters:
    ///   - name: the path, for complaints.
    ///   - problems: what is wrong is added here.
    /// - Returns: nil where the rule cannot be used.
    static func rule(
        _ node: DataNode,
        id: String,
        kind: Rule.Kind,
        name: String,
        _ compiler: inout PatternCompiler,
        _ problems: inout [String]
    ) -> Rule? {
        var reader = RuleReader(node, name)
        let rule = reader.read(id, kind, &compiler)
        problems += reader.problems
        return rule
    }

    private mutating func read(_ id: String, _ kind: Rule.Kind, _ compiler: inout PatternCompiler) -> Rule? {
        for key in node.keys where !Self.keys.contains(key) { complain("the key \(key) is unknown") }
        if node["id"]?.word != id { complain("its id is not the name of its file") }
        if node["kind"]?.word != kind.rawValue { complain("its kind is not the name of its folder") }
        guard let trigger = trigger(&compiler) else { return nil }
        return Rule(
            id: id,
            type: node["type"]?.word ?? id,
            kind: kind,
            level: choice("level", Level.self) ?? .suggestion,
            levels: levels(),
            profiles: node["profiles"].map { choices($0, "profiles", LetterProfile.self) },
            title: node["title"]?.word ?? "",
            reason: node["reason"]?.word ?? "",
            source: node["source"]?.word ?? "",
            mend: node["mend"]?.word ?? "",
            span: choice("span", Rule.Span.self) ?? (kind == .element ? .sentence : .match),
            zones: node["zones"].map { choices($0, "zones", Zone.self) } ?? [.body],
            opening: node["opening"]?.int,
            atLeastWords: node["at_least_words"]?.int,
            trigger: trigger,
            onlyIf: conditions("only_if", trigger, &compiler),
            unless: conditions("unless", trigger, &compiler)
        )
    }

    private mutating func complain(_ what: String) { problems.append("\(name): \(what)") }

    // MARK: Triggers

    private mutating func trigger(_ compiler: inout PatternCompiler) -> Rule.Trigger? {
        if let any = node["any"] { return .patterns(patterns(any, &compiler)) }
        if let absent = node["absent"] { return .absent(absent.items.compactMap(\.word)) }
        if let count = node["count"] {
            let scope = count["in"]?.word.flatMap(Rule.Scope.init(rawValue:)) ?? .letter
            return .count(
                of: patterns(count["of"], &compiler),
                moreThan: count["more_than"]?.int ?? 1,
                scope: scope
            )
        }
        if let ratio = node["ratio"] {
            return .ratio(
                of: patterns(ratio["of"], &compiler),
                to: patterns(ratio["to"], &compiler),
                moreThan: ratio["more_than"]?.number ?? 1,
                atLeast: ratio["at_least"]?.int ?? 1
            )
        }
        switch node["metric"]?.word {
        case "sentence_words": return .sentenceWords(moreThan: node["more_than"]?.int ?? 40)
        case "readability": return .readability(lessThan: node["less_than"]?.number ?? 0)
        default:
            complain("nothing says when it fires: any, absent, count, ratio or metric")
            return nil
        }
    }

    private mutating func patterns(_ node: DataNode?, _ compiler: inout PatternCompiler) -> [Int] {
        var found: [Int] = []
        for item in node?.items ?? [] {
            guard let line = item.word else {
                complain("a pattern is no line of words")
                continue
            }
            do {
                found.append(try compiler.pattern(line))
            } catch {
                complain(error.description)
            }
        }
        if found.isEmpty { complain("a list of patterns is empty") }
        return found
    }

    // MARK: Conditions

    private mutating func conditions(
        _ key: String,
        _ trigger: Rule.Trigger,
        _ compiler: inout PatternCompiler
    ) -> [Rule.Condition] {
        let isWide: Bool
        switch trigger {
        case .absent, .ratio, .readability, .count: isWide = true
        case .patterns, .sentenceWords: isWide = false
        }
        return (node[key]?.items ?? []).compactMap { item in
            let scope = scope(item, isWide ? .letter : .sentence)
            if let line = item.word { return .patterns(patterns(.word(line), &compiler), scope) }
            if let any = item["any"] { return .patterns(patterns(any, &compiler), scope) }
            if let rules = item["rule"] { return .rules(rules.items.compactMap(\.word), scope) }
            complain("a condition of \(key) has neither any nor rule")
            return nil
        }
    }

    private mutating func scope(_ node: DataNode, _ usual: Rule.Scope) -> Rule.Scope {
        guard let word = node["in"]?.word else { return usual }
        guard let scope = Rule.Scope(rawValue: word) else {
            complain("there is no scope \(word)")
            return usual
        }
        return scope
    }

    // MARK: Words

    private mutating func levels() -> [LetterProfile: Level?] {
        var found: [LetterProfile: Level?] = [:]
        for entry in node["levels"]?.entries ?? [] {
            guard let profile = LetterProfile(rawValue: entry.key), let word = entry.value.word,
                word == "off" || Level(rawValue: word) != nil
            else {
                complain("levels has \(entry.key)")
                continue
            }
            found[profile] = .some(Level(rawValue: word))
        }
        return found
    }

    private mutating func choice<Choice: RawRepresentable<String>>(_ key: String, _: Choice.Type) -> Choice? {
        guard let word = node[key]?.word else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        complain("\(key) cannot be \(word)")
        return nil
    }

    private mutating func choices<Choice: RawRepresentable<String>>(
        _ node: DataNode,
        _ key: String,
        _: Choice.Type
    ) -> [Choice] {
        node.items.compactMap { item in
            if let choice = item.word.flatMap(Choice.init(rawValue:)) { return choice }
            complain("\(key) cannot be \(item.word ?? "that")")
            return nil
        }
    }
}
