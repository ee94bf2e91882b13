import Basis

/// Takes the figures out of a text that was read.
struct FigureReader {
    /// Bare number words below this ("the two of us") are prose, not figures.
    private static let smallestNumberWord = 10.0

    private let letter: ReadLetter
    private let traits: [WordTraits]

    init(_ letter: ReadLetter, _ traits: [WordTraits]) {
        self.letter = letter
        self.traits = traits
    }

    /// The figures of all sentences in `zones`.
    func figures(_ zones: Set<Zone>) -> [Figure] {
        letter.sentences.filter { zones.contains($0.zone) }.flatMap { sentence in
            sentence.tokens.flatMap {
                figures(letter.tokens[$0], before: $0 > sentence.tokens.lowerBound ? $0 - 1 : nil)
            }
        }
    }

    private func figures(_ token: Token, before: Int?) -> [Figure] {
        let entity = token.entity
        if entity.contains(.date) { return [date(token)] }
        if entity.contains(.time) { return time(token) }
        if entity.contains(.duration) { return duration(token, before) }
        if entity.contains(.money) { return amounts(token, .money) }
        if entity.contains(.percent) { return amounts(token, .percent) }
        if entity.contains(.number) { return amounts(token, .number) }
        if entity.contains(.phone) { return [address(token, .phone) { $0.isNumber }] }
        if entity.contains(.mail) { return [address(token, .mail) { !$0.isWhitespace }] }
        if entity.contains(.url) { return [address(token, .url) { !$0.isWhitespace }] }
        return []
    }

    // MARK: Raw tokens

    private func raws(_ token: Token) -> [RawToken] {
        Array(letter.raws[Int(token.firstRaw)..<Int(token.endRaw)])
    }
    private func string(_ raw: RawToken) -> String {
        letter.text.string(Int(raw.start), Int(raw.end)).lowercased()
    }
    private func trait(_ raw: RawToken) -> WordTraits { traits[Int(raw.word)] }

    private func figure(_ kind: Figure.Kind, _ token: Token) -> Figure {
        Figure(kind: kind, start: Int(token.start), end: Int(token.end))
    }

    private func address(_ token: Token, _ kind: Figure.Kind, _ keeps: (Character) -> Bool) -> Figure {
        var found = figure(kind, token)
        let text = letter.text.string(Int(token.start), Int(token.end)).lowercased()
        found.address = String(text.filter(keeps))
        return found
    }

    // MARK: Dates and times

    private func date(_ token: Token) -> Figure {
        var found = figure(.date, token)
        let parts = raws(token)
        if let month = parts.lazy.map({ Int(trait($0).month) }).first(where: { $0 > 0 }) {
            let numbers = parts.filter { $0.kind == .number }.compactMap { Int(string($0)) }
            let year = numbers.first { $0 > 31 } ?? 0
            found.dates = [CalendarDate(year: year, month: month, day: numbers.first { $0 <= 31 } ?? 0)]
            return found
        }
        let numbers = string(parts[0]).split { !$0.isNumber }.compactMap { Int($0) }
        found.dates = Self.readings(numbers)
        return found
    }

    /// `2017-11-09`, `9/11/2017` either way round, `9/11`, `2017`.
    private static func readings(_ numbers: [Int]) -> [CalendarDate] {
        guard numbers.count > 1 else { return numbers.map { CalendarDate(year: $0, month: 0, day: 0) } }
        if numbers[0] > 31 {
            return [
                CalendarDate(year: numbers[0], month: numbers[1], day: numbers.count > 2 ? numbers[2] : 0)
            ]
        }
        var year = numbers.count > 2 ? numbers[2] : 0
        if year > 0, year < 100 { year += 2000 }
        return [(numbers[0], numbers[1]), (numbers[1], numbers[0])].filter { $0.1 <= 12 }
            .map { CalendarDate(year: year, month: $0.1, day: $0.0) }
    }

    private func time(_ token: Token) -> [Figure] {
        var found = figure(.time, token)
        let parts = raws(token)
        let words = parts.filter { $0.kind != .number }.map(string)
        let text = trait(parts[0]).noon ?? parts.first { $0.kind == .number }.map(string) ?? ""
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard var hour = numbers.first else { return [] }
        if words.contains("pm") || words.contains("p"), hour < 12 { hour += 12 }
        if words.contains("am") || words.contains("a"), hour == 12 { hour = 0 }
        found.values = [Double(hour % 24 * 60 + (numbers.count > 1 ? numbers[1] : 0))]
        found.offset = words.compactMap { Self.offsets[$0] }.first
        return [found]
    }

    private static let offsets = [
        "utc": 0, "gmt": 0, "cet": 60, "cest": 120, "bst": 60, "est": -300, "edt": -240, "cst": -360,
        "cdt": -300,
        "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "art": -180,
    ]

    // MARK: Amounts

    private func duration(_ token: Token, _ before: Int?) -> [Figure] {
        let parts = raws(token)
        guard let unit = parts.lazy.map({ Double(trait($0).unit) }).first(where: { $0 > 0 }) else {
            return []
        }
        if trait(parts[0]).flags.contains(.article), let before, isRate(before) { return [] }
        return values(parts.filter { trait($0).unit == 0 }).map { values in
            var found = figure(.duration, token)
            found.values = (values.isEmpty ? [1] : values).map { $0 * unit }
            return found
        }
    }

    /// "24 hours a day", "once a week": no length of time.
    private func isRate(_ before: Int) -> Bool {
        !letter.tokens[before].entity.isEmpty || ["once", "twice", "times"].contains(word(before))
    }

    private func word(_ token: Int) -> String {
        letter.text.string(Int(letter.tokens[token].start), Int(letter.tokens[token].end)).lowercased()
    }

    private func amounts(_ token: Token, _ kind: Figure.Kind) -> [Figure] {
        let parts = raws(token)
        let isSmallWord = kind == .number && !parts.contains { $0.kind == .number }
        return values(parts).compactMap { values in
            guard !values.isEmpty else { return nil }
            if isSmallWord, values.allSatisfy({ $0 < Self.smallestNumberWord }) { return nil }
            var found = figure(kind, token)
            found.values = values
            found.currency = parts.lazy.compactMap { trait($0).currency }.first
            return found
        }
    }

    /// The readings of each number in the parts; two lists for a range, `48-72`.
    private func values(_ parts: [RawToken]) -> [[Double]] {
        var magnitude = 1.0
        var numbers: [[Double]] = []
        var words = 0.0
        var hasWord = false
        for part in parts {
            if part.kind == .number {
                numbers += string(part).split { "-–/:".contains($0) }.map {
                    WrittenNumber.readings(String($0))
                }
            } else if trait(part).number >= 1000, !numbers.isEmpty || hasWord {
                magnitude *= trait(part).number
            } else if trait(part).number > 0 {
                words += trait(part).number
                hasWord = true
            }
        }
        if numbers.isEmpty { numbers = [hasWord ? [words] : []] }
        return numbers.map { readings in readings.map { $0 * magnitude } }
    }
}
