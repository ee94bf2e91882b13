import Basis
import Crypto
import Foundation
import Rendering

/// The page of a bag: one file that needs nothing else and may load nothing else.
package struct BagPage: Sendable {
    /// The parts of the page's own script, in the order in which they need each other.
    static let scripts = [
        "words.js", "seal.js", "shelf.js", "scripts.js", "parts.js", "lock.js", "card.js", "lists.js",
        "hand.js",
        "page.js",
    ].map { ("GoBag", $0) }
    /// The console's look, so that people find in a bag the call sheet that they know; then what only a bag has.
    static let styles =
        ["tokens.css", "console.css", "forms.css", "parts.css"].map { ("Console", $0) } + [
            ("GoBag", "page.css")
        ]

    private let templates: Templates
    private let catalogue: StringCatalogue
    private let script: String
    private let style: String

    /// - Throws: ``ResourceFault`` where a part cannot be read.
    package init(templates: Templates, catalogue: StringCatalogue, root: ResourceRoot) throws {
        self.templates = templates
        self.catalogue = catalogue
        script = "\"use strict\";\n(() => {\n" + (try Self.joined(Self.scripts, root)) + "})();\n"
        style = try Self.joined(Self.styles, root)
    }

    /// The file for a sealed bag.
    ///
    /// - Parameter language: of whoever makes it; the reader may choose another.
    package func html(_ sealed: SealedBag, sender: String, language: Language) throws -> String {
        let words = Dictionary(uniqueKeysWithValues: Language.spoken.map { ($0.code, sentences($0)) })
        return try templates.render(
            "GoBag/page",
            Model(
                lang: language.spokenOrEnglish.code,
                title: catalogue.text("gobag.page.title", language),
                sender: sender,
                needsScript: Language.spoken.map { catalogue.text("gobag.needs_script", $0) },
                policy: policy,
                styleHTML: style,
                scriptHTML: script,
                wordsHTML: Self.inert(try Self.json(words)),
                sealedHTML: Self.inert(try Self.json(sealed))
            )
        )
    }

    private struct Model: Sendable {
        let lang: String
        let title: String
        let sender: String
        let needsScript: [String]
        let policy: String
        let styleHTML: String
        let scriptHTML: String
        let wordsHTML: String
        let sealedHTML: String
    }

    /// No network at all, no other script and no other style than those in the file.
    private var policy: String {
        [
            "default-src 'none'", "script-src '\(Self.hash(script))'", "style-src '\(Self.hash(style))'",
            "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
    }

    /// The page's sentences; plurals keep their ends.
    private func sentences(_ language: Language) -> [String: String] {
        catalogue.slice("gobag.page.", language)
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// JSON that cannot end the element around it.
    private static func inert(_ json: String) -> String { json.replacing("<", with: "\\u003c") }

    private static func joined(_ files: [(room: String, name: String)], _ root: ResourceRoot) throws -> String
    {
        try files.map { room, name in
            let path = root.file(room, "static/\(name)")
            guard let data = FileManager.default.contents(atPath: path),
                let text = String(validating: data, as: UTF8.self)
            else { throw ResourceFault(problems: ["\(path) cannot be read as UTF-8"]) }
            return text
        }.joined()
    }
}
