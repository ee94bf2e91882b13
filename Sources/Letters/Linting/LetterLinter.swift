import Basis
import Foundation
import Rendering
import Synchronization

/// Checks letters of one language. Made once, used for any number of letters, from any thread.
final class LanguageLinter: Sendable {
    let book: RuleBook
    /// Vocabularies that are not in use: words met before need no stemming again.
    private let idle: Mutex<[Vocabulary]>

    init(_ book: RuleBook) {
        self.book = book
        idle = Mutex([])
    }

    /// Reads a letter and runs the rules over it.
    func run<Value>(_ text: String, _ profile: LetterProfile, _ body: (borrowing LintRun) -> Value) -> Value {
        var vocabulary = idle.withLock { $0.popLast() } ?? book.vocabulary
        defer {
            if vocabulary.count <= Vocabulary.maximumWords {
                vocabulary.forgetEntities()
                idle.withLock { [vocabulary] in $0.append(vocabulary) }
            }
        }
        let letter = read(LetterText(text), &vocabulary)
        var run = LintRun(letter, vocabulary.rows.bits, book, profile)
        run.run()
        return body(run)
    }

    private func read(_ text: LetterText, _ vocabulary: inout Vocabulary) -> ReadLetter {
        guard let stemmer = Stemmer(book.language) else {
            return ReadLetter(text: text, raws: [], tokens: [], sentences: [])
        }
        let raws = Tokenizer.tokens(text, &vocabulary, book, stemmer)
        let blocks = Outline.blocks(text, raws, book.phrases)
        return SentenceReader.read(text, raws, blocks, &vocabulary, book)
    }
}

/// The linter of one language with its findings as a report.
package struct LetterLinter: Sendable {
    let linter: LanguageLinter

    package init(_ language: Language, root: ResourceRoot) throws {
        linter = LanguageLinter(try RuleBook(language, root: root))
    }

    package func lint(_ text: String, profile: LetterProfile = .general) -> LintReport {
        linter.run(text, profile) { run in
            ReportMaker.report(run, linter.book)
        }
    }
}
