import Basis

/// A date, time, amount or number as a text states it, ready to be compared.
///
/// What can be read in two ways (`1.200`, `03/04`) keeps both readings: it is known where one of them is.
struct Figure: Sendable {
    enum Kind: String, Sendable {
        case date
        case time
        case duration
        case money
        case percent
        case number
        case phone
        case mail
        case url
    }

    let kind: Kind
    /// Numbers, amounts, percentages, seconds, minutes of the day.
    var values: [Double] = []
    /// ISO 4217.
    var currency: String?
    /// Readings of a date; 0 for what is not said.
    var dates: [CalendarDate] = []
    /// Minutes east of Greenwich, where the text says so.
    var offset: Int?
    /// Letters and digits of an address.
    var address = ""
    /// Code points.
    let start: Int
    let end: Int
}

/// A day, a month or a year; 0 for what is not said.
struct CalendarDate: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int

    /// Whether both may mean the same day.
    func agrees(with other: CalendarDate) -> Bool {
        func fits(_ first: Int, _ second: Int) -> Bool { first == 0 || second == 0 || first == second }
        return fits(year, other.year) && fits(month, other.month) && fits(day, other.day)
            && (year == other.year && year != 0 || month == other.month && month != 0)
    }

    /// 0 = Monday; nil where the date is not whole.
    var weekday: Int? {
        guard year > 0, month > 0, day > 0, let midnight = Instant(date: padded) else { return nil }
        let days = midnight.milliseconds / 86_400_000
        return Int(((days + 3) % 7 + 7) % 7)
    }

    private var padded: String {
        func pad(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }
}

/// Reads written numbers.
enum WrittenNumber {
    /// The values that `1.200,50`, `1,200.50` or `1.200` may have.
    static func readings(_ text: String) -> [Double] {
        let marks = text.filter { $0 == "." || $0 == "," }
        guard text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "," }) else { return [] }
        let plain = Double(text.filter(\.isNumber))
        guard let last = marks.last else { return [plain].compactMap(\.self) }
        let parts = text.split(separator: last, omittingEmptySubsequences: false)
        let decimal = Double(
            parts.dropLast().joined().filter(\.isNumber) + "." + (parts.last ?? "").filter(\.isNumber)
        )
        if marks.contains(where: { $0 != last }) { return [decimal].compactMap(\.self) }
        if marks.count > 1 { return [plain].compactMap(\.self) }
        let isGrouped = parts[1].count == 3 && parts[0].count <= 3
        return (isGrouped ? [plain, decimal] : [decimal]).compactMap(\.self)
    }

    static func isSame(_ first: Double, _ second: Double) -> Bool {
        abs(first - second) <= 1e-9 * max(1, abs(first), abs(second))
    }
}
