import Basis
import Foundation
import Rendering

/// Reads frameworks; everything that is wrong with a file at once.
struct FrameworkReader {
    private static let keys: Set<String> = [
        "id", "title", "about", "source", "profile", "tone", "propose", "needs", "max_words", "steps",
        "order", "reports",
    ]

    private let path: String
    private var problems: [String] = []

    private init(_ path: String) { self.path = path }

    static func read(_ path: String, id: String) throws -> Framework {
        var reader = FrameworkReader(path)
        let framework = reader.framework(try DataNode.read(path), id)
        guard reader.problems.isEmpty else { throw ResourceFault(problems: reader.problems) }
        return framework
    }

    private mutating func complain(_ what: String) { problems.append("\(path): \(what)") }

    private mutating func framework(_ node: DataNode, _ id: String) -> Framework {
        for key in node.keys where !Self.keys.contains(key) { complain("the key \(key) is unknown") }
        if node["id"]?.word != id { complain("its id is not the name of its file") }
        let steps = (node["steps"]?.items ?? []).map { step($0) }
        let framework = Framework(
            id: id,
            title: text(node, "title"),
            about: text(node, "about"),
            source: text(node, "source"),
            profile: choice(node["profile"], LetterProfile.self) ?? .general,
            tone: text(node, "tone"),
            needs: node["needs"]?.words ?? [],
            proposal: node["propose"].map { proposal($0) },
            maximumWords: node["max_words"]?.int,
            steps: steps,
            order: (node["order"]?.items ?? []).compactMap { order($0, Set(steps.map(\.id))) },
            reports: (node["reports"]?.items ?? []).map {
                Framework.Report(
                    any: $0["any"]?.words ?? [],
                    level: level($0, .warning),
                    reason: text($0, "reason"),
                    mend: text($0, "mend")
                )
            }
        )
        if Set(steps.map(\.id)).count != steps.count { complain("two steps have the same id") }
        if steps.isEmpty, framework.reports.isEmpty { complain("it has neither steps nor reports") }
        return framework
    }

    private mutating func step(_ node: DataNode) -> Framework.Step {
        let isRequired = flag(node["required"], "required") ?? true
        let step = Framework.Step(
            id: node["id"]?.word ?? "",
            title: text(node, "title"),
            any: node["any"]?.words ?? [],
            all: node["all"]?.words ?? [],
            isRequired: isRequired,
            weight: node["weight"]?.int ?? 1,
            level: level(node, isRequired ? .error : .suggestion),
            reason: text(node, "reason"),
            mend: text(node, "mend")
        )
        if step.id.isEmpty { complain("a step has no id") }
        if step.any.isEmpty, step.all.isEmpty { complain("the step \(step.id) names no element") }
        return step
    }

    private mutating func order(_ node: DataNode, _ known: Set<String>) -> Framework.Order? {
        let rule: Framework.Order.Rule
        if let sequence = node["sequence"]?.words {
            rule = .sequence(sequence)
            for step in sequence where !known.contains(step) {
                complain("order names \(step), which is no step")
            }
        } else if let step = node["step"]?.word, let other = node["not_before"]?.word {
            rule = .notBefore(step: step, other: other)
            for step in [step, other] where !known.contains(step) {
                complain("order names \(step), which is no step")
            }
        } else {
            complain("an order rule has neither sequence nor step and not_before")
            return nil
        }
        return Framework.Order(
            rule: rule,
            level: level(node, .warning),
            reason: text(node, "reason"),
            mend: text(node, "mend")
        )
    }

    private mutating func proposal(_ node: DataNode) -> Framework.Proposal {
        Framework.Proposal(
            ongoing: flag(node["ongoing"], "ongoing"),
            ours: flag(node["ours"], "ours"),
            data: flag(node["data"], "data"),
            many: flag(node["many"], "many"),
            rank: node["rank"]?.int ?? 0,
            why: text(node, "why")
        )
    }

    // MARK: Words

    private mutating func text(_ node: DataNode, _ key: String) -> LocalizedText {
        var text = LocalizedText()
        for language in Language.spoken {
            text[language] = node[key]?[language.code]?.word
            if text[language] == nil { complain("\(key) is missing in \(language.code)") }
        }
        return text
    }

    /// `any` is nil, as is what is not said.
    private mutating func flag(_ node: DataNode?, _ key: String) -> Bool? {
        switch node?.word {
        case "yes", "true": return true
        case "no", "false": return false
        case nil, "any": return nil
        default:
            complain("\(key) is yes, no or any")
            return nil
        }
    }

    private mutating func level(_ node: DataNode, _ usual: Level) -> Level {
        choice(node["level"], Level.self) ?? usual
    }

    private mutating func choice<Choice: RawRepresentable<String>>(
        _ node: DataNode?,
        _: Choice.Type
    ) -> Choice? {
        guard let word = node?.word else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        complain("\(word) is not allowed there")
        return nil
    }
}

extension Framework {
    /// Reads all frameworks, sorted by id.
    package static func all(root: ResourceRoot) throws -> [Framework] {
        let folder = root.file("Letters", "Frameworks")
        var problems: [String] = []
        var found: [Framework] = []
        for id in ids(root: root) {
            do {
                found.append(try FrameworkReader.read("\(folder)/\(id).yml", id: id))
            } catch let fault as ResourceFault {
                problems += fault.problems
            }
        }
        guard problems.isEmpty else { throw ResourceFault(problems: problems) }
        return found
    }

    /// The ids of all frameworks, sorted.
    package static func ids(root: ResourceRoot) -> [String] {
        RuleBook.files(root.file("Letters", "Frameworks"))
    }

    /// Reads one framework; nil where there is none of this name.
    package static func named(_ id: String, root: ResourceRoot) throws -> Framework? {
        guard ids(root: root).contains(id) else { return nil }
        return try FrameworkReader.read(root.file("Letters", "Frameworks/\(id).yml"), id: id)
    }
}
