import Basis
import Database
import Incidents
import Letters
import Response

/// What is known for certain: only what stands here may be said to customers.
enum FactsForm: RoomForm {
    struct Reading: Sendable {
        var incident: Incident
        var sheet: FactSheet
    }

    static let fields: Set<String> = ["cause", "workaround", "fix", "data_exposed", "data_lost"]
    static let done = "facts"
    private static let texts = [Fact.Name.cause, Fact.Name.workaround, Fact.Name.fix]
    private static let choices = [Fact.Name.dataExposed, Fact.Name.dataLost]

    static func read(_ incident: Incident, in session: any Session) throws -> Reading {
        Reading(incident: incident, sheet: try FactStore.sheet(incident.id, in: session))
    }

    static func incident(_ reading: Reading) -> Incident { reading.incident }

    static func page(
        _ visit: Visit,
        _ reading: Reading,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage {
        let words = visit.words
        let textItems = texts.flatMap { id in
            Language.spoken.map { language -> FormPage.Item in
                let name = words("language.\(language.code)")
                return .text(
                    TextField(
                        "\(id).\(language.code)",
                        label: words("facts.text_in", ["fact": words("fact.\(id)"), "language": name]),
                        value: form?["\(id).\(language.code)"] ?? reading.sheet[id]?.text[language],
                        problem: language == Language.spoken[0] ? problems[id] : nil,
                        isLong: true,
                        lang: language.code
                    )
                )
            }
        }
        let choiceItems = choices.map { id -> FormPage.Item in
            .choice(
                ChoiceField(
                    id,
                    legend: words("fact.\(id)"),
                    options: [("", words("fact.choice.none"), nil)]
                        + Fact.Choice.allCases.map { ($0.rawValue, words("fact.choice.\($0.rawValue)"), nil) },
                    chosen: form.map { $0[id] ?? "" } ?? reading.sheet[id]?.choice?.rawValue ?? "",
                    problem: problems[id],
                    isSide: true
                )
            )
        }
        return FormPage(
            visit,
            "facts",
            section: .incidents,
            back: .room(reading.incident, words),
            action: Links.room(reading.incident.name, "facts"),
            items: choiceItems + textItems,
            hidden: SeenState.hidden(reading.sheet.json),
            problems: problems
        )
    }

    static func perform(_ visit: Visit, _ reading: Reading, _ form: FormFields) async throws {
        let stated =
            texts.map { Fact(id: $0, type: .text, text: form.localized($0)) }
            + choices.map { Fact(id: $0, type: .choice, value: form[$0] ?? "") }
        // An empty field states nothing; emptying one that was stated takes the statement back.
        let changed = stated.filter { fact in
            let known = reading.sheet[fact.id]
            let isEmpty = fact.text.isEmpty && fact.value.isEmpty
            return known == nil ? !isEmpty : known?.text != fact.text || known?.value != fact.value
        }
        guard !changed.isEmpty else { return }
        let id = reading.incident.id
        try await visit.perform(
            StateFacts(incident: reading.incident.name, facts: changed),
            provided: SeenState.check(form) { try FactStore.sheet(id, in: $0).json }
        )
    }
}
