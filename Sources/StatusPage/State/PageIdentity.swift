import Basis
import Foundation

/// Whose page it is.
package struct PageIdentity: Sendable, Equatable, Codable {
    /// Twelve characters, as in Statuspage; the same as long as the address is the same.
    package var id: String
    package var name: String
    /// Where strangers reach the page, without a slash at the end: `https://estado.example.es`.
    package var url: String
    /// IANA, `Europe/Madrid`: the zone of all times on the page.
    package var timeZone: String
    /// For readers who ask for none of the languages that the site speaks.
    package var language: Language

    package init(name: String, url: String, timeZone: String, language: Language) {
        self.name = name
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.timeZone = timeZone
        self.language = language.spokenOrEnglish
        id = DerivedID.twelve("page", self.url)
    }
}

extension PageIdentity {
    /// Settings check the name; where it is unknown all the same, times are in UTC rather than wrong by guess.
    var zone: TimeZone { TimeZone(identifier: timeZone) ?? .gmt }

    /// Local days since 1970-01-01.
    func day(of instant: Instant) -> Int {
        let seconds = Double(instant.milliseconds) / 1_000 + Double(offset(at: instant))
        return Int((seconds / 86_400).rounded(.down))
    }

    /// When the next local day begins. Where clocks change in that night, it may be an hour off: the page is only
    /// made again, which then finds the right one.
    func midnight(after instant: Instant) -> Instant {
        Instant(seconds: Int64(day(of: instant) + 1) * 86_400 - Int64(offset(at: instant)))
    }

    private func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))
    }
}

/// Ids for things that have none of their own in the database, the same in every rendering.
enum DerivedID {
    static func twelve(_ kind: String, _ name: String) -> String {
        String(sha256Hex(Array("\(kind):\(name)".utf8)).prefix(12))
    }
}
