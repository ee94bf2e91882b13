/// Names say what a thing is; these say nothing.
enum TypeNames {
    static let emptySuffixes = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Info", "Impl", "Wrapper",
    ]
    static let emptyNames = [
        "Utils", "Helpers", "Common", "Misc", "Shared", "New", "Old", "Extensions", "Stub",
    ]
    static let emptyVerbs = ["get", "handle", "process", "do"]

    static func findings(in files: [SwiftFile]) -> [Finding] {
        files.flatMap { file in types(in: file) + functions(in: file) + places(of: file) }
    }

    private static func types(in file: SwiftFile) -> [Finding] {
        file.codeLines.enumerated().compactMap { index, line in
            let words = line.names
            guard
                let keyword = words.firstIndex(
                    where: ["struct", "class", "enum", "actor", "protocol", "typealias"].contains
                ),
                keyword + 1 < words.count, line.hasToken(words[keyword])
            else { return nil }
            let name = words[keyword + 1]
            let isVersion =
                name.utf8.last.map { (48...57).contains($0) } ?? false && trimmed(name).hasSuffix("V")
            guard isVersion || emptySuffixes.contains(where: { name.hasSuffix($0) }) else { return nil }
            return Finding(
                file.path,
                index + 1,
                rule: "names",
                name,
                remedy: "name it for what it does, in a word of docs/words.md"
            )
        }
    }

    private static func trimmed(_ name: String) -> Substring {
        var rest = Substring(name)
        while let last = rest.utf8.last, (48...57).contains(last) { rest.removeLast() }
        return rest
    }

    private static func functions(in file: SwiftFile) -> [Finding] {
        file.codeLines.enumerated().compactMap { index, line in
            let words = line.names
            guard let keyword = words.firstIndex(of: "func"), keyword + 1 < words.count else { return nil }
            let name = words[keyword + 1]
            let isEmpty = emptyVerbs.contains { verb in
                name == verb || name.hasPrefix(verb) && name.dropFirst(verb.count).first?.isUppercase ?? false
            }
            // The web framework names the one function of its guards.
            guard isEmpty, !(name == "handle" && file.code.hasToken("RouterMiddleware")) else { return nil }
            return Finding(
                file.path,
                index + 1,
                rule: "names",
                "func \(name)",
                remedy: "name what the caller gets, or the effect"
            )
        }
    }

    private static func places(of file: SwiftFile) -> [Finding] {
        let parts = file.path.split(separator: "/").map { $0.replacing(".swift", with: "") }
        return parts.filter { emptyNames.contains(String($0)) }.map {
            Finding(file.path, 1, rule: "names", "a place called \($0)", remedy: "put it with what it serves")
        }
    }
}
