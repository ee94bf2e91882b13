/// What customers read, in as many languages as somebody wrote it; with a fall-back order where one is
/// missing.
package struct LocalizedText: Sendable, Hashable, Codable {
    package private(set) var texts: [Language: String]

    package init(_ texts: [Language: String] = [:]) {
        self.texts = texts.filter { !$0.value.isEmpty }
    }

    package subscript(language: Language) -> String? {
        get { texts[language] }
        set { texts[language] = newValue.flatMap { $0.isEmpty ? nil : $0 } }
    }

    package var isEmpty: Bool { texts.isEmpty }

    /// The languages it was written in, in a stable order.
    package var languages: [Language] { texts.keys.sorted() }

    /// The text in the first language of `order` that has one; then English, Spanish, and any other.
    ///
    /// The second value says in which language it is, so that a fall-back can be shown before sending.
    package func resolved(_ order: [Language]) -> (text: String, language: Language)? {
        for language in order + [.english, .spanish] + languages {
            if let text = texts[language] { return (text, language) }
        }
        return nil
    }

    /// The text for a reader of `language`, or the empty string where nothing was written at all.
    package func text(_ language: Language) -> String { resolved([language])?.text ?? "" }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Language: String].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }
}
