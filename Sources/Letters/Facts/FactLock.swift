import Basis

/// Finds what a letter states and the fact sheet does not.
struct FactLock {
    private let sheet: FactSheet
    private let known: KnownFacts
    private let language: Language

    init(_ sheet: FactSheet, _ known: KnownFacts, _ language: Language) {
        self.sheet = sheet
        self.known = known
        self.language = language
    }

    /// A statement that is not on the sheet, not yet in words.
    struct Breach: Sendable {
        /// `date`, `number`, `name`, …
        let kind: String
        let level: Level
        let start: Int
        let end: Int
    }

    func breaches(_ letter: ReadLetter, _ traits: [WordTraits]) -> [Breach] {
        let zones: Set<Zone> = [.body, .signature]
        let figures = FigureReader(letter, traits).figures(zones).filter { !known.isKnown($0) }
            .map { Breach(kind: $0.kind.rawValue, level: .error, start: $0.start, end: $0.end) }
        return (figures + names(letter) + days(letter, traits)).sorted {
            ($0.start, $0.end) < ($1.start, $1.end)
        }
    }

    private func days(_ letter: ReadLetter, _ traits: [WordTraits]) -> [Breach] {
        letter.sentences.filter { $0.zone == .body }.flatMap { sentence in
            sentence.tokens.compactMap { index in
                let token = letter.tokens[index]
                guard token.entity == .day, token.word >= 0 else { return nil }
                let day = Int(traits[Int(token.word)].weekday)
                guard day > 0, !known.isKnownWeekday(day - 1) else { return nil }
                return Breach(kind: "date", level: .error, start: Int(token.start), end: Int(token.end))
            }
        }
    }

    private func names(_ letter: ReadLetter) -> [Breach] {
        letter.sentences.filter { $0.zone == .body }.flatMap { sentence in
            var found: [Breach] = []
            var index = sentence.tokens.lowerBound
            while index < sentence.tokens.upperBound {
                let start = index
                while index < sentence.tokens.upperBound, isName(letter.tokens[index], letter) { index += 1 }
                if index > start {
                    let place = Int(letter.tokens[start].start)..<Int(letter.tokens[index - 1].end)
                    let isKnown = (start..<index).allSatisfy { isKnownWord(letter.tokens[$0], letter) }
                    if !isKnown {
                        found.append(
                            Breach(
                                kind: "name",
                                level: .warning,
                                start: place.lowerBound,
                                end: place.upperBound
                            )
                        )
                    }
                } else {
                    index += 1
                }
            }
            return found
        }
    }

    private func word(_ token: Token, _ letter: ReadLetter) -> String {
        letter.text.string(Int(token.start), Int(token.end)).lowercased()
    }

    /// English writes "I" with a capital.
    private func isName(_ token: Token, _ letter: ReadLetter) -> Bool {
        guard token.flags.contains(.name) else { return false }
        let word = word(token, letter)
        return word != "i" && !word.hasPrefix("i'") && !word.hasPrefix("i’")
    }

    private func isKnownWord(_ token: Token, _ letter: ReadLetter) -> Bool {
        var word = word(token, letter).replacing("’", with: "'")
        if word.hasSuffix("'s") { word.removeLast(2) }
        return known.words.contains(word)
    }

    /// Facts that were corrected after a text was written with `versions`.
    func changed(since versions: [String: Int]) -> [Fact] {
        sheet.facts.filter { fact in versions[fact.id].map { $0 < fact.version } ?? false }
    }
}
