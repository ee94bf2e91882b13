import Basis
import Foundation
import Rendering

/// All rules of one language, compiled together; read once, used for any number of letters.
struct RuleBook: Sendable {
    let language: Language
    let data: LanguageData
    let sets: WordSets
    let table: PatternTable
    let phrases: PhraseBook
    /// In an order in which each rule comes after those that it asks about.
    let rules: [Rule]
    /// The patterns of each anchor set, by the set's number.
    let anchored: [[Int32]]
    /// Patterns without an anchor: tried on every sentence.
    let unanchored: [Int32]
    /// For each pattern of a rule's `any`, the rules that have it.
    let owners: [[Int32]]
    /// Words that the language's phrases are made of.
    let vocabulary: Vocabulary

    /// Reads `Rules/<language>/`.
    ///
    /// - Throws: ``ResourceFault`` with everything that is wrong with the files.
    init(_ language: Language, root: ResourceRoot) throws {
        try self.init(language, folder: root.file("Letters", "Rules/\(language.code)"))
    }

    init(_ language: Language, folder: String) throws {
        guard let stemmer = Stemmer(language), let words = Stemmer(language) else {
            throw ResourceFault(problems: ["there is no stemmer for \(language.code)"])
        }
        var problems: [String] = []
        data = LanguageData(try DataNode.read("\(folder)/language.yml"), language)
        let lexicons = Self.lexicons(
            try DataNode.read("\(folder)/lexicons.yml"),
            "\(folder)/lexicons.yml",
            &problems
        )
        var compiler = PatternCompiler(data, lexicons: lexicons, stemmer: stemmer)
        var rules: [Rule] = []
        for kind in [Rule.Kind.element, .antipattern, .metric] {
            for file in Self.files("\(folder)/\(kind.rawValue)") {
                do {
                    let path = "\(folder)/\(kind.rawValue)/\(file).yml"
                    let node = try DataNode.read(path, upTo: "examples")
                    if let rule = RuleReader.rule(
                        node,
                        id: file,
                        kind: kind,
                        name: path,
                        &compiler,
                        &problems
                    ) {
                        rules.append(rule)
                    }
                } catch let fault as ResourceFault {
                    problems += fault.problems
                }
            }
        }
        self.language = language
        self.rules = Self.ordered(rules, &problems)
        guard problems.isEmpty else { throw ResourceFault(problems: problems) }
        (sets, table) = compiler.finished()
        var vocabulary = Vocabulary(sets)
        let (sets, data) = (sets, data)
        phrases = PhraseBook(data) { vocabulary.word($0.unicodeScalars.map(\.value), sets, data, words) }
        self.vocabulary = vocabulary
        (anchored, unanchored, owners) = Self.index(self.rules, table, sets)
    }

    /// The names of a folder's files without `.yml`, sorted.
    static func files(_ folder: String) -> [String] {
        // No such folder means no rules of this kind.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".yml") && !$0.hasPrefix(".") }.map { String($0.dropLast(4)) }.sorted()
    }

    private static func lexicons(
        _ node: DataNode,
        _ path: String,
        _ problems: inout [String]
    ) -> [String: [PatternText]] {
        var lexicons: [String: [PatternText]] = [:]
        for entry in node.entries {
            for item in entry.value.items {
                do {
                    guard let line = item.word else {
                        throw PatternFault(description: "<\(entry.key)> has a strange entry")
                    }
                    lexicons[entry.key, default: []].append(try PatternParser.parse(line))
                } catch let fault as PatternFault {
                    problems.append("\(path): \(fault)")
                } catch {
                    problems.append("\(path): \(error)")
                }
            }
        }
        return lexicons
    }

    /// Each rule after those that it asks about.
    private static func ordered(_ rules: [Rule], _ problems: inout [String]) -> [Rule] {
        var ordered: [Rule] = []
        var waiting = rules
        let known = Set(rules.map(\.id) + rules.map(\.type))
        for rule in rules {
            for name in rule.references where !known.contains(name) {
                problems.append("\(rule.id) asks about \(name), which is no rule")
            }
        }
        while !waiting.isEmpty {
            let open = waiting.map { ($0.id, $0.type) }
            let ready = waiting.filter { rule in
                !rule.references.contains { name in
                    open.contains { $0.0 != rule.id && ($0.0 == name || $0.1 == name) }
                }
            }
            guard !ready.isEmpty else {
                problems.append(
                    "these rules ask about each other in a circle: \(open.map(\.0).joined(separator: ", "))"
                )
                return ordered + waiting
            }
            ordered += ready
            waiting.removeAll { rule in ready.contains { $0.id == rule.id } }
        }
        return ordered
    }

    private static func index(
        _ rules: [Rule],
        _ table: PatternTable,
        _ sets: WordSets
    ) -> ([[Int32]], [Int32], [[Int32]]) {
        var anchored = [[Int32]](repeating: [], count: sets.count)
        var unanchored: [Int32] = []
        var owners = [[Int32]](repeating: [], count: table.patterns.count)
        for (number, rule) in rules.enumerated() {
            guard case .patterns(let patterns) = rule.trigger else { continue }
            for pattern in patterns {
                let anchor = Int(table.patterns[pattern].anchor)
                if owners[pattern].isEmpty, anchor >= 0 { anchored[anchor].append(Int32(pattern)) }
                if owners[pattern].isEmpty, anchor < 0 { unanchored.append(Int32(pattern)) }
                owners[pattern].append(Int32(number))
            }
        }
        return (anchored, unanchored, owners)
    }
}
