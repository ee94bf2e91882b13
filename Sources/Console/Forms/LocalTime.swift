import Basis
import Foundation

/// Times as people type them into a form: on the clock of their own wall.
struct LocalTime: Sendable {
    let zone: TimeZone

    /// Reads what `<input type="datetime-local">` sends: `2017-11-09T10:30`.
    func instant(dateTime text: String) -> Instant? {
        guard text.count <= 32, let wall = Instant(rfc3339: text + (text.count == 16 ? ":00Z" : "Z")) else {
            return nil
        }
        return instant(wall: wall)
    }

    /// The value for such a field.
    func dateTime(_ instant: Instant) -> String {
        String((instant + offset(at: instant)).rfc3339.prefix(16))
    }

    /// The last time before `now` at which the wall clock showed `10:30`.
    func last(_ clock: String, before now: Instant) -> Instant? {
        guard let today = onDay(of: now, clock) else { return nil }
        return today <= now ? today : onDay(of: now - .days(1), clock)
    }

    /// The next time after `now` at which it will.
    func next(_ clock: String, after now: Instant) -> Instant? {
        guard let today = onDay(of: now, clock) else { return nil }
        return today > now ? today : onDay(of: now + .days(1), clock)
    }

    /// The full minute that begins at or after `instant`: what a person would promise.
    static func wholeMinute(_ instant: Instant) -> Instant {
        Instant(milliseconds: (instant.milliseconds + 59_999) / 60_000 * 60_000)
    }

    private func onDay(of now: Instant, _ clock: String) -> Instant? {
        instant(dateTime: dateTime(now).prefix(11) + (clock.count == 4 ? "0" + clock : clock))
    }

    /// - Parameter wall: what the clock shows, taken as if it were UTC.
    private func instant(wall: Instant) -> Instant {
        // The offset at the moment itself, which the first guess may miss around a change of the clocks.
        let guess = wall - offset(at: wall)
        return wall - offset(at: guess)
    }

    private func offset(at instant: Instant) -> Span {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
        return .seconds(Int64(zone.secondsFromGMT(for: date)))
    }
}
