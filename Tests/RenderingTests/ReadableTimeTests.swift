import Basis
import Foundation
import Rendering
import Testing

struct ReadableTimeTests {
    private let spanish: ReadableTime
    private let english: ReadableTime
    private let morning: Instant

    init() throws {
        let madrid = try #require(TimeZone(identifier: "Europe/Madrid"))
        spanish = ReadableTime(language: .spanish, zone: madrid)
        english = ReadableTime(language: .english, zone: madrid)
        morning = try #require(Instant(rfc3339: "2017-11-09T08:10:00Z"))
    }

    @Test func `a moment is read in the language and the zone of the reader`() throws {
        #expect(spanish.time(morning) == "9:10")
        #expect(english.time(morning) == "09:10")
        #expect(spanish.dateTime(morning) == "9 de noviembre de 2017, 9:10")
        #expect(english.dateTime(morning) == "9 November 2017, 09:10")
        let tokyo = ReadableTime(language: .english, zone: try #require(TimeZone(identifier: "Asia/Tokyo")))
        #expect(tokyo.dateTime(morning) == "9 November 2017, 17:10")
    }

    @Test(arguments: [
        ("2017-07-01T10:05:00Z", "12:05"), ("2017-10-29T00:59:59Z", "2:59"), ("2017-10-29T01:00:00Z", "2:00"),
        ("1969-12-31T23:30:00Z", "0:30"), ("1969-06-01T00:00:00Z", "1:00"),
        ("2017-11-08T23:00:00.999Z", "0:00"),
    ])
    func `clocks follow summer time and count from midnight`(moment: String, time: String) throws {
        #expect(spanish.time(try #require(Instant(rfc3339: moment))) == time)
    }

    @Test func `the same local day needs no date`() throws {
        let lateSameDay = try #require(Instant(rfc3339: "2017-11-09T22:59:00Z"))
        let nextDay = try #require(Instant(rfc3339: "2017-11-09T23:00:00Z"))

        #expect(spanish.short(morning, now: lateSameDay) == "9:10")
        #expect(spanish.short(morning, now: nextDay) == "9 nov 2017, 9:10")
        #expect(english.short(morning, now: nextDay) == "9 Nov 2017, 09:10")
    }

    @Test(arguments: [
        (0, "0 s"), (999, "0 s"), (45_000, "45 s"), (134_000, "2 min 14 s"), (1_500_000, "25 min"),
        (8_040_000, "2 h 14 min"), (7_205_000, "2 h"), (273_600_000, "3 d 4 h"), (-60_000, "−1 min"),
    ])
    func `a length of time is told by its two largest units`(milliseconds: Int64, text: String) {
        #expect(spanish.duration(Span(milliseconds: milliseconds)) == text)
    }

    @Test func `a moment is told from now`() {
        #expect(spanish.relative(morning + .minutes(25), now: morning) == "dentro de 25 min")
        #expect(spanish.relative(morning - .minutes(5), now: morning) == "hace 5 min")
        #expect(english.relative(morning + .minutes(25), now: morning) == "in 25 min")
    }

    @Test(arguments: [
        ([], "", ""), (["a"], "a", "a"), (["a", "b"], "a y b", "a and b"),
        (["a", "b", "c"], "a, b y c", "a, b and c"),
        (["Ana", "Inés"], "Ana e Inés", "Ana and Inés"),
        (["Ana", "Luis", "Higinio"], "Ana, Luis e Higinio", "Ana, Luis and Higinio"),
        (["Ana", "Íñigo"], "Ana e Íñigo", "Ana and Íñigo"),
        (["agua", "hielo"], "agua y hielo", "agua and hielo"),
        (["Ana", "Yolanda"], "Ana y Yolanda", "Ana and Yolanda"),
    ])
    func `a list ends with the right word`(items: [String], inSpanish: String, inEnglish: String) {
        #expect(spanish.list(items) == inSpanish)
        #expect(english.list(items) == inEnglish)
    }

    @Test(arguments: [
        (0, "0", "0"), (1_234, "1234", "1,234"), (5_000_000, "5.000.000", "5,000,000"), (-12, "-12", "-12"),
    ])
    func `numbers are grouped as each language does`(count: Int, inSpanish: String, inEnglish: String) {
        #expect(spanish.number(count) == inSpanish)
        #expect(english.number(count) == inEnglish)
    }
}
