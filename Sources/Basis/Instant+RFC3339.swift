extension Instant {
    /// `2017-11-09T07:32:00.000Z`. The fraction is always written: some Statuspage clients refuse a time
    /// without it.
    package var rfc3339: String {
        let (date, timeOfDay) = Self.split(milliseconds)
        let seconds = timeOfDay / 1_000
        return
            "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + ".\(padded(timeOfDay % 1_000, 3))Z"
    }

    /// Reads RFC 3339 (`2017-11-09T07:32:00Z`, `…+01:00`, a fraction, a blank for the `T`); nil where it is
    /// not one.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), Self.isDate(year, month, day),
            reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), hour < 24, reader.take(":"), let minute = reader.number(2),
            minute < 60
        else { return nil }
        var second: Int64 = 0
        if reader.take(":") {
            guard let read = reader.number(2), read <= 60 else { return nil }
            second = read
        }
        let fraction = reader.take(".") ? reader.milliseconds() : 0
        guard let fraction, let offset = reader.offsetMinutes(), reader.isAtEnd else { return nil }
        let days = Self.days(year, month, day)
        let seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
        self.init(milliseconds: seconds * 1_000 + fraction)
    }

    /// Reads a date (`2017-11-09`) as its first moment in UTC; nil where it is not one.
    package init?(date text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.isAtEnd, Self.isDate(year, month, day)
        else { return nil }
        self.init(milliseconds: Self.days(year, month, day) * 86_400_000)
    }

    /// Reads what people type on a command line: RFC 3339, or a time from now (`+45m`, `+2h`, `+30s`, `+1d`).
    package init?(typed text: String, now: Instant) {
        guard text.hasPrefix("+") else {
            self.init(rfc3339: text)
            return
        }
        guard let span = Span(typed: String(text.dropFirst())) else { return nil }
        self = now + span
    }

    /// The date in UTC, as `2017-11-09`.
    package var utcDate: String { String(rfc3339.prefix(10)) }

    /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func isDate(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[Int(month) - 1]
    }

    private static func split(_ milliseconds: Int64) -> (date: CivilDate, timeOfDay: Int64) {
        let dayLength: Int64 = 86_400_000
        let days = milliseconds >= 0 ? milliseconds / dayLength : (milliseconds - dayLength + 1) / dayLength
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let date = CivilDate(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * monthIndex + 2) / 5 + 1
        )
        return (date, milliseconds - days * dayLength)
    }
}

extension Span {
    /// Reads `45m`, `2h`, `30s`, `1d`; nil where it is none of them or too long to be meant (over ten years).
    package init?(typed text: String) {
        // `Int64` reads a sign too: `++5m` is a slip of the hand, not a time.
        guard let unit = text.last, text.utf8.first.map({ (48...57).contains($0) }) ?? false,
            let count = Int64(text.dropLast()), (0...3_650 * 86_400).contains(count)
        else { return nil }
        switch unit {
        case "s": self = .seconds(count)
        case "m": self = .minutes(count)
        case "h": self = .hours(count)
        case "d": self = .days(count)
        default: return nil
        }
        guard milliseconds <= Span.days(3_650).milliseconds else { return nil }
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not an RFC 3339 time: \(text)"
            )
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

private struct CivilDate {
    var year: Int64
    var month: Int64
    var day: Int64
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Character) -> Bool {
        guard let expected = character.asciiValue, rest.first == expected else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(width) {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        rest.removeFirst(width)
        return value
    }

    mutating func milliseconds() -> Int64? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        rest.removeFirst(digits.count)
        return Int64((String(digits) ?? "0").padding(toLength: 3))
    }

    mutating func offsetMinutes() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }
}

extension String {
    /// The first `length` characters, filled up with zeros on the right.
    fileprivate func padding(toLength length: Int) -> String {
        String(prefix(length)) + String(repeating: "0", count: max(0, length - count))
    }
}
