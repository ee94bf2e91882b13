import Foundation

/// One template as it was written, with the tags that it uses: what has to be known before it may be rendered.
struct TemplateSource: Sendable {
    /// `Room/path` without the extension.
    let name: String
    let text: String
    let tags: [TemplateTag]

    /// A name that ends in `.text` makes plain text: nothing is escaped.
    var isPlain: Bool { Self.isPlain(name) }

    static func isPlain(_ name: String) -> Bool { name.hasSuffix(".text") }

    init(name: String, text: String) {
        self.name = name
        self.text = text
        tags = TemplateTag.all(in: text)
    }

    /// The text that is given to the renderer: with the way of escaping before it, because the renderer goes back
    /// to its own in every partial, and with names of parents that it can read in a closing tag.
    var prepared: String {
        var prepared = "{{%CONTENT_TYPE:\(isPlain ? "TEXT" : EscapedContent.name)}}\n"
        var position = text.startIndex
        for tag in tags where tag.name.contains("/") && (tag.kind == .parent || tag.kind == .end) {
            prepared += text[position..<tag.range.lowerBound]
            prepared += "{{\(tag.kind == .parent ? "<" : "/")\(Self.alias(tag.name))}}"
            position = tag.range.upperBound
        }
        return prepared + text[position...]
    }

    /// The renderer reads a slash in `{{<Room/layout}}`, but not in `{{/Room/layout}}`.
    static func alias(_ name: String) -> String { name.replacing("/", with: "?") }

    /// All templates of a room.
    static func load(_ root: ResourceRoot, room: String) throws -> [TemplateSource] {
        let folder = root.file(room, "templates")
        guard ResourceRoot.isFolder(folder), let paths = FileManager.default.enumerator(atPath: folder) else {
            throw ResourceFault(problems: ["\(folder) cannot be read"])
        }
        var sources: [TemplateSource] = []
        for case let path as String in paths where path.hasSuffix(".mustache") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
                let text = String(validating: data, as: UTF8.self)
            else { throw ResourceFault(problems: ["\(folder)/\(path) cannot be read as UTF-8"]) }
            sources.append(TemplateSource(name: "\(room)/\(path.dropLast(".mustache".count))", text: text))
        }
        return sources.sorted { $0.name < $1.name }
    }
}

/// One `{{…}}` of a template.
struct TemplateTag: Sendable, Equatable {
    enum Kind: Sendable {
        case variable
        case unescaped
        case section
        case inverted
        case end
        case partial
        case parent
        case block
        case comment
        case pragma
        case delimiters
    }

    let kind: Kind
    /// Without its transforms: `items` for `{{#reversed(items)}}`.
    let name: String
    let line: Int
    let range: Range<String.Index>
    /// For a block directly inside `{{<parent}}…{{/parent}}`, which it fills: the parent's name.
    var filledParent: String?

    static func all(in text: String) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var open: [TemplateTag] = []
        var line = 1
        var rest = Substring(text)
        while let opening = rest.firstRange(of: "{{") {
            line += rest[..<opening.lowerBound].count(where: \.isNewline)
            var content = rest[opening.upperBound...]
            let isTriple = content.first == "{"
            if isTriple { content = content.dropFirst() }
            guard let closing = content.firstRange(of: isTriple ? "}}}" : "}}") else { break }
            let inside = content[..<closing.lowerBound]
            let range = opening.lowerBound..<closing.upperBound
            var tag = TemplateTag(inside, isTriple: isTriple, line: line, range: range)
            switch tag.kind {
            case .block:
                if let parent = open.last, parent.kind == .parent { tag.filledParent = parent.name }
                open.append(tag)
            case .section, .inverted, .parent: open.append(tag)
            case .end: _ = open.popLast()
            default: break
            }
            tags.append(tag)
            line += inside.count(where: \.isNewline)
            rest = content[closing.upperBound...]
        }
        return tags
    }

    private init(_ inside: Substring, isTriple: Bool, line: Int, range: Range<String.Index>) {
        let kinds: [Character: Kind] = [
            "#": .section, "^": .inverted, "/": .end, ">": .partial, "<": .parent, "$": .block, "!": .comment,
            "%": .pragma, "=": .delimiters, "&": .unescaped,
        ]
        let sign = inside.first.flatMap { kinds[$0] }
        kind = isTriple ? .unescaped : sign ?? .variable
        let bare = sign == nil || isTriple ? inside : inside.dropFirst()
        let trimmed = bare.trimmingCharacters(in: .whitespacesAndNewlines)
        let parameter = trimmed.split(separator: "(", omittingEmptySubsequences: false).last ?? ""
        name = trimmed.contains("(") ? String(parameter.prefix { $0 != ")" }) : trimmed
        self.line = line
        self.range = range
    }
}
