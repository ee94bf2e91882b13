/// A field for text, as a template draws it: its label, what stands in it, what is wrong with it.
struct TextField: Sendable {
    let id: String
    let name: String
    let label: String
    let hint: String?
    let value: String
    let problem: String?
    let type: String
    let isLong: Bool
    /// The language of what is written in it, for spelling and reading aloud.
    let lang: String?
    let isRequired: Bool
    /// What a browser or a password manager may fill in (WCAG 1.3.5): `username`, `one-time-code`.
    let autocomplete: String?
    /// Space-separated ids of what describes it.
    let described: String?

    /// - Parameter id: where another field of the page has the same name.
    init(
        _ name: String,
        id: String? = nil,
        label: String,
        hint: String? = nil,
        value: String? = nil,
        problem: String? = nil,
        type: String = "text",
        isLong: Bool = false,
        lang: String? = nil,
        isRequired: Bool = false,
        autocomplete: String? = nil
    ) {
        self.id = id ?? "field-" + name.replacing(".", with: "-")
        self.name = name
        self.label = label
        self.hint = hint
        self.value = value ?? ""
        self.problem = problem
        self.type = type
        self.isLong = isLong
        self.lang = lang
        self.isRequired = isRequired
        self.autocomplete = autocomplete
        let notes = [hint == nil ? nil : "\(self.id)-hint", problem == nil ? nil : "\(self.id)-problem"]
            .compactMap(
                \.self
            )
        described = notes.isEmpty ? nil : notes.joined(separator: " ")
    }
}

/// A question with a few answers, each a large row.
struct ChoiceField: Sendable {
    let id: String
    let name: String
    let legend: String
    let hint: String?
    let problem: String?
    /// Side by side where there is room: for short answers.
    let isSide: Bool
    let options: [Option]

    struct Option: Sendable {
        let id: String
        let value: String
        let label: String
        let hint: String?
        let isChosen: Bool
    }

    /// - Parameter options: value, label and, where it helps, what it means.
    init(
        _ name: String,
        legend: String,
        hint: String? = nil,
        options: [(value: String, label: String, hint: String?)],
        chosen: String?,
        problem: String? = nil,
        isSide: Bool = false
    ) {
        let id = "field-\(name)"
        self.id = id
        self.name = name
        self.legend = legend
        self.hint = hint
        self.problem = problem
        self.isSide = isSide
        self.options = options.enumerated().map { index, option in
            Option(
                id: "\(id)-\(index)",
                value: option.value,
                label: option.label,
                hint: option.hint,
                isChosen: option.value == chosen
            )
        }
    }
}

/// A list to choose one from.
struct SelectField: Sendable {
    let id: String
    let name: String
    let label: String
    let hint: String?
    let problem: String?
    let options: [ChoiceField.Option]
    let described: String?

    init(
        _ name: String,
        id: String? = nil,
        label: String,
        hint: String? = nil,
        options: [(value: String, label: String)],
        chosen: String?,
        problem: String? = nil
    ) {
        let choice = ChoiceField(
            name,
            legend: label,
            hint: hint,
            options: options.map { ($0.value, $0.label, nil) },
            chosen: chosen,
            problem: problem
        )
        self.id = id ?? choice.id.replacing(".", with: "-")
        self.name = name
        self.label = label
        self.hint = hint
        self.problem = problem
        self.options = choice.options
        let notes = [hint == nil ? nil : "\(self.id)-hint", problem == nil ? nil : "\(self.id)-problem"]
            .compactMap(
                \.self
            )
        described = notes.isEmpty ? nil : notes.joined(separator: " ")
    }
}

/// A value that a form carries on without showing it.
struct HiddenField: Sendable {
    let name: String
    let value: String
}
