import Basis
import Foundation
import Rendering

/// What a letter is compared with.
public struct LintOptions: Sendable {
    /// `es` or `en`; nil = found out from the text.
    public var language: String?
    /// The id of a framework, as `riesterer-5`; nil = only the rules.
    public var framework: String?
    /// Nil = the framework's, else general.
    public var profile: LetterProfile?
    /// A fact sheet as JSON, `{"facts":[{"id","type","value","text":{"es":"…"}}]}`: each figure and name of the letter
    /// must be on it. Nil = not compared.
    public var facts: Data?

    public init(
        language: String? = nil,
        framework: String? = nil,
        profile: LetterProfile? = nil,
        facts: Data? = nil
    ) {
        self.language = language
        self.framework = framework
        self.profile = profile
        self.facts = facts
    }
}

/// Checks letters of apology, notices and replies: what each sentence does, what it had better not do, what is
/// missing, and what is stated that is not known.
///
/// Make one and use it for any number of letters, from any thread; rules are read when a language is met first.
///
/// ```swift
/// let linter = try LetterLinter(resources: "/usr/share/amends")
/// let report = try linter.lint("We apologise for any inconvenience.")
/// for finding in report.findings { print(finding.level, finding.message) }
/// ```
public struct LetterLinter: Sendable {
    /// A longer text is refused.
    public static let maximumBytes = LetterText.maximumBytes

    let shelf: RuleShelf

    /// - Parameter resources: the folder that has `Letters/Rules`: `Sources` of the repository, or what is installed as
    ///   `share/amends`.
    public init(resources: String) throws {
        self.init(root: ResourceRoot(path: resources))
    }

    package init(root: ResourceRoot) {
        shelf = RuleShelf(root: root)
    }

    /// Checks a text.
    ///
    /// - Throws: ``LintRefusal`` where the text is too long or an option names nothing; a sentence about the files
    ///   where rules cannot be read.
    public func lint(_ text: String, options: LintOptions = LintOptions()) throws -> LintReport {
        let facts = try options.facts.map { data in
            do {
                return try FactSheet(json: data)
            } catch {
                throw LintRefusal.badFacts("\(error)")
            }
        }
        return try lint(text, options, facts: facts)
    }

    /// Checks the bytes of a file.
    ///
    /// - Throws: as ``lint(_:options:)``, and ``LintRefusal/noText`` for bytes that are no text.
    public func lint(bytes: Data, options: LintOptions = LintOptions()) throws -> LintReport {
        guard bytes.count <= Self.maximumBytes else {
            throw LintRefusal.tooLong(bytes: bytes.count, maximum: Self.maximumBytes)
        }
        return try lint(try Self.text(bytes), options: options)
    }

    /// The text of a file; NUL bytes and what is no UTF-8 are refused.
    static func text(_ bytes: Data) throws(LintRefusal) -> String {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { throw .noText }
        return text
    }

    /// The language of a text, `es` or `en`, by its commonest words.
    public func language(of text: String) throws -> String { try shelf.detector().language(of: text).code }

    /// Checks a text against facts that the program holds.
    ///
    /// - Parameter written: the versions of the facts when the text was written; what changed since is a finding.
    package func lint(
        _ text: String,
        _ options: LintOptions = LintOptions(),
        facts: FactSheet?,
        written: [String: Int] = [:]
    ) throws -> LintReport {
        guard text.utf8.count <= Self.maximumBytes else {
            throw LintRefusal.tooLong(bytes: text.utf8.count, maximum: Self.maximumBytes)
        }
        let framework = try options.framework.map { try shelf.framework($0) }
        let language = try shelf.language(options.language, text)
        let linter = try shelf.linter(language)
        let profile = options.profile ?? framework?.profile ?? .general
        let known = try facts.map { try shelf.known($0, language) }
        var maker = ReportMaker(linter.book, profile, framework)
        linter.run(LetterText(text), profile) { run, vocabulary in
            maker.take(run)
            guard let facts, let known else { return }
            let lock = FactLock(facts, known, language)
            maker.take(lock.breaches(run.letter, vocabulary.traits), run.letter)
            maker.take(changed: lock.changed(since: written))
        }
        return try maker.finished(shelf)
    }
}
