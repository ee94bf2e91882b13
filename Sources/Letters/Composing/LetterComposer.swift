import Basis
import Foundation
import Rendering

/// Composes letters from facts, by the frameworks, in sentences that are written per language.
///
/// Nothing is said that is not in the facts: a sentence that would tell a fact that is not known is not taken, and where
/// something is expected and not known, another one says so. Which of several equal sentences is taken hangs on the
/// incident's name alone.
package struct LetterComposer: Sendable {
    private let books: [Language: CompositionBook]
    private let frameworks: [Framework]
    private let catalogue: StringCatalogue
    private let templates: Templates

    package init(root: ResourceRoot, catalogue: StringCatalogue, templates: Templates) throws {
        var books: [Language: CompositionBook] = [:]
        for language in Language.spoken { books[language] = try CompositionBook(language, root: root) }
        self.books = books
        self.catalogue = catalogue
        self.templates = templates
        frameworks = try Framework.all(root: root)
    }

    /// The frameworks that letters can be composed by, sorted.
    package var known: [String] { books[.spanish]?.frameworks ?? [] }

    /// - Parameter zone: in which all times are told.
    /// - Throws: ``ComposeRefusal``
    package func compose(
        _ facts: LetterFacts,
        _ options: ComposeOptions,
        zone: TimeZone,
        now: Instant
    ) throws -> ComposedLetter {
        guard let book = books[options.language] else {
            throw ComposeRefusal.unknownLanguage(options.language.code)
        }
        guard let framework = frameworks.first(where: { $0.id == options.framework }),
            let plan = book.plan(options)
        else { throw ComposeRefusal.unknownFramework(options.framework, known: known) }
        let voice = NoticeVoice(catalogue: catalogue, language: options.language, zone: zone, now: now)
        let values = LetterValues(facts: facts, voice: voice, words: book.words, zone: zone).all
        let writer = LetterWriter(
            book: book,
            circumstances: Circumstances(facts, options, now: now),
            values: values,
            options: options,
            seed: facts.incident
        )
        return try letter(writer, plan, framework, facts)
    }

    private func letter(
        _ writer: LetterWriter,
        _ plan: CompositionBook.Plan,
        _ framework: Framework,
        _ facts: LetterFacts
    ) throws -> ComposedLetter {
        var paragraphs = writer.paragraphs(plan)
        if writer.options.form == .short { paragraphs = ShortLetter.fitted(paragraphs) }
        guard !paragraphs.isEmpty else { throw ComposeRefusal.nothingToSay(framework.id) }
        return ComposedLetter(
            framework: framework.id,
            language: writer.options.language,
            register: writer.options.register.rawValue,
            audience: writer.options.audience.rawValue,
            form: writer.options.form.rawValue,
            subject: writer.joined(plan.subject),
            greeting: writer.joined(plan.greeting),
            paragraphs: paragraphs,
            closing: writer.joined(plan.closing),
            missing: missing(framework, writer, facts),
            versions: facts.notice.sheet.versions
        )
    }

    /// What the framework wants known and is not: moments are known to the incident, the rest stands on the sheet.
    private func missing(_ framework: Framework, _ writer: LetterWriter, _ facts: LetterFacts) -> [String] {
        let told = ["began_at": "began", "restored_at": "restored", "next_update": "next", "eta": "eta"]
        return framework.needs.filter { need in
            if need == "contact" {
                return ["contact", "phone", "email"].allSatisfy { writer.values[$0] == nil }
            }
            if let choice = facts.notice.sheet[need]?.choice { return choice == .unknown }
            return writer.values[told[need] ?? need] == nil
        }
    }

    /// The letter as an accessible HTML page for a mail program.
    package func html(_ letter: ComposedLetter) throws -> String {
        try templates.render(
            "Letters/letter.html",
            LetterPage(language: letter.language.code, subject: letter.subject, bodyHTML: letter.bodyHTML)
        )
    }
}

/// What the template of a letter reads.
struct LetterPage: Sendable {
    var language: String
    var subject: String
    var bodyHTML: String
}

/// Brings a text for a phone under its limit: the last sentences go first, never the first two.
enum ShortLetter {
    static func fitted(_ paragraphs: [ComposedLetter.Paragraph]) -> [ComposedLetter.Paragraph] {
        var sentences = paragraphs.flatMap(\.sentences)
        func length() -> Int { sentences.reduce(sentences.count - 1) { $0 + $1.text.count } }
        while length() > ComposedLetter.shortLimit, sentences.count > 2 {
            sentences.remove(at: sentences.count - 1 > 2 ? sentences.count - 2 : sentences.count - 1)
        }
        if length() > ComposedLetter.shortLimit, let last = sentences.indices.last {
            let rest = sentences.dropLast().reduce(sentences.count - 1) { $0 + $1.text.count }
            sentences[last].text = sentences[last].text.cut(to: max(1, ComposedLetter.shortLimit - rest))
        }
        return [ComposedLetter.Paragraph(heading: nil, sentences: sentences, isList: false)]
    }
}

extension String {
    /// At most so long, ending after a whole word.
    fileprivate func cut(to limit: Int) -> String {
        guard count > limit else { return self }
        let words = prefix(limit - 1).split(separator: " ").dropLast()
        return words.joined(separator: " ") + "…"
    }
}
