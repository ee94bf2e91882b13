import Basis
import Synchronization

/// The rules of one language, ready for letters. Made once, used for any number of letters, from any thread.
final class LanguageLinter: Sendable {
    /// Vocabularies kept for the next letter: one for each thread that lints at the same time.
    private static let mostIdle = 8

    let book: RuleBook
    /// Vocabularies that are not in use: words met before need no stemming again.
    private let idle: Mutex<[Vocabulary]>

    init(_ book: RuleBook) {
        self.book = book
        idle = Mutex([])
    }

    /// Reads a letter and runs the rules over it.
    func run<Value>(
        _ text: LetterText,
        _ profile: LetterProfile,
        _ body: (borrowing LintRun, Vocabulary) -> Value
    ) -> Value {
        reading(text) { letter, vocabulary in
            var run = LintRun(letter, vocabulary.rows.bits, book, profile)
            run.run()
            return body(run, vocabulary)
        }
    }

    /// Reads a text into sentences.
    func reading<Value>(_ text: LetterText, _ body: (ReadLetter, Vocabulary) -> Value) -> Value {
        var vocabulary = idle.withLock { $0.popLast() } ?? book.vocabulary
        let letter = read(text, &vocabulary)
        let value = body(letter, vocabulary)
        guard vocabulary.count <= Vocabulary.maximumWords else { return value }
        vocabulary.forgetEntities()
        idle.withLock { [vocabulary] in
            if $0.count < Self.mostIdle { $0.append(vocabulary) }
        }
        return value
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
