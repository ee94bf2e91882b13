/// The phrases by which a letter's parts are recognised, as words of a vocabulary.
struct PhraseBook: Sendable {
    private let greetings: [[Int32]]
    private let closings: [[Int32]]
    private let footers: [[Int32]]
    private let wroteWords: [[Int32]]
    private let notNegators: [[Int32]]

    /// - Parameter number: gives a word its number in the vocabulary.
    init(_ data: LanguageData, _ number: (String) -> Int32) {
        greetings = data.greetings.map { $0.map(number) }
        closings = data.closings.map { $0.map(number) }
        footers = data.footers.map { $0.map(number) }
        wroteWords = data.wroteWords.map { $0.map(number) }
        notNegators = data.notNegators.map { $0.map(number) }
    }

    /// The end of the greeting's words at the beginning of a range.
    func greetingEnd(_ raws: [RawToken], _ range: Range<Int>) -> Int? {
        end(greetings, raws, range, skip: true)
    }

    /// A line of few words that begins like "Kind regards".
    func isClosing(_ raws: [RawToken], _ range: Range<Int>) -> Bool {
        guard let end = end(closings, raws, range, skip: false) else { return false }
        return end == range.upperBound || raws[end].mark == 44
            || raws[end].mark == 46 && end + 1 == range.upperBound
    }

    func isFooter(_ raws: [RawToken], _ range: Range<Int>) -> Bool {
        end(footers, raws, range, skip: true) != nil
    }

    /// The end of "you wrote" or the like that begins here.
    func wroteEnd(_ raws: [RawToken], _ range: Range<Int>) -> Int? {
        end(wroteWords, raws, range, skip: false)
    }

    /// Whether the negator at `index` is part of a phrase in which it does not negate.
    func isHarmless(_ raws: [RawToken], _ index: Int, in range: Range<Int>) -> Bool {
        for phrase in notNegators {
            for (offset, word) in phrase.enumerated() where raws[index].word == word {
                let start = index - offset
                guard start >= range.lowerBound, start + phrase.count <= range.upperBound else { continue }
                if phrase.indices.allSatisfy({ raws[start + $0].word == phrase[$0] }) { return true }
            }
        }
        return false
    }

    private func end(_ phrases: [[Int32]], _ raws: [RawToken], _ range: Range<Int>, skip: Bool) -> Int? {
        var first = range.lowerBound
        while skip, first < range.upperBound, Scalars.isOpening(raws[first].mark) || raws[first].mark == 42 {
            first += 1
        }
        for phrase in phrases where first + phrase.count <= range.upperBound {
            if phrase.indices.allSatisfy({ raws[first + $0].word == phrase[$0] }) {
                return first + phrase.count
            }
        }
        return nil
    }
}
