import Basis
import Catalog
import Database
import Incidents
import Response

/// A component got worse or better, works again, or one more fails.
enum ImpactForm: RoomForm {
    /// More components than these are not offered to be added; they are few on the day itself.
    private static let othersMax = 200

    struct Reading: Sendable {
        var incident: Incident
        /// What fails itself, with how badly.
        var failing: [(component: Component, impact: ImpactLevel)]
        var others: [Component]
        var impacts: JSONValue
    }

    static let fields: Set<String> = ["add", "add_level"]
    static let done = "impact"

    static func read(_ incident: Incident, in session: any Session) throws -> Reading {
        let impacts = Dictionary(
            try IncidentStore.impacts(of: incident.id, in: session).map { ($0.componentID, $0.impact) },
            uniquingKeysWith: { first, _ in first }
        )
        let all = try ComponentStore.all(in: session)
        return Reading(
            incident: incident,
            failing: all.compactMap { component in impacts[component.id].map { (component, $0) } },
            others: Array(all.filter { impacts[$0.id] == nil }.prefix(othersMax)),
            impacts: try ImpactsDocument.json(incident, in: session)
        )
    }

    static func incident(_ reading: Reading) -> Incident { reading.incident }

    static func page(
        _ visit: Visit,
        _ reading: Reading,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage {
        let words = visit.words
        let levels = ImpactLevel.allCases.reversed().map { ($0.rawValue, words("level.\($0.rawValue)")) }
        let failing = reading.failing.map { item -> FormPage.Item in
            let name = "level.\(item.component.externalID)"
            return .select(
                SelectField(
                    name,
                    label: words.localized(item.component.name),
                    options: levels,
                    chosen: form?[name] ?? item.impact.rawValue
                )
            )
        }
        let add = SelectField(
            "add",
            label: words("impact.add"),
            options: [("", words("impact.add_none"))]
                + reading.others.map { ($0.externalID, words.localized($0.name)) },
            chosen: form?["add"] ?? "",
            problem: problems["add"]
        )
        let level = SelectField(
            "add_level",
            label: words("impact.add_level"),
            options: levels.filter { $0.0 != ImpactLevel.operational.rawValue },
            chosen: form?["add_level"] ?? ImpactLevel.majorOutage.rawValue,
            problem: problems["add_level"]
        )
        return FormPage(
            visit,
            "impact",
            section: .incidents,
            back: .room(reading.incident, words),
            action: Links.room(reading.incident.name, "impact"),
            items: failing + (reading.others.isEmpty ? [] : [.select(add), .select(level)]),
            hidden: SeenState.hidden(reading.impacts),
            problems: problems
        )
    }

    static func perform(_ visit: Visit, _ reading: Reading, _ form: FormFields) async throws {
        let known = Dictionary(
            reading.failing.map { ($0.component.externalID, $0.impact) },
            uniquingKeysWith: { first, _ in first }
        )
        var impacts: [String: ImpactLevel] = [:]
        for field in form.starting("level.") {
            guard let level = ImpactLevel(rawValue: field.value), known[field.rest] != level else { continue }
            impacts[field.rest] = level
        }
        if let added = form["add"] {
            impacts[added] = form["add_level"].flatMap(ImpactLevel.init) ?? .majorOutage
        }
        guard !impacts.isEmpty else { return }
        let incident = reading.incident
        try await visit.perform(
            ChangeImpact(incident: incident.name, impacts: impacts),
            provided: SeenState.check(form) { try ImpactsDocument.json(incident, in: $0) }
        )
    }
}
