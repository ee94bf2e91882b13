import Basis
import Testing

struct InstantTests {
    private let morning = Instant(seconds: 1_510_210_800)

    @Test func `a span later and the same span earlier is the same moment`() {
        let later = morning + .minutes(90)

        #expect(later.milliseconds == 1_510_216_200_000)
        #expect(later - .minutes(90) == morning)
        #expect(later - morning == .minutes(90))
        #expect(morning - later == .minutes(-90))
        #expect(morning < later)
        #expect(!(later < later))
    }

    @Test(arguments: [
        (Span.seconds(90), Int64(90_000)), (.minutes(90), 5_400_000), (.hours(2), 7_200_000),
        (.days(1), 86_400_000), (.seconds(-1), -1_000),
    ])
    func `a span counts in milliseconds`(_ span: Span, _ milliseconds: Int64) {
        #expect(span.milliseconds == milliseconds)
        #expect(span == Span(milliseconds: milliseconds))
    }

    @Test func `whole seconds and minutes leave the rest away`() {
        #expect(Span(milliseconds: 119_999).seconds == 119)
        #expect(Span(milliseconds: 119_999).minutes == 1)
        #expect(Span(milliseconds: 120_000).minutes == 2)
        #expect(Span.seconds(59) < .minutes(1))
        #expect(!(Span.seconds(60) < .minutes(1)))
    }
}

struct WallClockTests {
    private let start = Instant(seconds: 1_510_210_800)

    @Test func `a clock that is moved by hand stands until then and never goes back`() {
        let clock = ManualClock(start)
        #expect(clock.now() == start)

        clock.advance(by: .minutes(5))
        #expect(clock.now() == start + .minutes(5))
        clock.move(to: start + .minutes(3))
        #expect(clock.now() == start + .minutes(5))
        clock.move(to: start + .minutes(30))
        #expect(clock.now() == start + .minutes(30))
    }

    @Test func `the machine's clock counts in milliseconds and goes on`() {
        let first = SystemClock().now()
        let second = SystemClock().now()

        let (begin, end) = (Instant(date: "2024-01-01"), Instant(date: "2200-01-01"))
        #expect(begin.map { $0 < first } == true)
        #expect(end.map { second < $0 } == true)
        #expect(second - first < .minutes(1))
    }
}
