import Basis

/// What is wrong with a form, by field, in the reader's language; the rest stands above the form.
struct FieldProblems: Sendable {
    private var texts: [String: String] = [:]
    private(set) var general: [String] = []

    init() {}

    /// - Parameter fields: the form's own fields; a problem elsewhere is told above the form.
    init(_ problems: Problems, fields: Set<String>, words: Words) {
        for problem in problems.all {
            let text = words.text(problem.message)
            let field = problem.place.split(separator: ":").first.map(String.init) ?? ""
            if fields.contains(field) {
                texts[field] = texts[field].map { "\($0) \(text)" } ?? text
            } else {
                general.append(text)
            }
        }
    }

    init(refused message: Message, words: Words) {
        general = [words.text(message)]
    }

    /// What deeds throw because of the person's input; nil for everything else, which is not theirs to mend.
    init?(_ error: any Error, fields: Set<String>, words: Words) {
        switch error {
        case let problems as Problems: self.init(problems, fields: fields, words: words)
        case let refusal as any Refusal: self.init(refused: refusal.message, words: words)
        default: return nil
        }
    }

    subscript(field: String) -> String? { texts[field] }

    var isEmpty: Bool { texts.isEmpty && general.isEmpty }

    /// The sentence above the form.
    func banner(_ words: Words) -> Banner? {
        guard !isEmpty else { return nil }
        if general.count == 1, texts.isEmpty { return Banner(.bad, general[0]) }
        return Banner(.bad, words("form.has_problems"), items: general)
    }
}
