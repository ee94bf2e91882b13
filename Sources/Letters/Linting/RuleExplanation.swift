import Basis
import Rendering

/// What a rule is for, with its examples: the answer to `--explain`.
public struct RuleExplanation: Sendable, Equatable, Codable {
    /// `en.denial`
    public var rule: String
    public var title: String
    public var reason: String
    /// What it rests on.
    public var source: String
    /// What to write instead.
    public var mend: String
    /// Texts in which it fires.
    public var fires: [String]
    /// Texts in which it stays quiet.
    public var quiet: [String]
}

extension LetterLinter {
    /// Explains a rule.
    ///
    /// - Parameters:
    ///   - rule: its id with or without the language, as `en.denial` or `denial`.
    ///   - language: where the id does not say it.
    /// - Throws: ``LintRefusal/unknownRule(_:)``
    public func explain(_ rule: String, language: String) throws -> RuleExplanation {
        let parts = rule.split(separator: ".", maxSplits: 1).map(String.init)
        let tag = parts.count == 2 ? parts[0] : language
        guard let name = parts.last, let language = Language(tag), Language.spoken.contains(language) else {
            throw LintRefusal.unknownRule(rule)
        }
        guard let node = try shelf.ruleFile(name, language) else { throw LintRefusal.unknownRule(rule) }
        func texts(_ key: String) -> [String] {
            (node["examples"]?[key]?.items ?? []).compactMap { $0.word ?? $0["text"]?.word }
        }
        return RuleExplanation(
            rule: "\(language.code).\(name)",
            title: node["title"]?.word ?? name,
            reason: node["reason"]?.word ?? "",
            source: node["source"]?.word ?? "",
            mend: node["mend"]?.word ?? "",
            fires: texts("fire"),
            quiet: texts("quiet")
        )
    }
}

extension RuleShelf {
    /// A rule's whole file; nil where there is no such rule. Ids of files only, never paths.
    func ruleFile(_ id: String, _ language: Language) throws -> DataNode? {
        for kind in [Rule.Kind.element, .antipattern, .metric] {
            let folder = root.file("Letters", "Rules/\(language.code)/\(kind.rawValue)")
            if RuleBook.files(folder).contains(id) { return try DataNode.read("\(folder)/\(id).yml") }
        }
        return nil
    }
}

extension LintText {
    /// A rule's explanation as people read it.
    package func render(_ rule: RuleExplanation) -> String {
        var lines = ["\(rule.title) [\(rule.rule)]", "", "  " + words("why", ["text": rule.reason])]
        if !rule.mend.isEmpty { lines.append("  " + words("instead", ["text": rule.mend])) }
        lines.append("  " + words("source", ["text": rule.source]))
        for (key, texts) in [("fires", rule.fires), ("quiet", rule.quiet)] where !texts.isEmpty {
            lines += ["", "  " + words(key)] + texts.map { "    · " + $0.replacing("\n", with: " / ") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
