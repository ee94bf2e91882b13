import Foundation

/// A `{{tag}}` of a template.
struct TemplateTag: Equatable {
    enum Kind: Equatable {
        case value
        case section
        case partial
        case parent
        case block
        case end
        case comment
    }

    var line: Int
    var kind: Kind
    /// Without the functions around it: `items` for `{{^empty(items)}}`.
    var name: String

    /// The end of a sentence's key, where the tag asks for one: `skip` for `{{frame.t.skip}}`.
    var sentence: String? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let mark = parts.lastIndex(of: "t"), mark + 1 < parts.count else { return nil }
        return parts[(mark + 1)...].joined(separator: ".")
    }
}

enum TemplateTags {
    static func of(_ file: TextFile) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var line = 1
        var rest = Substring(file.text)
        while let opening = rest.range(of: "{{") {
            line += rest[..<opening.lowerBound].count { $0 == "\n" }
            rest = rest[opening.upperBound...]
            guard let closing = rest.range(of: "}}") else { break }
            let inside = rest[..<closing.lowerBound]
            tags.append(tag(inside, line))
            line += inside.count { $0 == "\n" }
            rest = rest[closing.upperBound...].drop { $0 == "}" && inside.first == "{" }
        }
        return tags
    }

    private static func tag(_ inside: Substring, _ line: Int) -> TemplateTag {
        let kinds: [Character: TemplateTag.Kind] = [
            "#": .section, "^": .section, "/": .end, ">": .partial, "<": .parent, "$": .block, "!": .comment,
            "%": .comment,
            "{": .value, "&": .value,
        ]
        let text = inside.drop { $0 == " " }
        let kind = text.first.flatMap { kinds[$0] }
        var name = String(kind == nil ? text : text.dropFirst()).filter { $0 != " " }
        while let bracket = name.firstIndex(of: "("), name.hasSuffix(")") {
            name = String(name[name.index(after: bracket)...].dropLast())
        }
        return TemplateTag(line: line, kind: kind ?? .value, name: name)
    }
}

/// Templates name what exists: a missing name or partial would render nothing, in silence.
enum TemplateRules {
    /// - Parameter code: the room's own files and those of the rooms below it.
    static func findings(
        _ template: TextFile,
        names: Set<String>,
        keys: Set<String>,
        templates: Set<String>
    ) -> [Finding] {
        let flat = keys.map { StringUse.base($0).replacing(".", with: "_") }
        return TemplateTags.of(template).compactMap { tag in
            switch tag.kind {
            case .partial, .parent:
                guard !templates.contains(tag.name) else { return nil }
                return wrong(
                    template,
                    tag,
                    "there is no template \(tag.name)",
                    "name it Room/path without the extension"
                )
            case .value, .section:
                if let sentence = tag.sentence {
                    let end = "_" + sentence.replacing(".", with: "_")
                    guard !flat.contains(where: { $0.hasSuffix(end) }) else { return nil }
                    return wrong(
                        template,
                        tag,
                        "no sentence ends in \(sentence)",
                        "write it in both languages"
                    )
                }
                let unknown = tag.name.split(separator: ".").map(String.init).filter { !names.contains($0) }
                guard let first = unknown.first else { return nil }
                return wrong(template, tag, "no page has \(first)", "name a property of the page model")
            case .block, .end, .comment: return nil
            }
        }
    }

    /// Names of properties, and of texts that could be keys of a dictionary.
    static func properties(of files: [SwiftFile]) -> Set<String> {
        var names: Set<String> = []
        for file in files {
            for line in file.codeLines {
                let words = line.names
                for (word, next) in zip(words, words.dropFirst()) where ["let", "var"].contains(word) {
                    names.insert(next)
                }
            }
            names.formUnion(file.literals.compactMap(\.plain))
        }
        return names
    }

    private static func wrong(
        _ template: TextFile,
        _ tag: TemplateTag,
        _ found: String,
        _ remedy: String
    ) -> Finding {
        Finding(template.path, tag.line, rule: "templates", found, remedy: remedy)
    }

    /// Words for people that stand in the template itself, outside of tags, marks and styles.
    static func prose(in template: TextFile) -> [Finding] {
        // What robots read is no prose.
        guard !template.path.hasSuffix("robots.text.mustache") else { return [] }
        return template.lines.enumerated().compactMap { index, line in
            let text = visible(String(line))
            let words = text.split(whereSeparator: { !$0.isLetter }).map(String.init).filter { $0.count >= 3 }
            guard words.count >= 2 else { return nil }
            return Finding(
                template.path,
                index + 1,
                rule: "templates",
                "says “\(words.joined(separator: " "))” itself",
                remedy: "put the sentence into strings/{es,en}.json"
            )
        }
    }

    /// What is left of a line without `{{tags}}` and `<marks>`; nothing of styles and documents in JSON.
    private static func visible(_ line: String) -> String {
        let isStyle =
            line.contains(";") && (line.contains("{") && !line.contains("{{") || line.hasSuffix("}"))
        guard !isStyle, !line.hasPrefix("@media"), !line.hasPrefix(":root") else { return "" }
        var text = ""
        var depth = 0
        for character in cut(line, from: "{{", to: "}}") {
            if character == "<" { depth += 1 }
            if depth == 0 { text.append(character) }
            if character == ">" { depth = max(0, depth - 1) }
        }
        return text
    }

    private static func cut(_ line: String, from opening: String, to closing: String) -> String {
        var text = ""
        var rest = Substring(line)
        while let start = rest.range(of: opening) {
            text += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.range(of: closing) else { return text }
            rest = rest[end.upperBound...]
        }
        return text + rest
    }
}
