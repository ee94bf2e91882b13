import Basis

/// How easily a letter is read: Flesch's reading ease in English, INFLESZ (Barrio Cantalejo 2008) in Spanish.
///
/// Both run from about 0 (hard) to 100 (easy); Spanish is "normal" from 55 on, English from 60.
enum Readability {
    /// Shorter letters have no figure worth the name.
    private static let fewestWords = 100

    /// - Returns: nil for a short letter.
    static func score(_ letter: ReadLetter, _ language: Language) -> Double? {
        var words = 0
        var syllables = 0
        var sentences = 0
        for sentence in letter.sentences where sentence.zone == .body {
            sentences += 1
            for token in sentence.tokens where letter.tokens[token].mark == 0 {
                words += 1
                let start = Int(letter.tokens[token].start)
                syllables += Self.syllables(
                    letter.text.scalars[start..<Int(letter.tokens[token].end)],
                    language
                )
            }
        }
        guard words >= fewestWords, sentences > 0 else { return nil }
        let perWord = Double(syllables) / Double(words)
        let perSentence = Double(words) / Double(sentences)
        return language == .spanish
            ? 206.835 - 62.3 * perWord - perSentence : 206.835 - 84.6 * perWord - 1.015 * perSentence
    }

    /// Groups of vowels; in English a final silent e does not count, in Spanish an accented i or u stands alone.
    static func syllables(_ word: ArraySlice<UInt32>, _ language: Language) -> Int {
        var count = 0
        var last: UInt32 = 0
        for scalar in word {
            let letter = Scalars.folded(scalar)
            if isVowel(letter), !isVowel(last) || language == .spanish && isHiatus(last, letter) {
                count += 1
            }
            last = letter
        }
        if language == .english, last == 101, count > 1, let before = word.dropLast().last, !isVowel(before),
            before != 108
        {
            count -= 1
        }
        return max(1, count)
    }

    private static func isVowel(_ letter: UInt32) -> Bool {
        switch letter {
        case 97, 101, 105, 111, 117, 0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xFC, 121: true
        default: false
        }
    }

    private static func isHiatus(_ first: UInt32, _ second: UInt32) -> Bool {
        func isStrong(_ letter: UInt32) -> Bool {
            switch letter {
            case 97, 101, 111, 0xE1, 0xE9, 0xF3, 0xED, 0xFA: true
            default: false
            }
        }
        return isStrong(first) && isStrong(second)
    }
}
