import Basis
import Foundation
import Rendering

/// One reader's language: the console's sentences, times and numbers in it.
struct Words: Sendable {
    let language: Language
    let time: ReadableTime
    /// All sentences of the console by the rest of their keys, for templates: `console.home.title` is `{{t.home_title}}`.
    let t: [String: String]
    private let catalogue: StringCatalogue

    init(catalogue: StringCatalogue, language: Language, zone: TimeZone) {
        self.catalogue = catalogue
        self.language = language
        time = ReadableTime(language: language, zone: zone)
        t = catalogue.slice("console.", language)
    }

    /// A sentence of the console: `words("incident.since", ["time": …])`.
    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogue.text(MessageKey("console.\(key)"), language, values)
    }

    /// A sentence with a number in it, in the right plural.
    func count(_ key: String, _ count: Int, _ values: [String: String] = [:]) -> String {
        var values = values
        values["count"] = String(count)
        guard count >= 1_000 else { return self(key, values) }
        values["count"] = time.number(count)
        return self(key, values)
    }

    /// A sentence of any room.
    func text(_ message: Message) -> String { catalogue.text(message, language) }

    /// A sentence of any room, or nil where nobody wrote one.
    func textIfAny(_ key: String, _ values: [String: String] = [:]) -> String? {
        catalogue.has(MessageKey(key)) ? catalogue.text(MessageKey(key), language, values) : nil
    }

    /// The text for this reader, and in which language it had to be read where that is another.
    func localized(_ text: LocalizedText) -> String {
        text.resolved([language])?.text ?? ""
    }
}
