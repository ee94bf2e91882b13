import Basis
import Incidents
import Response

/// Something else is owed by a time: a check by hand, an answer, a refund.
enum PromiseForm: RoomForm {
    static let fields: Set<String> = ["what", "due"]
    static let done = "promise"

    static func page(
        _ visit: Visit,
        _ incident: Incident,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage {
        let words = visit.words
        let what = TextField(
            "what",
            label: words("promise.what"),
            hint: words("promise.what_hint"),
            value: form?["what"],
            problem: problems["what"],
            lang: words.language.code,
            isRequired: true
        )
        let due = TextField(
            "due",
            label: words("promise.due"),
            value: form?["due"] ?? visit.time.dateTime(LocalTime.wholeMinute(visit.now + .hours(4))),
            problem: problems["due"],
            type: "datetime-local",
            isRequired: true
        )
        return FormPage(
            visit,
            "promise",
            section: .incidents,
            back: .room(incident, words),
            action: Links.room(incident.name, "promises/new"),
            items: [.text(what), .text(due)],
            problems: problems
        )
    }

    static func perform(_ visit: Visit, _ incident: Incident, _ form: FormFields) async throws {
        guard let due = form["due"].flatMap(visit.time.instant(dateTime:)) else {
            var problems = Problems()
            problems.add("due", "console.promise.due_missing")
            throw problems
        }
        try await visit.perform(
            PromiseSomething(
                incident: incident.name,
                what: LocalizedText([visit.words.language: form["what"] ?? ""]),
                dueAt: due
            )
        )
    }
}
