import Basis

/// What a fact sheet says, in the form in which figures are compared.
struct KnownFacts: Sendable {
    private var figures: [Figure] = []
    private var dates: [CalendarDate] = []
    private var moments: [Instant] = []
    /// All words of all facts, in lower case: names are made of them.
    private(set) var words: Set<String> = []

    /// - Parameter read: takes the figures and the words out of a text.
    init(_ sheet: FactSheet, read: (String, Language) -> (figures: [Figure], words: [String])) {
        for fact in sheet.facts {
            add(fact)
            for language in fact.text.languages {
                let found = read(fact.text.text(language), language)
                add(found.figures, found.words)
            }
            guard fact.type != .choice, fact.type != .time, fact.type != .duration else { continue }
            let found = read(fact.value, .english)
            add(fact.type == .name || fact.type == .text ? found.figures : [], found.words)
        }
    }

    private mutating func add(_ figures: [Figure], _ words: [String]) {
        self.figures += figures
        dates += figures.flatMap(\.dates)
        self.words.formUnion(words)
    }

    private mutating func add(_ fact: Fact) {
        var figure: Figure?
        switch fact.type {
        case .date:
            if let moment = Instant(date: fact.value) { note(moment, 0) }
        case .time:
            if let moment = Instant(rfc3339: fact.value) {
                moments.append(moment)
                note(moment, 0)
                note(moment, Self.offset(fact.value))
            }
        case .duration:
            figure = Figure(kind: .duration, values: [Double(fact.value) ?? 0], start: 0, end: 0)
        case .money:
            let parts = fact.value.split(separator: " ")
            let amount = Double(parts.first.map(String.init) ?? "")
            figure = Figure(
                kind: .money,
                values: [amount].compactMap(\.self),
                currency: parts.last.map(String.init),
                start: 0,
                end: 0
            )
        case .number:
            figure = Figure(kind: .number, values: WrittenNumber.readings(fact.value), start: 0, end: 0)
        case .percent:
            figure = Figure(kind: .percent, values: WrittenNumber.readings(fact.value), start: 0, end: 0)
        case .name, .text, .choice: break
        }
        if let figure { figures.append(figure) }
    }

    /// A moment as date and clock time at an offset from Greenwich in minutes.
    private mutating func note(_ moment: Instant, _ offset: Int) {
        let local = moment.milliseconds + Int64(offset) * 60_000
        let date = Instant(milliseconds: local).rfc3339.split(separator: "T")
        let numbers = (date.first ?? "").split(separator: "-").compactMap { Int($0) }
        if numbers.count == 3 {
            dates.append(CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]))
        }
        let minutes = ((local / 60_000) % 1440 + 1440) % 1440
        figures.append(Figure(kind: .time, values: [Double(minutes)], start: 0, end: 0))
    }

    /// `+01:00` at the end of a moment, in minutes.
    private static func offset(_ text: String) -> Int {
        let end = text.suffix(6)
        guard let sign = end.first, sign == "+" || sign == "-" else { return 0 }
        let numbers = end.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard numbers.count == 2 else { return 0 }
        return (numbers[0] * 60 + numbers[1]) * (sign == "-" ? -1 : 1)
    }

    // MARK: Asking

    func isKnown(_ figure: Figure) -> Bool {
        switch figure.kind {
        case .date:
            return figure.dates.contains { stated in dates.contains { $0.agrees(with: stated) } }
                || figure.dates.contains { isNumber(Double($0.year)) && $0.month == 0 }
        case .time: return isTime(figure)
        case .duration: return isValue(figure, [.duration]) || figure.values.contains(where: isBetweenMoments)
        case .money:
            return figures.contains { known in
                known.kind == .money
                    && (known.currency == nil || figure.currency == nil || known.currency == figure.currency)
                    && overlaps(known, figure)
            }
        case .percent: return isValue(figure, [.percent, .number])
        case .number: return isValue(figure, [.number, .duration, .money, .percent]) || isDay(figure)
        case .phone, .mail, .url:
            let same = figures.filter { $0.kind == figure.kind }
            return same.isEmpty
                || same.contains { $0.address == figure.address || $0.address.hasSuffix(figure.address) }
        }
    }

    /// Whether a weekday is one of a known date; true where no whole date is known.
    func isKnownWeekday(_ weekday: Int) -> Bool {
        let known = dates.compactMap(\.weekday)
        return known.isEmpty || known.contains(weekday)
    }

    private func isTime(_ figure: Figure) -> Bool {
        guard let offset = figure.offset else { return isValue(figure, [.time]) }
        let inUTC = moments.map { Double((($0.milliseconds / 60_000 + Int64(offset)) % 1440 + 1440) % 1440) }
        return inUTC.contains { figure.values.contains($0) } || isValue(figure, [.time])
    }

    private func isValue(_ figure: Figure, _ kinds: Set<Figure.Kind>) -> Bool {
        figures.contains { kinds.contains($0.kind) && overlaps($0, figure) }
    }

    private func isNumber(_ value: Double) -> Bool {
        figures.contains { $0.kind == .number && $0.values.contains { WrittenNumber.isSame($0, value) } }
    }

    private func isDay(_ figure: Figure) -> Bool {
        dates.contains { date in figure.values.contains { $0 == Double(date.day) || $0 == Double(date.year) }
        }
    }

    private func overlaps(_ first: Figure, _ second: Figure) -> Bool {
        first.values.contains { one in second.values.contains { WrittenNumber.isSame(one, $0) } }
    }

    /// Whether the time between two known moments, rounded to a quarter of an hour, is as long.
    private func isBetweenMoments(_ seconds: Double) -> Bool {
        moments.contains { first in
            moments.contains { second in
                first < second && abs(Double((second - first).seconds) - seconds) <= min(900, seconds / 4)
            }
        }
    }
}
