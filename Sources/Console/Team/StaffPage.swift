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

    struct Row: Sendable {
        let name: String
        let id: String
        let role: String
        let phone: Phone?
        let languages: String
        let duty: DutySwitch

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

    init(_ visit: Visit, _ staff: [Staff], form: FormFields?, problems: FieldProblems) {
        let words = visit.words
        frame = visit.frame(
            title: words("staff.title"),
            section: .staff,
            banner: problems.banner(words),
            home: Links.staff
        )
        t = words.t
        rows = staff.map { person in
            Row(
                name: person.name,
                id: person.externalID,
                role: words("role.\(person.role.rawValue)"),
                phone: person.phone.map { Row.Phone(href: "tel:\($0)", number: ReadableNumber.text($0)) },
                languages: words.time.list(
                    person.languages.map { words.textIfAny("console.language.\($0.code)") ?? $0.code }
                ),
                duty: DutySwitch(person.externalID, isOn: person.isOnDuty, words)
            )
        }
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
        isOpen = staff.isEmpty || form != nil
    }
}
