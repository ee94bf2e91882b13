import Basis

/// The date format of HTTP headers and of RSS (RFC 9110 §5.6.7): `Thu, 09 Nov 2017 07:32:00 GMT`.
package enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    package static func text(_ instant: Instant) -> String {
        let written = Array(instant.rfc3339.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: written[range], as: UTF8.self) }
        // 1970-01-01 was a Thursday; the remainder is made positive for moments before it.
        let days = Int((Double(instant.milliseconds) / 86_400_000).rounded(.down))
        let weekday = weekdays[(days % 7 + 7) % 7]
        let month = months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
    }

    /// Reads the format that `text` writes; nil for anything else, which a server then ignores.
    package static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Instant(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
