import Basis
import Incidents
import Response

/// Something was learned from outside: what, where, from whom, how far it is trusted, and until when they expect it.
enum SightingForm: RoomForm {
    static let fields: Set<String> = ["said", "source", "who", "link", "seen", "trust", "eta"]
    static let done = "sighting"

    static func page(
        _ visit: Visit,
        _ incident: Incident,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage {
        let words = visit.words
        func text(_ name: String, _ value: String?, type: String = "text") -> FormPage.Item {
            .text(
                TextField(
                    name,
                    label: words("sighting.\(name)"),
                    hint: words.textIfAny("console.sighting.\(name)_hint"),
                    value: value,
                    problem: problems[name],
                    type: type
                )
            )
        }
        return FormPage(
            visit,
            "sighting",
            section: .incidents,
            back: .room(incident, words),
            action: Links.room(incident.name, "sightings/new"),
            items: [
                .text(said(words, form, problems)), .select(source(words, form, problems)),
                text("who", form?["who"]),
                text("link", form?["link"], type: "url"),
                text("seen", form?["seen"] ?? visit.clock, type: "time"),
                .choice(trust(words, form, problems)),
                text("eta", form?["eta"], type: "time"),
            ],
            problems: problems
        )
    }

    private static func said(_ words: Words, _ form: FormFields?, _ problems: FieldProblems) -> TextField {
        TextField(
            "said",
            label: words("sighting.said"),
            hint: words("sighting.said_hint"),
            value: form?["said"],
            problem: problems["said"],
            isLong: true,
            lang: words.language.code,
            isRequired: true
        )
    }

    private static func source(
        _ words: Words,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> SelectField {
        SelectField(
            "source",
            label: words("sighting.source"),
            options: Sighting.Source.allCases.map { ($0.rawValue, words("source.\($0.rawValue)")) },
            chosen: form?["source"] ?? Sighting.Source.twitter.rawValue,
            problem: problems["source"]
        )
    }

    private static func trust(
        _ words: Words,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> ChoiceField {
        ChoiceField(
            "trust",
            legend: words("sighting.trust"),
            options: Sighting.Trust.allCases.map {
                ($0.rawValue, words("trust.\($0.rawValue)"), words("trust.\($0.rawValue)_hint"))
            },
            chosen: form?["trust"] ?? Sighting.Trust.plausible.rawValue,
            problem: problems["trust"],
            isSide: true
        )
    }

    static func perform(_ visit: Visit, _ incident: Incident, _ form: FormFields) async throws {
        try await visit.perform(
            NoteSighting(
                incident: incident.name,
                source: form["source"].flatMap(Sighting.Source.init) ?? .other,
                who: form["who"],
                said: LocalizedText([visit.words.language: form["said"] ?? ""]),
                link: form["link"],
                seenAt: form["seen"].flatMap { visit.time.last($0, before: visit.now) },
                trust: form["trust"].flatMap(Sighting.Trust.init) ?? .rumour,
                eta: form["eta"].flatMap { visit.time.next($0, after: visit.now) }
            )
        )
    }
}
