import Basis
import Mail
import NIOCore
import Testing

struct SMTPPaceTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    @Test func `connections grow from two with each success, and halve when one breaks`() {
        var pace = SMTPPace(most: 10)
        #expect(pace.allowed == 2)
        for _ in 0..<20 { pace.succeeded() }
        #expect(pace.allowed == 10)
        pace.lost()
        #expect(pace.allowed == 5 && pace.rest(at: Self.start) == nil)
        #expect(SMTPPace(most: 0).allowed == 1)
    }

    @Test func `the relay's rests double up to a bound, and end with a success`() {
        var pace = SMTPPace(most: 10)
        var now = Self.start
        var rests: [Int64] = []
        for _ in 0..<9 {
            pace.failed(at: now)
            let rest = pace.rest(at: now)?.milliseconds ?? 0
            rests.append(rest)
            now = now + .milliseconds(rest)
            #expect(pace.rest(at: now) == nil)
        }
        #expect(rests == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000])
        pace.succeeded()
        pace.failed(at: now)
        #expect(pace.rest(at: now) == .seconds(1))
    }

    @Test func `failures that come together are one`() {
        var pace = SMTPPace(most: 64)
        for _ in 0..<100 { pace.succeeded() }
        for _ in 0..<50 { pace.failed(at: Self.start) }
        #expect(pace.allowed == 32 && pace.rest(at: Self.start) == .seconds(1))
    }
}

struct DomainRestsTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    @Test func `a domain that says "not now" rests alone`() {
        var rests = DomainRests()
        #expect(rests.failed("slow.example", sentAt: Self.start, at: Self.start) == .seconds(15))
        #expect(rests.hold("slow.example", at: Self.start) == .seconds(15))
        #expect(rests.hold("other.example", at: Self.start) == nil)
    }

    @Test func `after the rest one is tried first, and its success frees the others`() {
        var rests = DomainRests()
        _ = rests.failed("slow.example", sentAt: Self.start, at: Self.start)
        let later = Self.start + .seconds(15)
        #expect(rests.hold("slow.example", at: later) == nil)
        #expect(rests.hold("slow.example", at: later) == DomainRests.probePause)
        rests.succeeded("slow.example")
        #expect(rests.hold("slow.example", at: later) == nil)
        #expect(rests.failed("slow.example", sentAt: later, at: later) == .seconds(15))
    }

    @Test func `what was under way when the rest began does not prolong it; the probe does`() {
        var rests = DomainRests()
        let before = Self.start - .seconds(1)
        _ = rests.failed("slow.example", sentAt: before, at: Self.start)
        #expect(rests.failed("slow.example", sentAt: before, at: Self.start + .seconds(1)) == .seconds(14))
        let later = Self.start + .seconds(15)
        #expect(rests.hold("slow.example", at: later) == nil)
        #expect(rests.failed("slow.example", sentAt: later, at: later + .seconds(1)) == .seconds(30))
    }

    @Test func `rests have an upper bound, and so has their number`() {
        var rests = DomainRests()
        var now = Self.start
        var last = Span(milliseconds: 0)
        for _ in 0..<20 {
            last = rests.failed("slow.example", sentAt: now, at: now)
            now = now + .hours(1)
        }
        #expect(last == DomainRests.pauseMax)
        for number in 0..<(DomainRests.countMax + 100) {
            _ = rests.failed("d\(number).example", sentAt: now, at: now)
        }
        let held = (0..<(DomainRests.countMax + 100)).count { rests.hold("d\($0).example", at: now) != nil }
        #expect(held == DomainRests.countMax)
    }
}
