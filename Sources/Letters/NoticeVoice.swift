import Basis
import Foundation
import Rendering

/// Says single sentences of the room in one language and zone, with the slots in their places.
struct NoticeVoice {
    let catalogue: StringCatalogue
    let language: Language
    let now: Instant
    private let readable: ReadableTime

    /// The places that are filled per person.
    static let customer = Slot.marker("customer")
    static let services = Slot.marker("services")
    static let link = Slot.marker("link")

    init(catalogue: StringCatalogue, language: Language, zone: TimeZone, now: Instant) {
        self.catalogue = catalogue
        self.language = language.spokenOrEnglish
        self.now = now
        readable = ReadableTime(language: language.spokenOrEnglish, zone: zone)
    }

    func say(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogue.text(MessageKey("letters.\(key)"), language, values)
    }

    /// `el 9 de noviembre de 2017 a las 11:00`
    func moment(_ instant: Instant) -> String { day("when.day", instant) }

    /// The same without the date where an earlier moment of that day was just told.
    func moment(_ instant: Instant, after earlier: Instant) -> String {
        readable.date(instant) == readable.date(earlier) ? hour("when.hour", instant) : moment(instant)
    }

    /// `on` or `by` that time, where it is the last one: `by 11:00 on 9 November 2017`.
    func deadline(_ instant: Instant) -> String { day("when.by_day", instant) }

    /// The same without the date where it is today: for what is read or said at once.
    func soon(_ instant: Instant) -> String {
        let isToday = readable.date(instant) == readable.date(now)
        return isToday ? hour("when.by_hour", instant) : deadline(instant)
    }

    func duration(_ span: Span) -> String { readable.duration(span) }

    /// The name of the zone in which all times are told: `hora de España`.
    var zoneName: String {
        let style = Date.FormatStyle(locale: Locale(identifier: language.code), timeZone: readable.zone)
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000)
        return date.formatted(style.timeZone(.genericLocation))
    }

    private func day(_ key: String, _ instant: Instant) -> String {
        say(key, ["count": article(instant), "date": readable.date(instant), "time": readable.time(instant)])
    }

    private func hour(_ key: String, _ instant: Instant) -> String {
        say(key, ["count": article(instant), "time": readable.time(instant)])
    }

    /// Spanish says `a la 1:05` and `a las 2:05`.
    private func article(_ instant: Instant) -> String {
        readable.time(instant).drop { $0 == "0" }.prefix { $0 != ":" }.description
    }
}

extension String {
    /// What a person typed, without marker characters and blanks around it.
    var typed: String { Slot.removed(from: self).trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The text as a sentence: with a full stop where it ends in a letter or a figure.
    var asSentence: String {
        guard let last, last.isLetter || last.isNumber || last == ")" || last == "%" else { return self }
        return self + "."
    }

    /// The text without its full stop, to stand inside a sentence.
    var insideSentence: String { hasSuffix(".") && !hasSuffix("..") ? String(dropLast()) : self }
}
