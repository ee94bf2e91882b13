import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering
import Response

/// What was posted to the page of go-bags, and what came of it.
struct GoBagForms: Sendable {
    var make = FormFields()
    var problems = FieldProblems()
    var answer: MergeGoBag.Answer?
}

/// The go-bag's page: what it is, the form that makes one, the form that takes results in.
struct GoBagPage: Sendable {
    static let makeFields: Set<String> = [
        "incident", "passphrase", "again", "component", "tier", "account_manager",
    ]
    /// More components than this are named by their id.
    static let componentsMax = 300
    private static let incidentsMax = 50

    let frame: Frame
    let t: [String: String]
    let makeItems: [FormPage.Item]
    let narrowItems: [FormPage.Item]
    /// Whether the narrowing is shown at once, as something was chosen there.
    let isNarrowed: Bool
    let mergeIncident: SelectField
    let report: Report?

    /// What became of the results.
    struct Report: Sendable {
        let done: String
        let conflictsTitle: String?
        let conflicts: [String]
    }

    struct Reading: Sendable {
        var incidents: [Incident]
        var components: [Component]
        var staff: [Staff]

        init(at now: Instant, in session: any Session) throws {
            incidents = try IncidentStore.all(limit: GoBagPage.incidentsMax, in: session)
            let count = try ComponentStore.count(in: session)
            components = count <= GoBagPage.componentsMax ? try ComponentStore.all(in: session) : []
            staff = try StaffStore.all(in: session)
        }
    }

    init(_ visit: Visit, _ reading: Reading, _ forms: GoBagForms) {
        let words = visit.words
        frame = visit.frame(
            title: words("gobag.title"),
            section: .customers,
            banner: forms.problems.banner(words),
            home: Links.goBag
        )
        t = words.t
        let fields = GoBagFields(words: words, reading: reading, form: forms.make, problems: forms.problems)
        makeItems = [
            .select(fields.incident("incident", none: "gobag.no_incident")), fields.passphrase, fields.again,
        ]
        narrowItems = [fields.component, fields.tier, fields.accountManager]
        isNarrowed = ["component", "tier", "account_manager"].contains { forms.make[$0] != nil }
        mergeIncident = fields.incident("merge_incident", none: "gobag.own_incident")
        report = forms.answer.map { Self.report($0, words, visit.now) }
    }

    private static func report(_ answer: MergeGoBag.Answer, _ words: Words, _ now: Instant) -> Report {
        let merged = words.count("gobag.merged", answer.merged)
        let known = answer.known > 0 ? " " + words.count("gobag.known", answer.known) : ""
        let conflicts = answer.conflicts.map { conflict in
            let fate = conflict.fate?.rawValue ?? "unknown_customer"
            let values = [
                "customer": conflict.name ?? conflict.customer,
                "outcome": words("outcome.\(conflict.outcome)"),
                "time": words.time.short(conflict.at, now: now),
                "by": conflict.by ?? words("gobag.somebody"),
                "told": conflict.toldAt.map { words.time.short($0, now: now) } ?? "",
                "teller": conflict.toldBy ?? words("gobag.somebody"),
            ]
            return words("gobag.conflict.\(fate)", values)
        }
        return Report(
            done: merged + known,
            conflictsTitle: conflicts.isEmpty ? nil : words.count("gobag.conflicts", conflicts.count),
            conflicts: conflicts
        )
    }
}

/// The fields of the page's two forms.
private struct GoBagFields {
    let words: Words
    let reading: GoBagPage.Reading
    let form: FormFields
    let problems: FieldProblems

    func incident(_ name: String, none: String) -> SelectField {
        let incidents = reading.incidents.map { incident in
            (value: incident.name, label: "\(incident.name) · \(words.localized(incident.title))")
        }
        return SelectField(
            name,
            label: words("gobag.\(name)"),
            hint: words.textIfAny("console.gobag.\(name)_hint"),
            options: [(value: "", label: words(none))] + incidents,
            chosen: form["incident"] ?? "",
            problem: problems[name]
        )
    }

    var passphrase: FormPage.Item {
        secret("passphrase", hint: words("gobag.passphrase_hint"))
    }

    var again: FormPage.Item { secret("again", hint: nil) }

    /// What was typed is never sent back.
    private func secret(_ name: String, hint: String?) -> FormPage.Item {
        .text(
            TextField(
                name,
                label: words("gobag.\(name)"),
                hint: hint,
                problem: problems[name],
                type: "password",
                isRequired: true
            )
        )
    }

    var component: FormPage.Item {
        guard !reading.components.isEmpty else {
            return text("component")
        }
        let components = reading.components.map { (value: $0.externalID, label: words.localized($0.name)) }
        return choice("component", components)
    }

    var tier: FormPage.Item { text("tier") }

    var accountManager: FormPage.Item {
        choice("account_manager", reading.staff.map { (value: $0.externalID, label: $0.name) })
    }

    private func text(_ name: String) -> FormPage.Item {
        .text(TextField(name, label: words("gobag.\(name)"), value: form[name], problem: problems[name]))
    }

    private func choice(_ name: String, _ options: [(value: String, label: String)]) -> FormPage.Item {
        .select(
            SelectField(
                name,
                label: words("gobag.\(name)"),
                options: [(value: "", label: words("gobag.all"))] + options,
                chosen: form[name] ?? "",
                problem: problems[name]
            )
        )
    }
}
