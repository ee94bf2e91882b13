/// Every sentence is asked for by somebody, and every sentence that is asked for exists.
///
/// A key is asked for by its name (`"catalog.impossible_phone"`), by its name without the room where a room has a
/// function for that (`words("home.title")`), by a text with holes (`"incidents.kind.\(kind)"`), or by a template
/// (`{{t.home_title}}`, where points are written `_`).
struct StringUse {
    /// Keys and prefixes that are built in a way this reading does not see, each with its reason.
    static let builtElsewhere: [String: String] = [
        "letters.means": "the reader's reach stands behind one of two names (NoticeWording.means)",
        "gobag.page.": "the page's own script asks for them, which GoBagTests reads",
        "statuspage.data_": "the fact's id and its value are the name (FactRows)",
    ]

    private let plain: Set<String>
    private let patterns: [[SwiftFile.Literal.Piece]]
    private let tags: Set<String>

    /// - Parameter files: the code of the room itself and of every room above it.
    init(files: [SwiftFile], templates: [TextFile]) {
        let literals = files.flatMap(\.literals)
        plain = Set(literals.compactMap(\.plain))
        patterns = literals.map { $0.pieces + ($0.goesOn ? [.hole] : []) }.filter(Self.isPattern)
        tags = Set(
            templates.flatMap { TemplateTags.of($0) }.compactMap { tag in
                tag.sentence
            }
        )
    }

    func isUsed(_ key: String) -> Bool {
        // `promise_kind.other` may be a plural or a word of a list.
        let forms = Set([key, Self.base(key)]).flatMap { form in
            [form, form.split(separator: ".", maxSplits: 1).last.map(String.init) ?? form]
        }
        if !plain.isDisjoint(with: forms) { return true }
        if Self.builtElsewhere.keys.contains(where: { key.hasPrefix($0) }) { return true }
        if patterns.contains(where: { pattern in forms.contains { Self.matches(pattern, $0) } }) {
            return true
        }
        return forms.contains { form in
            let flat = form.replacing(".", with: "_")
            return tags.contains { flat.hasSuffix("_" + $0.replacing(".", with: "_")) }
        }
    }

    /// Without the plural's end.
    static func base(_ key: String) -> String {
        for end in [".one", ".other"] where key.hasSuffix(end) { return String(key.dropLast(end.count)) }
        return key
    }

    /// A text with holes that could name a key: at least one whole part of it is fixed.
    private static func isPattern(_ pieces: [SwiftFile.Literal.Piece]) -> Bool {
        guard pieces.contains(.hole) else { return false }
        var fixed = 0
        for case .text(let text) in pieces {
            guard text.utf8.allSatisfy({ isNamePart($0) || $0 == UInt8(ascii: ".") }) else { return false }
            fixed = max(fixed, text.split(separator: ".").map(\.count).max() ?? 0)
        }
        return fixed >= 3
    }

    private static func matches(_ pieces: [SwiftFile.Literal.Piece], _ key: String) -> Bool {
        // A bare "room.\(x)" would match all that the room has.
        if case .text(let first)? = pieces.first, pieces.count == 2, first.hasSuffix("."),
            key.hasPrefix(first),
            first.split(separator: ".").count == 1, rooms.contains(String(first.dropLast()))
        {
            return false
        }
        return matches(pieces[...], key[...])
    }

    static let rooms: Set<String> = [
        "access", "assembly", "basis", "catalog", "cli", "console", "delivery", "gobag", "incidents",
        "letters", "replay",
        "response", "review", "statuspage",
    ]

    private static func matches(_ pieces: ArraySlice<SwiftFile.Literal.Piece>, _ key: Substring) -> Bool {
        guard let piece = pieces.first else { return key.isEmpty }
        switch piece {
        case .text(let text):
            return key.hasPrefix(text) && matches(pieces.dropFirst(), key.dropFirst(text.count))
        case .hole:
            return key.indices.dropFirst().contains { matches(pieces.dropFirst(), key[$0...]) }
                || (!key.isEmpty && pieces.count == 1)
        }
    }

    /// Sentences that nobody asks for.
    func unused(in table: StringTable) -> [Finding] {
        table.entries.filter { !isUsed($0.key) }.map {
            Finding(
                table.path,
                $0.line,
                rule: "strings",
                "nobody asks for \($0.key)",
                remedy: "use it or take it out of both languages"
            )
        }
    }

    /// Texts of the code that look like keys of a room, and are none.
    static func unknown(in files: [SwiftFile], keys: Set<String>) -> [Finding] {
        let bases = Set(keys.map(base))
        return files.flatMap { file in
            file.literals.compactMap { literal -> Finding? in
                guard let text = literal.plain, looksLikeKey(text), !bases.contains(text),
                    !keys.contains(text),
                    !bases.contains(where: {
                        $0.hasPrefix(text) && (literal.goesOn || "._".contains(text.suffix(1)))
                            || $0.hasSuffix("." + text)
                    })
                else { return nil }
                return Finding(
                    file.path,
                    literal.line,
                    rule: "strings",
                    "no room has \(text)",
                    remedy: "write it in both languages"
                )
            }
        }
    }

    /// Functions that put the room's name in front of what they are given.
    private static let wrappers: [String: [String: String]] = [
        "Console": ["words": "console.", "count": "console."],
        "Letters": ["say": "letters."],
        "StatusPage": ["say": "statuspage."],
    ]

    /// Names given to such a function for which the room has no sentence.
    static func unknownShort(in files: [SwiftFile], keys: Set<String>) -> [Finding] {
        let bases = Set(keys.map(base))
        return files.flatMap { file in
            file.literals.compactMap { literal -> Finding? in
                guard let call = literal.call, let prefix = wrappers[file.file.room ?? ""]?[call],
                    let text = literal.plain, text.utf8.allSatisfy(isKeyPart), !bases.contains(prefix + text),
                    !literal.goesOn || !bases.contains(where: { $0.hasPrefix(prefix + text) })
                else { return nil }
                return Finding(
                    file.path,
                    literal.line,
                    rule: "strings",
                    "no room has \(prefix + text)",
                    remedy: "write it in both languages"
                )
            }
        }
    }

    private static let fileEnds: Set<String> = [
        "css", "js", "json", "svg", "yml", "csv", "db", "html", "txt", "swift", "mustache",
    ]

    private static func looksLikeKey(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, rooms.contains(String(first)), let last = parts.last,
            !fileEnds.contains(String(last))
        else { return false }
        return text.utf8.allSatisfy(isKeyPart)
    }

    private static func isKeyPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || isNamePart(byte) && !(65...90).contains(byte)
    }
}
