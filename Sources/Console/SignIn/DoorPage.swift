/// A page in front of the console: one short form on a card, without navigation.
struct DoorPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let lead: String?
    let action: String
    let items: [FormPage.Item]
    let hidden: [HiddenField]
    let submit: String
    /// A sentence under the form: what to do where one cannot get in.
    let note: String?
    /// Nothing to fill in, only to read.
    let isForm: Bool

    init(
        _ visit: Visit,
        _ word: String,
        action: String?,
        items: [FormPage.Item] = [],
        hidden: [HiddenField] = [],
        values: [String: String] = [:],
        problems: FieldProblems = FieldProblems()
    ) {
        let words = visit.words
        title = words("\(word).title", values)
        lead = words.textIfAny("console.\(word).lead", values)
        frame = visit.frame(
            title: title,
            section: nil,
            banner: problems.banner(words),
            home: action,
            isGuest: true
        )
        t = words.t
        self.action = action ?? ""
        self.items = items
        self.hidden = hidden
        submit = words.textIfAny("console.\(word).submit") ?? ""
        note = words.textIfAny("console.\(word).note", values)
        isForm = action != nil
    }
}

extension FormPage.Item {
    /// A field whose words are `<word>.<name>` and `<word>.<name>_hint`.
    static func line(
        _ name: String,
        _ word: String,
        _ words: Words,
        value: String? = nil,
        type: String = "text",
        isRequired: Bool = true,
        autocomplete: String? = nil,
        problems: FieldProblems
    ) -> FormPage.Item {
        .text(
            TextField(
                name,
                label: words("\(word).\(name)"),
                hint: words.textIfAny("console.\(word).\(name)_hint"),
                value: value,
                problem: problems[name],
                type: type,
                isRequired: isRequired,
                autocomplete: autocomplete
            )
        )
    }
}
