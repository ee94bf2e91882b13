import Basis

/// Dates as files have them: RFC 3339, `2024-12-31`, or as a country writes them.
enum SpreadsheetDate: Equatable {
    /// A whole day; its first moment in UTC.
    case day(Instant)
    case moment(Instant)
    /// `03/25/24`, `45657`: more than one day could be meant.
    case ambiguous
    case none

    /// Where the month is written before the day.
    private static let monthFirst: Set<String> = ["US", "PH", "FM", "MH", "PW"]
    /// No contract begins or ends outside of these; a year outside is a slip.
    private static let years: ClosedRange<Int> = 1_900...2_200

    init(_ text: String, country: String) {
        if let day = Instant(date: text) {
            self = Self.isUsual(text.prefix(4)) ? .day(day) : .none
        } else if let moment = Instant(rfc3339: text) {
            self = Self.isUsual(text.prefix(4)) ? .moment(moment) : .none
        } else {
            self = Self.local(text, country: country)
        }
    }

    private static func isUsual(_ year: Substring) -> Bool { Int(year).map(years.contains) ?? false }

    private static func local(_ text: String, country: String) -> Self {
        // The days since 1899 that a spreadsheet counts inside.
        if let serial = Int(text) { return (20_000...80_000).contains(serial) ? .ambiguous : .none }
        let date = text.split(separator: " ").first ?? ""
        let isMidnight = text.dropFirst(date.count).allSatisfy { "0: ".contains($0) }
        guard let mark = date.first(where: { "/.-".contains($0) }), isMidnight else { return .none }
        let parts = date.split(separator: mark, omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard parts.count == 3, parts.allSatisfy({ $0 >= 0 }) else { return .none }
        if years.contains(parts[0]) { return day(parts[0], parts[1], parts[2]) }
        let isMonthFirst = monthFirst.contains(country)
        let (day, month) = isMonthFirst ? (parts[1], parts[0]) : (parts[0], parts[1])
        // Two digits of a year, or a month and a day in the order of another country: somebody must say.
        if parts[2] < 100 { return (1...31).contains(day) && (1...31).contains(month) ? .ambiguous : .none }
        if month > 12, day <= 12 { return Self.day(parts[2], day, month) == .none ? .none : .ambiguous }
        return Self.day(parts[2], month, day)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Self {
        guard years.contains(year) else { return .none }
        return Instant(date: "\(year)-\(padded(month))-\(padded(day))").map(Self.day) ?? .none
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
