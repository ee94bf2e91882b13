import Basis
import NIOCore

/// How many connections the relay is trusted with at a time: two at first, twice as many after each that worked as
/// long as more are wanted, half after a failure, and none for a while where nothing works.
package struct SMTPPace: Sendable {
    static let atFirst = 2
    static let pauseMax = Span.minutes(2)

    package let most: Int
    package private(set) var allowed: Int
    private let pauseMin: Span
    private var failures = 0
    private var restsUntil: NIODeadline?

    package init(most: Int, pauseMin: Span = SMTPPatience().rest) {
        self.most = max(1, most)
        self.pauseMin = pauseMin
        allowed = min(Self.atFirst, self.most)
    }

    /// A group was handed over.
    package mutating func succeeded() {
        failures = 0
        restsUntil = nil
        allowed = min(most, allowed + 1)
    }

    /// The relay refused a connection, or said "not now" to everybody. Failures that come together are one.
    package mutating func failed(at now: NIODeadline) {
        if let restsUntil, now < restsUntil { return }
        failures += 1
        allowed = max(1, allowed / 2)
        let factor = Int64(1) << min(failures - 1, 10)
        let pause = min(pauseMin.milliseconds * factor, Self.pauseMax.milliseconds)
        restsUntil = now + .milliseconds(pause)
    }

    /// A connection ended in the middle of its work.
    package mutating func lost() { allowed = max(1, allowed / 2) }

    /// For how long nothing should be tried; nil where it may.
    package func rest(at now: NIODeadline) -> Span? {
        guard let restsUntil, now < restsUntil else { return nil }
        return Span(milliseconds: max(1, (restsUntil - now).nanoseconds / 1_000_000))
    }
}
