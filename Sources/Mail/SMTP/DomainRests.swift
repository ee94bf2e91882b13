import Basis
import NIOCore

/// Domains whose mail hosts said "not now". Others go on at full speed; of a domain whose rest is over, one message is
/// tried first.
package struct DomainRests: Sendable {
    package static let pauseMin = Span.seconds(15)
    package static let pauseMax = Span.minutes(15)
    /// While one message is tried, how long the others of its domain are put off.
    package static let probePause = Span.seconds(5)
    /// Domains remembered; with more, those are forgotten whose rest ends first.
    package static let countMax = 10_000

    private struct Rest: Sendable {
        var failures: Int
        var until: NIODeadline
    }

    private var rests: [String: Rest] = [:]

    package init() {}

    /// Nil where a message for the domain may go now; else how long it should wait.
    package mutating func hold(_ domain: String, at now: NIODeadline) -> Span? {
        guard !rests.isEmpty, let rest = rests[domain] else { return nil }
        guard now < rest.until else {
            rests[domain]?.until = now + .milliseconds(Self.probePause.milliseconds)
            return nil
        }
        return Span(milliseconds: max(1, (rest.until - now).nanoseconds / 1_000_000))
    }

    /// "Not now". What was under way when the rest began does not prolong it. Returns how long to wait.
    package mutating func failed(_ domain: String, sentAt: NIODeadline, at now: NIODeadline) -> Span {
        let known = rests[domain]
        if let known, now < known.until, sentAt < began(known) {
            return Span(milliseconds: max(1, (known.until - now).nanoseconds / 1_000_000))
        }
        let failures = min((known?.failures ?? 0) + 1, 16)
        let pause = Self.pause(after: failures)
        if known == nil, rests.count >= Self.countMax { forgetOne() }
        rests[domain] = Rest(failures: failures, until: now + .milliseconds(pause.milliseconds))
        return pause
    }

    /// A message was taken.
    package mutating func succeeded(_ domain: String) {
        if !rests.isEmpty { rests[domain] = nil }
    }

    private static func pause(after failures: Int) -> Span {
        Span(milliseconds: min(pauseMin.milliseconds << Int64(failures - 1), pauseMax.milliseconds))
    }

    /// When the rest began, or its probe was let through.
    private func began(_ rest: Rest) -> NIODeadline {
        rest.until - .milliseconds(Self.pause(after: rest.failures).milliseconds)
    }

    private mutating func forgetOne() {
        if let first = rests.min(by: { $0.value.until < $1.value.until }) { rests[first.key] = nil }
    }
}
