import Basis
import Rendering

/// Checks rules as their authors write them: all that is needed is there, nothing is unbounded, and each example
/// does what it says.
package enum RuleCheck {
    private static let fewestExamples = 3

    /// - Parameter only: one rule; nil for all.
    /// - Returns: a sentence for everything that is wrong.
    package static func problems(
        _ language: Language,
        root: ResourceRoot,
        only: String? = nil
    ) throws -> [String] {
        let folder = root.file("Letters", "Rules/\(language.code)")
        let book: RuleBook
        do {
            book = try RuleBook(language, folder: folder)
        } catch let fault as ResourceFault {
            return fault.problems
        }
        let linter = LanguageLinter(book)
        return try book.rules.filter { only == nil || $0.id == only }.sorted { $0.id < $1.id }.flatMap {
            rule in
            let path = "\(folder)/\(rule.kind.rawValue)/\(rule.id).yml"
            let node = try DataNode.read(path)
            return texts(rule) + shape(rule, node) + examples(rule, node, linter)
        }
    }

    private static func texts(_ rule: Rule) -> [String] {
        [("title", rule.title), ("reason", rule.reason), ("source", rule.source), ("mend", rule.mend)]
            .filter { $0.1.isEmpty }.map { "\(rule.id): \($0.0) is missing" }
    }

    private static func shape(_ rule: Rule, _ node: DataNode) -> [String] {
        var found: [String] = []
        if node.keys.last != "examples" { found.append("\(rule.id): examples is not the last key") }
        if rule.kind != .element, node["level"] == nil { found.append("\(rule.id): level is missing") }
        for name in ["fire", "quiet"] where (node["examples"]?[name]?.items.count ?? 0) < fewestExamples {
            found.append("\(rule.id): fewer than \(fewestExamples) examples of \(name)")
        }
        return found
    }

    private static func examples(_ rule: Rule, _ node: DataNode, _ linter: LanguageLinter) -> [String] {
        var found: [String] = []
        for (name, isWanted) in [("fire", true), ("quiet", false)] {
            for item in node["examples"]?[name]?.items ?? [] {
                guard let text = item.word ?? item["text"]?.word else {
                    found.append("\(rule.id): an example of \(name) is no text")
                    continue
                }
                let profile =
                    item["profile"]?.word.flatMap(LetterProfile.init(rawValue:)) ?? rule.profiles?.first
                let marked = linter.run(LetterText(text), profile ?? .general) { run, _ in
                    run.hits.first { linter.book.rules[$0.rule].id == rule.id }.map { hit in
                        hit.tokens.map { run.words($0) } ?? "(the whole letter)"
                    }
                }
                if isWanted, marked == nil { found.append("\(rule.id): silent, but should fire: \(text)") }
                if !isWanted, let marked {
                    found.append("\(rule.id): fires, but should not: \(text) → \(marked)")
                }
            }
        }
        return found
    }
}
