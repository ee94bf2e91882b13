/// A sentence, within which patterns are matched.
struct Sentence: Sendable {
    /// A longer one is cut, so that no text makes matching slow.
    static let maximumTokens = 300

    /// Tokens.
    let tokens: Range<Int>
    /// The number of its block.
    let block: Int
    let zone: Zone
    /// Code points.
    let start: Int
    let end: Int
}

/// A letter in tokens and sentences.
struct ReadLetter: Sendable {
    let text: LetterText
    let raws: [RawToken]
    var tokens: [Token]
    var sentences: [Sentence]

    /// The words of the letter's body.
    var bodyWords: Int {
        sentences.reduce(0) { count, sentence in
            guard sentence.zone == .body else { return count }
            return count + sentence.tokens.reduce(0) { $0 + (tokens[$1].mark == 0 ? 1 : 0) }
        }
    }

    /// All words in lower case.
    var words: [String] {
        tokens.filter { $0.mark == 0 }.flatMap { token in
            text.string(Int(token.start), Int(token.end)).lowercased().replacing("’", with: "'").split(
                separator: " "
            )
            .map(String.init)
        }
    }
}
