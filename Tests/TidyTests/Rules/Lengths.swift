/// Files up to 400 lines, functions up to 60.
enum Lengths {
    static let fileMax = 400
    static let functionMax = 60

    static func findings(in files: [SwiftFile]) -> [Finding] {
        files.flatMap { file in
            let count = file.file.lines.count
            let long =
                count <= fileMax
                ? []
                : [
                    Finding(
                        file.path,
                        fileMax,
                        rule: "length",
                        "\(count) lines",
                        remedy: "split it by aspect: Type+Aspect.swift"
                    )
                ]
            return long
                + functions(of: file).filter { $0.lines > functionMax }.map {
                    Finding(
                        file.path,
                        $0.line,
                        rule: "length",
                        "\($0.name) has \($0.lines) lines, \(functionMax) are allowed",
                        remedy: "give its parts names of their own"
                    )
                }
        }
    }

    struct Function: Equatable {
        var name: String
        var line: Int
        /// From the line of its name to that of its last brace.
        var lines: Int
    }

    /// The functions with a body, counted by their braces.
    static func functions(of file: SwiftFile) -> [Function] {
        var functions: [Function] = []
        for (index, line) in file.codeLines.enumerated() {
            guard let name = declared(line), !line.hasToken("protocol"),
                let end = bodyEnd(file.codeLines, from: index)
            else { continue }
            functions.append(Function(name: name, line: index + 1, lines: end - index + 1))
        }
        return functions
    }

    private static func declared(_ line: Substring) -> String? {
        let words = line.names
        if let index = words.firstIndex(of: "func"), line.hasToken("func") {
            return index + 1 < words.count ? words[index + 1] : "an operator"
        }
        let head = line.drop { $0 == " " }
        let isCall = head.contains(".init") || head.hasToken("self") || head.hasToken("return")
        guard !isCall, let first = words.first(where: { !modifiers.contains($0) }) else { return nil }
        return ["init", "deinit", "subscript"].contains(first)
            && (line.contains("init") ? line.contains("(") || line.contains("<") : true)
            ? first : nil
    }

    private static let modifiers: Set<String> = [
        "package", "public", "private", "fileprivate", "internal", "static", "convenience", "required",
        "override",
        "mutating", "nonisolated", "isolated", "discardableResult",
    ]

    /// The line of the closing brace; nil for a declaration without a body.
    private static func bodyEnd(_ lines: [Substring], from start: Int) -> Int? {
        var brackets = 0
        var braces = 0
        for index in start..<lines.count {
            for byte in lines[index].utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
                case UInt8(ascii: "{") where brackets == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                case UInt8(ascii: "}") where brackets == 0: return nil
                default: break
                }
            }
            if braces == 0, brackets == 0, !goesOn(lines, after: index) { return nil }
        }
        return nil
    }

    /// Whether the signature continues on the next line.
    private static func goesOn(_ lines: [Substring], after index: Int) -> Bool {
        guard index + 1 < lines.count else { return false }
        let next = lines[index + 1].drop { $0 == " " }
        return next.hasPrefix("{") || next.hasPrefix("->") || next.hasPrefix("(")
            || ["where", "async", "throws", "rethrows"].contains(next.names.first ?? "")
    }
}
