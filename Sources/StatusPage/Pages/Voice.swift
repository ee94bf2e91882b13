import Basis
import Catalog
import Incidents
import Rendering

/// Speaks the site's sentences in one language, with the clock and the zone of the page.
package struct Voice: Sendable {
    let page: PageIdentity
    let language: Language
    let now: Instant
    let time: ReadableTime
    private let catalogue: StringCatalogue

    package init(catalogue: StringCatalogue, page: PageIdentity, language: Language, now: Instant) {
        self.catalogue = catalogue
        self.page = page
        self.language = language
        self.now = now
        time = ReadableTime(language: language, zone: page.zone)
    }

    func say(_ name: String, _ values: [String: String] = [:]) -> String {
        catalogue.text("statuspage.\(name)", language, values)
    }

    /// A sentence that changes with a number.
    func say(_ name: String, count: Int, _ values: [String: String] = [:]) -> String {
        say(name, values.merging(["count": String(count), "number": time.number(count)]) { own, _ in own })
    }

    /// The fixed texts of the pages, for templates to read as `{{t.skip}}`.
    var labels: [String: String] { catalogue.slice("statuspage.page_", language) }

    func word(_ impact: ImpactLevel) -> String { say("impact_\(impact.rawValue)") }

    func word(_ stage: Incident.Stage) -> String {
        say("stage_\(stage == .closed ? "resolved" : stage.rawValue)")
    }

    /// A written text for this reader, marked where it is in another language than the page.
    func read(_ text: LocalizedText) -> ReadText {
        guard let (words, written) = text.resolved([language]) else { return ReadText(text: "", lang: nil) }
        return ReadText(text: words, lang: written == language ? nil : written.code)
    }

    /// A moment near now: only the time on the same day.
    func moment(_ instant: Instant) -> Moment {
        Moment(machine: instant.rfc3339, shown: time.short(instant, now: now))
    }

    /// A moment for the record.
    func fullMoment(_ instant: Instant) -> Moment {
        Moment(machine: instant.rfc3339, shown: time.dateTime(instant))
    }
}

/// What somebody wrote, as it stands on a page. `lang` only where it is not the page's.
struct ReadText: Sendable {
    let text: String
    let lang: String?
}

/// A time for machines and for people.
struct Moment: Sendable {
    let machine: String
    let shown: String
}
