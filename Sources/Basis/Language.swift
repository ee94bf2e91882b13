/// A language of text that people read, as the primary subtag of BCP 47: `es`, `en`, `pt`.
package struct Language: Sendable, Hashable, Comparable, Codable, CodingKeyRepresentable {
    package let code: String

    package static let spanish = Language(unchecked: "es")
    package static let english = Language(unchecked: "en")

    /// The languages that the program itself speaks: console, site, letters, error texts.
    package static let spoken: [Language] = [.spanish, .english]

    private init(unchecked code: String) {
        self.code = code
    }

    /// Reads a tag (`es`, `es-MX`, `EN_us`); nil where its primary subtag is not two or three letters.
    package init?(_ tag: String) {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" && $0 != "." }
        guard (2...3).contains(primary.count), primary.utf8.allSatisfy({ (97...122).contains($0) }) else {
            return nil
        }
        code = String(primary)
    }

    /// The language itself where the program speaks it, English otherwise.
    package var spokenOrEnglish: Language { Self.spoken.contains(self) ? self : .english }

    /// This language and those that its readers most likely also read, best first: a reader of Catalan gets
    /// Spanish before English.
    package var alsoRead: [Language] {
        switch code {
        case "ca", "gl", "eu", "ast", "an", "oc": [self, .spanish, .english]
        case "es": [.spanish, .english]
        default: [self, .english, .spanish]
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.code < right.code }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let tag = try container.decode(String.self)
        guard let language = Language(tag) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a language: \(tag)")
        }
        self = language
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    package var codingKey: any CodingKey { LanguageKey(code) }

    package init?(codingKey: some CodingKey) {
        self.init(codingKey.stringValue)
    }
}

private struct LanguageKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ code: String) { stringValue = code }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
