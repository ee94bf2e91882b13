import Basis
import Foundation

/// When nobody wants the telephone to ring: from 22 h to 8 h where the customer lives.
package struct QuietHours: Sendable {
    package static let phones = QuietHours(fromHour: 22, untilHour: 8)

    package let fromHour: Int64
    package let untilHour: Int64

    /// The first moment from `now` on at which a call may be made; `now` itself outside the quiet hours.
    package func firstMoment(from now: Instant, in zone: TimeZone) -> Instant {
        let local = Self.local(now, in: zone)
        let dayLength: Int64 = 86_400_000
        let day = (local >= 0 ? local : local - dayLength + 1) / dayLength
        let hour = (local - day * dayLength) / 3_600_000
        guard hour >= fromHour || hour < untilHour else { return now }
        let morning = (hour < untilHour ? day : day + 1) * dayLength + untilHour * 3_600_000
        // The offset may change during the night: take the one that holds in the morning.
        let guess = Instant(milliseconds: morning - (local - now.milliseconds))
        return Instant(milliseconds: morning - (Self.local(guess, in: zone) - guess.milliseconds))
    }

    /// Milliseconds since 1970 as the clock on the wall there counts them.
    private static func local(_ instant: Instant, in zone: TimeZone) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
        return instant.milliseconds + Int64(zone.secondsFromGMT(for: date)) * 1_000
    }
}
