import Basis
import Foundation
import Rendering

/// A text that is ready to be read, said or sent, with what it was made of.
package struct ComposedLetter: Sendable, Hashable, Codable {
    /// The longest text for a phone.
    package static let shortLimit = 320

    package struct Sentence: Sendable, Hashable, Codable {
        /// Which thing of the plan it does.
        package var step: String
        package var text: String
    }

    package struct Paragraph: Sendable, Hashable, Codable {
        package var heading: String?
        package var sentences: [Sentence]
        /// Each sentence on its own line.
        package var isList: Bool

        /// The paragraph as it is read.
        package var text: String { sentences.map(\.text).joined(separator: " ") }
    }

    package var framework: String
    package var language: Language
    package var register: String
    package var audience: String
    package var form: String
    /// Empty where the form has none.
    package var subject: String
    package var greeting: String
    package var paragraphs: [Paragraph]
    /// The closing words and who signs, line by line.
    package var closing: String
    /// Facts that the framework wants known and that are not, by id: the letter says so or keeps silent.
    package var missing: [String]
    /// Which version of which fact it tells.
    package var versions: [String: Int]

    /// The plain text, without the subject.
    package var text: String { assembled { $0 } + "\n" }

    package var markdown: String {
        let title = subject.isEmpty ? "" : "# \(Self.escaped(subject))\n\n"
        return title + assembled(bullet: "- ") { "## \($0)" } + "\n"
    }

    /// The inside of an HTML page, escaped.
    package var bodyHTML: String {
        var parts = greeting.isEmpty ? [] : ["<p>\(Self.html(greeting))</p>"]
        for paragraph in paragraphs {
            if let heading = paragraph.heading { parts.append("<h2>\(Self.html(heading))</h2>") }
            if paragraph.isList {
                let items = paragraph.sentences.map { "<li>\(Self.html($0.text))</li>" }
                parts.append("<ul>\n\(items.joined(separator: "\n"))\n</ul>")
            } else {
                parts.append("<p>\(Self.html(paragraph.text))</p>")
            }
        }
        if !closing.isEmpty { parts.append("<p>\(Self.html(closing))</p>") }
        return parts.joined(separator: "\n")
    }

    private func assembled(bullet: String = "- ", heading: (String) -> String) -> String {
        var parts = greeting.isEmpty ? [] : [greeting]
        for paragraph in paragraphs {
            if let title = paragraph.heading { parts.append(heading(title)) }
            parts.append(
                paragraph.isList
                    ? paragraph.sentences.map { bullet + $0.text }.joined(separator: "\n") : paragraph.text
            )
        }
        if !closing.isEmpty { parts.append(closing) }
        return parts.joined(separator: "\n\n")
    }

    private static func escaped(_ text: String) -> String { text.replacing("\n", with: " ") }

    private static func html(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\n", with: "<br>\n")
    }
}
