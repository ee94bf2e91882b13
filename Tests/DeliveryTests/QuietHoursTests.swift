import Basis
import Delivery
import Foundation
import Testing

struct QuietHoursTests {
    @Test(arguments: [
        ("Europe/Madrid", "2017-11-09T06:59:59Z", "2017-11-09T07:00:00Z"),
        ("Europe/Madrid", "2017-11-09T07:00:00Z", "2017-11-09T07:00:00Z"),
        ("Europe/Madrid", "2017-11-09T20:59:59Z", "2017-11-09T20:59:59Z"),
        ("Europe/Madrid", "2017-11-09T21:00:00Z", "2017-11-10T07:00:00Z"),
        // In the night to 2017-10-29 the clock goes back: eight o'clock is one hour later than it seems.
        ("Europe/Madrid", "2017-10-28T21:00:00Z", "2017-10-29T07:00:00Z"),
        // In the night to 2018-03-25 it goes forward.
        ("Europe/Madrid", "2018-03-24T22:00:00Z", "2018-03-25T06:00:00Z"),
        ("Atlantic/Canary", "2017-11-09T07:30:00Z", "2017-11-09T08:00:00Z"),
        ("America/Mexico_City", "2017-11-09T07:30:00Z", "2017-11-09T14:00:00Z"),
        ("Asia/Kolkata", "1969-12-31T16:30:00Z", "1970-01-01T02:30:00Z"),
    ])
    func `a call waits for eight in the morning where the customer lives`(
        zone: String,
        now: String,
        first: String
    ) throws {
        let zone = try #require(TimeZone(identifier: zone))
        let now = try #require(Instant(rfc3339: now))
        #expect(QuietHours.phones.firstMoment(from: now, in: zone) == Instant(rfc3339: first))
    }
}
