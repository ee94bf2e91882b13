import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the time comes from. Rules never ask it: they are told the moment. Services, edges and tests inject
/// one.
package protocol WallClock: Sendable {
    func now() -> Instant
}

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock that stands until it is moved: for replays and tests.
package final class ManualClock: WallClock {
    private let time: Mutex<Instant>

    package init(_ start: Instant) {
        time = Mutex(start)
    }

    package func now() -> Instant { time.withLock { $0 } }

    /// Moves the clock to `instant`; it never goes back.
    package func move(to instant: Instant) {
        time.withLock { $0 = max($0, instant) }
    }

    package func advance(by span: Span) {
        time.withLock { $0 = $0 + span }
    }
}
