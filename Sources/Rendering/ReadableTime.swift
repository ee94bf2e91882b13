import Basis
import Foundation

/// Times, lengths of time, numbers and lists as a person of a language and a time zone reads them.
///
/// Clocks count to 24 in every language. Words and orders come from ICU, which ships inside the program, so the
/// same program always writes the same.
package struct ReadableTime: Sendable {
    package let language: Language
    package let zone: TimeZone
    private let locale: Locale

    package init(language: Language, zone: TimeZone) {
        self.language = language
        self.zone = zone
        // Plain "en" would put the month first.
        switch language {
        case .english: locale = Locale(identifier: "en_GB")
        case .spanish: locale = Locale(identifier: "es_ES")
        default: locale = Locale(identifier: language.code)
        }
    }

    /// `9:10` in Spanish, `09:10` elsewhere.
    package func time(_ instant: Instant) -> String {
        let minutes = (localSeconds(instant) - localDay(instant) * 86_400) / 60
        let hour = String(minutes / 60)
        let minute = String(minutes % 60)
        let needsZero = hour.count == 1 && language != .spanish
        return (needsZero ? "0" : "") + hour + (minute.count == 1 ? ":0" : ":") + minute
    }

    /// `9 de noviembre de 2017`, `9 November 2017`.
    package func date(_ instant: Instant) -> String {
        style.day().month(.wide).year().format(foundationDate(instant))
    }

    /// `9 de noviembre de 2017, 9:10`, `9 November 2017, 09:10`.
    package func dateTime(_ instant: Instant) -> String {
        "\(date(instant)), \(time(instant))"
    }

    /// The time alone on the local day of `now`, else a short date and the time: `9 nov 2017, 9:10`.
    package func short(_ instant: Instant, now: Instant) -> String {
        guard localDay(instant) != localDay(now) else { return time(instant) }
        let day = style.day().month(.abbreviated).year().format(foundationDate(instant))
        return "\(day), \(time(instant))"
    }

    /// How far `instant` lies from `now`, in its largest unit: `dentro de 25 min`, `5 min ago`.
    package func relative(_ instant: Instant, now: Instant) -> String {
        Date.AnchoredRelativeFormatStyle(
            anchor: foundationDate(instant),
            presentation: .numeric,
            unitsStyle: .abbreviated,
            locale: locale
        ).format(foundationDate(now))
    }

    /// The two largest units with their international symbols: `45 s`, `25 min`, `2 h 14 min`, `3 d 4 h`.
    package func duration(_ span: Span) -> String {
        let total = span.milliseconds.magnitude / 1_000
        let parts: [(count: UInt64, symbol: String)] = [
            (total / 86_400, "d"), (total / 3_600 % 24, "h"), (total / 60 % 60, "min"), (total % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.count > 0 }) else { return "0 s" }
        let told = parts[first...].prefix(2).filter { $0.count > 0 }.map {
            "\(number($0.count)) \($0.symbol)"
        }
        return (span.milliseconds < 0 ? "−" : "") + told.joined(separator: " ")
    }

    /// `a, b y c`, `a, b e Inés`, `a, b and c`; one item as it is, none as the empty string.
    package func list(_ items: [String]) -> String {
        let joined = items.formatted(.list(type: .and).locale(locale))
        guard language == .spanish, items.count > 1, let last = items.last, Self.beginsWithStressedI(last)
        else {
            return joined
        }
        return String(joined.dropLast(last.count + 3)) + " e " + last
    }

    /// `1234` and `12.345` in Spanish, `1,234` in English.
    package func number(_ count: Int) -> String {
        count.formatted(.number.locale(locale))
    }

    private func number(_ count: UInt64) -> String { number(Int(clamping: count)) }

    /// ICU turns `y` into `e` before `i` and `hi`, but does not know `í` and `hí`.
    private static func beginsWithStressedI(_ word: String) -> Bool {
        let start = word.lowercased().precomposedStringWithCanonicalMapping
        return start.hasPrefix("í") || start.hasPrefix("hí")
    }

    private var style: Date.FormatStyle { Date.FormatStyle(locale: locale, timeZone: zone) }

    private func foundationDate(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
    }

    /// Seconds since 1970-01-01 00:00 on the local wall; rounded down.
    private func localSeconds(_ instant: Instant) -> Int64 {
        let seconds = Int64((Double(instant.milliseconds) / 1_000).rounded(.down))
        return seconds + Int64(zone.secondsFromGMT(for: foundationDate(instant)))
    }

    private func localDay(_ instant: Instant) -> Int64 {
        Int64((Double(localSeconds(instant)) / 86_400).rounded(.down))
    }
}
