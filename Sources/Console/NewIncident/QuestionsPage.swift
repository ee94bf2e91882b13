import Basis
import Catalog
import Incidents
import Letters
import Response

/// The first screen of a new incident: four questions in plain words, and what is broken.
struct QuestionsPage: Sendable {
    /// More components than this are found by search.
    static let componentsShown = 40
    /// Fewer are seen at a glance.
    private static let searchFrom = 8

    let frame: Frame
    let t: [String: String]
    let action: String
    let questions: [ChoiceField]
    let since: TextField
    let components: [ComponentRow]
    let componentProblem: String?
    let search: String
    /// Whether there are more components than are shown.
    let more: String?
    let hasComponents: Bool
    /// A search helps where one has to look for a name.
    let hasSearch: Bool
    let list: TextField
    /// What the uploaded list holds, where there is one.
    let listNote: String?
    let hidden: [HiddenField]

    struct ComponentRow: Sendable {
        let id: String
        let fieldID: String
        let name: String
        let provider: String?
        let isChosen: Bool
        let levels: SelectField
    }

    init(_ visit: Visit, draft: Draft, catalogue: ComponentChoice, problems: FieldProblems, listNote: String?)
    {
        let words = visit.words
        frame = visit.frame(
            title: words("new.title"),
            section: .incidents,
            scripts: ["incident.js"],
            banner: problems.banner(words),
            home: Links.newIncident
        )
        t = words.t
        action = Links.newIncident
        questions = Self.questions(draft, problems, words)
        let began = draft.since ?? visit.now
        since = TextField(
            "since",
            label: words("new.since"),
            hint: words("new.since_hint"),
            value: String(LocalTime(zone: visit.house.zone).dateTime(began).suffix(5)),
            problem: problems["began"],
            type: "time"
        )
        components = catalogue.shown.map { Self.row($0, draft, words) }
        componentProblem = problems["component"] ?? problems["customers"]
        search = catalogue.search ?? ""
        more = catalogue.hidden > 0 ? words.count("new.more_components", catalogue.hidden) : nil
        hasComponents = catalogue.total > 0
        hasSearch = catalogue.total > Self.searchFrom
        list = TextField("list_file", label: words("new.list"), hint: words("new.list_hint"), type: "file")
        self.listNote = listNote
        hidden = Self.hidden(draft)
    }

    private static func hidden(_ draft: Draft) -> [HiddenField] {
        var hidden = [HiddenField(name: "key", value: draft.key)]
        if let list = draft.list { hidden.append(HiddenField(name: "list", value: list)) }
        return hidden
    }

    private static func questions(_ draft: Draft, _ problems: FieldProblems, _ words: Words) -> [ChoiceField]
    {
        func question(_ name: String, _ answers: [String], _ chosen: String?, isSide: Bool) -> ChoiceField {
            ChoiceField(
                name,
                legend: words("new.\(name)"),
                options: answers.map { answer in
                    (
                        answer, words("new.\(name).\(answer)"),
                        words.textIfAny("console.new.\(name).\(answer)_hint")
                    )
                },
                chosen: chosen,
                problem: problems[name],
                isSide: isSide
            )
        }
        return [
            question(
                "noticed",
                Draft.Noticed.allCases.map(\.rawValue),
                draft.noticed?.rawValue,
                isSide: false
            ),
            question(
                "ongoing",
                Draft.Ongoing.allCases.map(\.rawValue),
                draft.ongoing?.rawValue,
                isSide: true
            ),
            question(
                "origin",
                Incident.Origin.allCases.map(\.rawValue),
                draft.origin?.rawValue,
                isSide: true
            ),
            question("data", DataTouched.allCases.map(\.rawValue), draft.data?.rawValue, isSide: true),
        ]
    }

    private static func row(_ component: Component, _ draft: Draft, _ words: Words) -> ComponentRow {
        let levels: [ImpactLevel] = [.majorOutage, .partialOutage, .degradedPerformance, .underMaintenance]
        let chosen = draft.impacts[component.externalID]
        let isUsual = chosen == draft.noticed?.level
        return ComponentRow(
            id: component.externalID,
            fieldID: "component-\(component.id)",
            name: words.localized(component.name),
            provider: component.provider,
            isChosen: chosen != nil,
            levels: SelectField(
                "level.\(component.externalID)",
                label: words("new.level_of", ["name": words.localized(component.name)]),
                options: [("", words("new.level_as_answered"))]
                    + levels.map { ($0.rawValue, words("level.\($0.rawValue)")) },
                chosen: isUsual ? "" : chosen?.rawValue ?? ""
            )
        )
    }
}

/// The components to choose from: all where they are few, else what was searched for; the chosen ones always.
struct ComponentChoice: Sendable {
    let shown: [Component]
    let hidden: Int
    let total: Int
    let search: String?

    init(_ all: [Component], chosen: Set<String>, search: String?, words: Words) {
        let wanted = search?.lowercased()
        let found = all.filter { component in
            if chosen.contains(component.externalID) { return true }
            guard let wanted else { return true }
            return words.localized(component.name).lowercased().contains(wanted)
                || component.externalID.lowercased().contains(wanted)
                || component.provider?.lowercased().contains(wanted) ?? false
        }
        let ordered =
            found.filter { chosen.contains($0.externalID) } + found.filter { !chosen.contains($0.externalID) }
        shown = Array(ordered.prefix(max(QuestionsPage.componentsShown, chosen.count)))
        hidden = found.count - shown.count
        total = all.count
        self.search = search
    }
}
