import Basis

/// How the engine reads a text: its sentences, where each belongs, and their tokens.
package struct LetterAnatomy: Sendable {
    package struct Sentence: Sendable {
        package let text: String
        package let zone: Zone
        /// Code points.
        package let start: Int
        package let end: Int
        package let tokens: [Token]
        /// Where clauses begin, as numbers of tokens.
        package let clauses: [Int]
    }

    package struct Token: Sendable, Equatable {
        package let text: String
        package let kinds: EntityKinds
        package let isNegator: Bool
        package let isName: Bool
    }

    package let sentences: [Sentence]
    /// Flesch or INFLESZ; nil for a short text.
    package let readability: Double?

    init(_ letter: ReadLetter, _ language: Language) {
        sentences = letter.sentences.map { sentence in
            Sentence(
                text: letter.text.joined(sentence.start, sentence.end),
                zone: sentence.zone,
                start: sentence.start,
                end: sentence.end,
                tokens: sentence.tokens.map { Token(letter.tokens[$0], letter.text) },
                clauses: sentence.tokens.filter { letter.tokens[$0].flags.contains(.clauseStart) }
                    .map { $0 - sentence.tokens.lowerBound }
            )
        }
        readability = Readability.score(letter, language)
    }
}

extension LetterAnatomy.Token {
    init(_ token: Token, _ text: LetterText) {
        self.init(
            text: text.joined(Int(token.start), Int(token.end)),
            kinds: token.entity,
            isNegator: token.flags.contains(.negator),
            isName: token.flags.contains(.name)
        )
    }
}

extension LetterLinter {
    /// How a text is read, without any rule.
    package func anatomy(of text: String, _ language: Language) throws -> LetterAnatomy {
        try shelf.linter(language).reading(LetterText(text)) { letter, _ in LetterAnatomy(letter, language) }
    }
}
