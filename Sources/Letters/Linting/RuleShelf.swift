import Basis
import Rendering
import Synchronization

/// What was read from files so far: nothing is read before it is needed, and nothing twice.
final class RuleShelf: Sendable {
    private struct Held: Sendable {
        var linters: [Language: LanguageLinter] = [:]
        var frameworks: [String: Framework] = [:]
        var detector: LanguageDetector?
        var catalogue: StringCatalogue?
    }

    let root: ResourceRoot
    private let held = Mutex(Held())

    init(root: ResourceRoot) { self.root = root }

    func linter(_ language: Language) throws -> LanguageLinter {
        if let linter = held.withLock({ $0.linters[language] }) { return linter }
        let made = LanguageLinter(try RuleBook(language, root: root))
        return held.withLock { held in
            // Where two came at the same time, both get the first one.
            let linter = held.linters[language] ?? made
            held.linters[language] = linter
            return linter
        }
    }

    func framework(_ id: String) throws -> Framework {
        if let framework = held.withLock({ $0.frameworks[id] }) { return framework }
        guard let framework = try Framework.named(id, root: root) else {
            throw LintRefusal.unknownFramework(id, known: Framework.ids(root: root))
        }
        held.withLock { $0.frameworks[id] = framework }
        return framework
    }

    func detector() throws -> LanguageDetector {
        if let detector = held.withLock({ $0.detector }) { return detector }
        let detector = try LanguageDetector(root: root)
        held.withLock { $0.detector = detector }
        return detector
    }

    /// The asked language, else the one that the text is in.
    func language(_ asked: String?, _ text: String) throws -> Language {
        guard let asked, asked != "auto" else { return try detector().language(of: text) }
        guard let language = Language(asked), Language.spoken.contains(language) else {
            throw LintRefusal.unknownLanguage(asked)
        }
        return language
    }

    /// A fact sheet ready for comparison. Texts in a language without rules are read by those of the letter.
    func known(_ sheet: FactSheet, _ language: Language) throws -> KnownFacts {
        var linters: [Language: LanguageLinter] = [language: try linter(language)]
        let written = Set(sheet.facts.flatMap(\.text.languages)).intersection(Language.spoken)
        for other in written { linters[other] = try linter(other) }
        return KnownFacts(sheet) { text, other in
            let linter = linters[other] ?? linters[language]
            return linter?.reading(LetterText(text)) { letter, vocabulary in
                let figures = FigureReader(letter, vocabulary.traits).figures(Set(Zone.allCases))
                return (figures, letter.words)
            } ?? ([], [])
        }
    }

    /// A sentence of the engine's own.
    func text(_ message: Message, _ language: Language) throws -> String {
        if let catalogue = held.withLock({ $0.catalogue }) { return catalogue.text(message, language) }
        let catalogue = try StringCatalogue(root: root, rooms: ["Letters"])
        held.withLock { $0.catalogue = catalogue }
        return catalogue.text(message, language)
    }
}
