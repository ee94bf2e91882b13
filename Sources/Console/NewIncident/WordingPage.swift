import Basis

/// The second screen of a new incident: what will be said, to how many, by which way, and the button that does it.
struct WordingPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let action: String
    let wording: Wording
    let eta: TextField
    let nextUpdate: ChoiceField
    let notify: ChoiceField
    let preview: Preview?
    let openLabel: String
    let hidden: [HiddenField]

    init(_ visit: Visit, form: FormFields, draft: Draft, preview: Preview?, problems: FieldProblems) {
        let words = visit.words
        frame = visit.frame(
            title: words("wording.title"),
            section: .incidents,
            scripts: ["incident.js"],
            banner: problems.banner(words),
            home: Links.newIncident
        )
        t = words.t
        action = Links.newIncident
        wording = Wording(
            title: draft.title,
            message: draft.message,
            languages: Language.spoken,
            problems,
            words
        )
        eta = TextField(
            "eta",
            label: words("publish.eta"),
            hint: words("publish.eta_hint"),
            value: form["eta"],
            problem: problems["eta"],
            type: "time"
        )
        nextUpdate = .nextUpdate(draft.nextUpdateMinutes, problems, words)
        notify = .notify(draft.notify, words)
        self.preview = preview
        openLabel =
            draft.notify && preview != nil
            ? words.count("wording.open_and_tell", preview?.toldCount ?? 0) : words("wording.open")
        let own = Draft.wordingFields.union(["step", "wording", FormGuard.fieldName])
        hidden = form.without(own)
            .filter { !$0.name.hasPrefix("title.") && !$0.name.hasPrefix("message.") }
            .map { HiddenField(name: $0.name, value: $0.value) }
    }
}

/// The fields for a title and a message in several languages.
struct Wording: Sendable {
    let languages: [LanguageFields]

    struct LanguageFields: Sendable {
        let name: String
        let title: TextField?
        let message: TextField
    }

    init(
        title: LocalizedText?,
        message: LocalizedText,
        languages: [Language],
        _ problems: FieldProblems,
        _ words: Words
    ) {
        self.languages = languages.enumerated().map { index, language in
            let name = words.textIfAny("console.language.\(language.code)") ?? language.code
            // What is wrong with the text as a whole stands at its first language.
            let isFirst = index == 0
            return LanguageFields(
                name: name,
                title: title.map {
                    TextField(
                        "title.\(language.code)",
                        label: words("wording.title_in", ["language": name]),
                        value: $0[language],
                        problem: isFirst ? problems["title"] : nil,
                        lang: language.code
                    )
                },
                message: TextField(
                    "message.\(language.code)",
                    label: words("wording.message_in", ["language": name]),
                    value: message[language],
                    problem: isFirst ? problems["message"] : nil,
                    isLong: true,
                    lang: language.code
                )
            )
        }
    }
}

extension ChoiceField {
    /// By when we speak again. A promise, so it is asked for.
    static func nextUpdate(_ minutes: Int?, _ problems: FieldProblems, _ words: Words) -> ChoiceField {
        ChoiceField(
            "next_update",
            legend: words("publish.next_update"),
            hint: words("publish.next_update_hint"),
            options: [
                ("30", words("publish.in_30"), nil), ("60", words("publish.in_60"), nil),
                ("120", words("publish.in_120"), nil), ("none", words("publish.no_next"), nil),
            ],
            chosen: minutes.map(String.init) ?? "none",
            problem: problems["next_update"],
            isSide: true
        )
    }

    static func notify(_ isOn: Bool, _ words: Words) -> ChoiceField {
        ChoiceField(
            "notify",
            legend: words("publish.notify"),
            options: [
                ("yes", words("publish.notify_yes"), nil), ("no", words("publish.notify_no"), nil),
            ],
            chosen: isOn ? "yes" : "no",
            isSide: true
        )
    }
}
