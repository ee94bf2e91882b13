import Access
import Basis
import Rendering

/// Everybody who works here, with the switch for duty, and the form that adds somebody.
struct StaffPage: Sendable {
    static let fields: Set<String> = ["name", "id", "email", "phone", "role", "language"]

    let frame: Frame
    let t: [String: String]
    let rows: [Row]
    let add: [FormPage.Item]
    let languages: [LanguageChoice]
    let languageProblem: String?
    let isOpen: Bool
    /// A link that was made just now, shown this once.
    let link: Link?
    /// Who asks may change accounts.
    let mayManage: Bool

    /// A link to an account, and whose it is.
    struct NewLink: Sendable {
        var staff: String
        var path: String
        var endsAt: Instant
    }

    struct Link: Sendable {
        let title: String
        let lead: String
        let url: String
    }

    struct Row: Sendable {
        let name: String
        let id: String
        let role: String
        let phone: Phone?
        let languages: String
        let duty: DutySwitch
        let access: String
        let manage: Manage?

        /// What an administrator may do with an account.
        struct Manage: Sendable {
            let label: String
            let base: String
            let isDisabled: Bool
            let isActive: Bool
            let role: SelectField
        }

        struct Phone: Sendable {
            let href: String
            let number: String
        }
    }

    struct LanguageChoice: Sendable {
        let id: String
        let code: String
        let label: String
        let isChosen: Bool
    }

    init(
        _ visit: Visit,
        _ team: [(staff: Staff, account: Account?)],
        form: FormFields?,
        problems: FieldProblems,
        link: NewLink?
    ) {
        let words = visit.words
        let mayManage = visit.caller?.actor.has(.administrator) ?? false
        self.mayManage = mayManage
        frame = visit.frame(
            title: words("staff.title"),
            section: .staff,
            banner: problems.banner(words),
            home: Links.staff
        )
        t = words.t
        self.link = link.map { Self.link($0, team, visit) }
        rows = team.map { Self.row($0.staff, $0.account, mayManage: mayManage, words) }
        func text(_ name: String, type: String = "text", isRequired: Bool = false) -> FormPage.Item {
            .text(
                TextField(
                    name,
                    label: words("staff.\(name)"),
                    hint: words.textIfAny("console.staff.\(name)_hint"),
                    value: form?[name],
                    problem: problems[name],
                    type: type,
                    isRequired: isRequired
                )
            )
        }
        let role = SelectField(
            "role",
            label: words("staff.role"),
            options: Role.allCases.map { ($0.rawValue, words("role.\($0.rawValue)")) },
            chosen: form?["role"] ?? Role.responder.rawValue,
            problem: problems["role"]
        )
        add = [
            text("name", isRequired: true), text("id", isRequired: true), text("phone", type: "tel"),
            text("email", type: "email"), .select(role),
        ]
        let chosen = form.map { form in Set(form.pairs.filter { $0.name == "language" }.map(\.value)) }
        languages = Language.spoken.map { language in
            LanguageChoice(
                id: "speaks-\(language.code)",
                code: language.code,
                label: words("language.\(language.code)"),
                isChosen: chosen?.contains(language.code) ?? (language == words.language)
            )
        }
        languageProblem = problems["language"]
        isOpen = mayManage && (team.isEmpty || form != nil)
    }

    private static func link(
        _ link: NewLink,
        _ team: [(staff: Staff, account: Account?)],
        _ visit: Visit
    ) -> Link {
        let words = visit.words
        let name = team.first { $0.staff.externalID == link.staff }?.staff.name ?? link.staff
        return Link(
            title: words("staff.link_title", ["name": name]),
            lead: words("staff.link_lead", ["when": words.time.dateTime(link.endsAt)]),
            url: visit.origin + link.path
        )
    }

    private static func row(_ person: Staff, _ account: Account?, mayManage: Bool, _ words: Words) -> Row {
        let spoken = person.languages.map { words.textIfAny("console.language.\($0.code)") ?? $0.code }
        return Row(
            name: person.name,
            id: person.externalID,
            role: words("role.\(person.role.rawValue)"),
            phone: person.phone.map { Row.Phone(href: "tel:\($0)", number: ReadableNumber.text($0)) },
            languages: words.time.list(spoken),
            duty: DutySwitch(person.externalID, isOn: person.isOnDuty, words),
            access: words("staff.access_\(account?.state.rawValue ?? "none")"),
            manage: mayManage ? manage(person, account, words) : nil
        )
    }

    private static func manage(_ person: Staff, _ account: Account?, _ words: Words) -> Row.Manage {
        Row.Manage(
            label: words("staff.manage"),
            base: Links.staff(person.externalID, ""),
            isDisabled: account?.state == .disabled,
            isActive: account?.state == .active,
            role: SelectField(
                "role",
                id: "role-\(person.id)",
                label: words("staff.role"),
                options: Role.allCases.map { ($0.rawValue, words("role.\($0.rawValue)")) },
                chosen: person.role.rawValue
            )
        )
    }
}
