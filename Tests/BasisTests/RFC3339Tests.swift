import Basis
import Foundation
import Testing

struct RFC3339Tests {
    /// Seven thirty-two in the morning of 2017-11-09, UTC.
    private static let outage: Int64 = 1_510_212_720_000

    @Test(arguments: [
        ("2017-11-09T07:32:00Z", outage), ("2017-11-09t07:32:00z", outage),
        ("2017-11-09 07:32:00Z", outage), ("2017-11-09T07:32Z", outage),
        ("2017-11-09T08:32:00+01:00", outage), ("2017-11-09T02:32:00-05:00", outage),
        ("2017-11-09T13:17:00+05:45", outage), ("2017-11-08T23:32:00-08:00", outage),
        ("2017-11-09T07:32:00.5Z", outage + 500), ("2017-11-09T07:32:00.05Z", outage + 50),
        ("2017-11-09T07:32:00.123456789Z", outage + 123), ("2017-11-09T07:32:00.9999Z", outage + 999),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("1900-03-01T00:00:00Z", -2_203_891_200_000), ("0000-03-01T00:00:00Z", -62_162_035_200_000),
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a time is read`(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2017", "2017-11-09", "2017-11-09T", "2017-11-09T07", "2017-11-09T07:32:00",
        "2017-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2017-13-01T00:00:00Z", "2017-00-10T00:00:00Z",
        "2017-11-31T00:00:00Z", "2017-11-00T00:00:00Z", "2017-11-09T24:00:00Z", "2017-11-09T07:60:00Z",
        "2017-11-09T07:32:61Z", "2017-11-09T7:32:00Z", "17-11-09T07:32:00Z", "2017/11/09T07:32:00Z",
        "2017-11-09T07:32:00Z ", " 2017-11-09T07:32:00Z", "2017-11-09T07:32:00ZZ",
        "2017-11-09T07:32:00.Z", "2017-11-09T07:32:00.1234567890Z", "2017-11-09T07:32:00,5Z",
        "2017-11-09T07:32:00+24:00", "2017-11-09T07:32:00+01:60", "2017-11-09T07:32:00+0100",
        "2017-11-09T07:32:00+01", "2017-11-09T07:32:00\u{2212}01:00", "-2017-11-09T07:32:00Z",
        "２０１７-11-09T07:32:00Z", "2017-11-09T07:32:00+-1:00",
    ])
    func `what is no time is nothing`(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [
        (outage, "2017-11-09T07:32:00.000Z"), (outage + 7, "2017-11-09T07:32:00.007Z"),
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (-86_400_000, "1969-12-31T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-62_162_035_200_000, "0000-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `a time is written with its fraction`(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds))
    }

    /// Walks the calendar as people do, day by day, over a century that is no leap year and one that is.
    @Test func `each day of two centuries follows the one before`() throws {
        var (year, month, day) = (1_890, 1, 1)
        var instant = try #require(Instant(date: "1890-01-01"))
        while year < 2_110 {
            let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            guard instant.utcDate == text, Instant(date: text) == instant else {
                Issue.record("\(text) is written \(instant.utcDate)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let last = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            (year, month, day) =
                day < last ? (year, month, day + 1) : month < 12 ? (year, month + 1, 1) : (year + 1, 1, 1)
            instant = instant + .days(1)
        }
    }

    @Test(arguments: ["2017-11-9", "2017-11-09Z", "2017-02-29", "09-11-2017", "", "2017-11-09T00:00:00Z"])
    func `what is no date is nothing`(_ text: String) {
        #expect(Instant(date: text) == nil)
    }

    @Test func `as JSON a time is its text, and a wrong one says itself`() throws {
        let instant = Instant(milliseconds: Self.outage)
        let bytes = try JSONEncoder().encode([instant])

        #expect(String(decoding: bytes, as: UTF8.self) == "[\"2017-11-09T07:32:00.000Z\"]")
        #expect(try JSONDecoder().decode([Instant].self, from: bytes) == [instant])
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Instant].self, from: Data("[\"mañana\"]".utf8))
        }
        #expect(error.map { "\($0)".contains("mañana") } == true)
    }
}

struct TypedTimeTests {
    private let now = Instant(seconds: 1_510_210_800)

    @Test(arguments: [
        ("+45m", Span.minutes(45)), ("+2h", .hours(2)), ("+30s", .seconds(30)), ("+1d", .days(1)),
        ("+0s", .seconds(0)), ("+3650d", .days(3_650)), ("+87600h", .days(3_650)),
        ("+315360000s", .days(3_650)), ("2017-11-09T08:00:00+01:00", .seconds(0)),
    ])
    func `people type a time or how far it is`(_ text: String, _ span: Span) {
        #expect(Instant(typed: text, now: now) == now + span)
    }

    @Test(arguments: [
        "", "+", "+m", "+45", "+45x", "+45M", "45m", "-5m", "+-5m", "++5m", "+ 5m", "+1.5h", "+1h30m", "+٤m",
        "+3651d", "+87601h", "+315360001s", "+99999999999999999999s", "mañana", "08:00",
    ])
    func `what people cannot mean is nothing`(_ text: String) {
        #expect(Instant(typed: text, now: now) == nil)
    }
}
