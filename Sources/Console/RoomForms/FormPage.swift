import Incidents

/// A page with one short form: a title, the fields in their order, a button.
struct FormPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let lead: String?
    /// Where it belongs, and where one goes back to.
    let back: LinkItem
    let action: String
    let items: [Item]
    let hidden: [HiddenField]
    let submit: String
    let isWeighty: Bool

    /// One field; exactly one of these is set.
    struct Item: Sendable {
        let text: TextField?
        let choice: ChoiceField?
        let select: SelectField?

        static func text(_ field: TextField) -> Item { Item(text: field, choice: nil, select: nil) }
        static func choice(_ field: ChoiceField) -> Item { Item(text: nil, choice: field, select: nil) }
        static func select(_ field: SelectField) -> Item { Item(text: nil, choice: nil, select: field) }
    }

    init(
        _ visit: Visit,
        _ word: String,
        section: Section,
        back: LinkItem,
        action: String,
        items: [Item],
        hidden: [HiddenField] = [],
        isWeighty: Bool = false,
        problems: FieldProblems
    ) {
        let words = visit.words
        title = words("\(word).title")
        lead = words.textIfAny("console.\(word).lead")
        frame = visit.frame(title: title, section: section, banner: problems.banner(words), home: action)
        t = words.t
        self.back = back
        self.action = action
        self.items = items
        self.hidden = hidden
        submit = words("\(word).submit")
        self.isWeighty = isWeighty
    }
}

extension LinkItem {
    /// The room of an incident.
    static func room(_ incident: Incident, _ words: Words) -> LinkItem {
        LinkItem(
            href: Links.room(incident.name),
            label: "\(incident.name) · \(words.localized(incident.title))"
        )
    }
}
