import Basis

/// How much slower each failure makes the next try. A value: it neither waits nor knows the time.
package struct ThrottleRule: Sendable, Hashable {
    /// Failures that cost nothing.
    package var free: Int
    /// The longest wait. There is always an end to it: nobody is locked out for good.
    package var longest: Span
    /// After this long without a try all is forgotten.
    package var forgottenAfter: Span

    /// One address of the network, whomever it tries.
    package static let source = ThrottleRule(free: 5, longest: .minutes(15), forgottenAfter: .hours(24))
    /// One account from browsers that were never in it. Slow to begin, so that only a guess from many addresses
    /// meets it.
    package static let account = ThrottleRule(free: 20, longest: .minutes(1), forgottenAfter: .hours(24))
    /// One browser that was in this account before.
    package static let device = ThrottleRule(free: 10, longest: .minutes(15), forgottenAfter: .hours(24))
    /// Whoever knows the password and guesses the code, or sits at an open console and guesses the password.
    package static let code = ThrottleRule(free: 5, longest: .minutes(5), forgottenAfter: .hours(24))

    /// The wait after so many failures: a second, two, four …
    package func wait(afterFailures failures: Int) -> Span {
        guard failures > free else { return Span(milliseconds: 0) }
        return min(longest, .seconds(Int64(1) << Int64(min(failures - free - 1, 32))))
    }
}

/// What is remembered of one bucket of tries.
package struct ThrottleState: Sendable, Hashable {
    package var failures = 0
    package var lastAt: Instant
    /// When the next try is listened to.
    package var openAt: Instant

    package init(at now: Instant) {
        lastAt = now
        openAt = now
    }

    init(failures: Int, lastAt: Instant, openAt: Instant) {
        self.failures = failures
        self.lastAt = lastAt
        self.openAt = openAt
    }

    /// How long the next try has to wait; nil where it may be now.
    package func wait(at now: Instant) -> Span? { now < openAt ? openAt - now : nil }

    /// Takes one try. It counts as a failure until it turns out well, so that a thousand at the same time get no
    /// further than one after the other.
    package mutating func take(_ rule: ThrottleRule, at now: Instant) {
        if now - lastAt >= rule.forgottenAfter { failures = 0 }
        failures += 1
        lastAt = now
        openAt = now + rule.wait(afterFailures: failures)
    }

    /// One try turned out well: it is given back.
    package mutating func giveBack(at now: Instant) {
        failures = max(0, failures - 1)
        openAt = min(openAt, now)
    }
}
