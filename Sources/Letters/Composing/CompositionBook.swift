import Basis
import Rendering

/// How letters of one language are put together: `Compositions/<language>/`.
///
/// `sentences/*.yml` hold the ways of doing each thing, by name; `<framework>.yml` says which things a letter does, in
/// which paragraphs; `forms.yml` the same for the short text, the script, the briefing and the kit.
struct CompositionBook: Sendable {
    /// One paragraph, or one section with a heading; the names of what is said in it.
    struct Paragraph: Sendable {
        var heading: String?
        var names: [String]
        /// Each sentence stands on its own line, with a dash.
        var isList = false
    }

    /// A letter's plan.
    struct Plan: Sendable {
        var subject: [String]
        var greeting: [String]
        var paragraphs: [Paragraph]
        var closing: [String]
    }

    private let sentences: [String: [WrittenSentence]]
    private let letters: [String: Plan]
    private let forms: [String: Plan]
    let words: SmallWords

    /// - Throws: ``ResourceFault`` with everything that is wrong with the files.
    init(_ language: Language, root: ResourceRoot) throws {
        let folder = root.file("Letters", "Compositions/\(language.code)")
        var reader = CompositionReader()
        var sentences: [String: [WrittenSentence]] = [:]
        for file in RuleBook.files("\(folder)/sentences") {
            try reader.sentences("\(folder)/sentences/\(file).yml", into: &sentences)
        }
        var plans: [String: Plan] = [:]
        for file in RuleBook.files(folder) where file != "forms" && file != "words" {
            let path = "\(folder)/\(file).yml"
            plans[file] = reader.plan(try DataNode.read(path), path)
        }
        words = SmallWords(try DataNode.read("\(folder)/words.yml"))
        let path = "\(folder)/forms.yml"
        var forms: [String: Plan] = [:]
        for entry in try DataNode.read(path).entries { forms[entry.key] = reader.plan(entry.value, path) }
        reader.check(Array(plans.values) + Array(forms.values), sentences)
        guard reader.problems.isEmpty else { throw ResourceFault(problems: reader.problems) }
        self.sentences = sentences
        letters = plans
        self.forms = forms
    }

    func plan(_ options: ComposeOptions) -> Plan? {
        options.form == .letter ? letters[options.framework] : forms[options.form.rawValue]
    }

    func ways(_ name: String) -> [WrittenSentence] { sentences[name] ?? [] }

    /// The frameworks that have a plan, sorted.
    var frameworks: [String] { letters.keys.sorted() }
}

/// Reads plans and sentences; everything that is wrong with the files at once.
struct CompositionReader {
    private static let keys: Set<String> = ["subject", "greeting", "paragraphs", "closing"]
    private(set) var problems: [String] = []

    mutating func sentences(_ path: String, into sentences: inout [String: [WrittenSentence]]) throws {
        var found: [String] = []
        for entry in try DataNode.read(path).entries {
            if sentences[entry.key] != nil { found.append("\(entry.key) stands twice") }
            sentences[entry.key] = entry.value.items.map { node in
                WrittenSentence(node) { found.append("\(entry.key): \($0)") }
            }
        }
        problems += found.map { "\(path): \($0)" }
    }

    mutating func plan(_ node: DataNode, _ path: String) -> CompositionBook.Plan {
        for key in node.keys where !Self.keys.contains(key) {
            problems.append("\(path): the key \(key) is unknown")
        }
        return CompositionBook.Plan(
            subject: node["subject"]?.words ?? [],
            greeting: node["greeting"]?.words ?? [],
            paragraphs: (node["paragraphs"]?.items ?? []).map { item in
                guard let heading = item["heading"] else {
                    return CompositionBook.Paragraph(names: (item["say"] ?? item).words)
                }
                return CompositionBook.Paragraph(
                    heading: heading.word,
                    names: item["say"]?.words ?? [],
                    isList: item["list"]?.word == "yes"
                )
            },
            closing: node["closing"]?.words ?? []
        )
    }

    mutating func check(_ plans: [CompositionBook.Plan], _ sentences: [String: [WrittenSentence]]) {
        for plan in plans {
            let names = plan.subject + plan.greeting + plan.closing + plan.paragraphs.flatMap(\.names)
            let headings = plan.paragraphs.compactMap(\.heading)
            for name in names + headings where sentences[name] == nil {
                problems.append("nothing is written for \(name)")
            }
        }
    }
}
