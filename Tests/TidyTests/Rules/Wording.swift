import Foundation

/// What has no place in anything we publish: paths of one machine, and words of other workshops.
enum Wording {
    /// In pieces, so that this file does not find itself.
    static let paths = ["/" + "work/", "/" + "tmp/", "/" + "root/", "/home/" + "ubuntu"]
    static let words = [
        "L" + "LM", "G" + "PT", "Clau" + "de", "Anth" + "ropic", "Open" + "AI", "chat" + "bot",
        "sub" + "agent",
        "helper " + "agent", "AI " + "agent", "language " + "model", "helper " + "session",
    ]

    static func findings(in files: [TextFile]) -> [Finding] {
        files.flatMap { file in
            file.lines.enumerated().flatMap { index, line in
                let path = paths.filter { isPath($0, in: line) && !isSample($0, in: file) }.map {
                    Finding(
                        file.path,
                        index + 1,
                        rule: "wording",
                        "a path of one machine (\($0))",
                        remedy: "take it from an argument, or make a temporary folder"
                    )
                }
                let word = words.filter { line.hasToken($0) }.map {
                    Finding(
                        file.path,
                        index + 1,
                        rule: "wording",
                        $0,
                        remedy: "say it in the words of docs/words.md"
                    )
                }
                return path + word
            }
        }
    }

    /// A Maildir has a folder of that name too, and a path in a test may be one that nobody opens.
    private static func isSample(_ path: String, in file: TextFile) -> Bool {
        file.isIn("Tests") && path == paths[1]
    }

    /// Where the path begins here, and not in the middle of an address.
    private static func isPath(_ path: String, in line: Substring) -> Bool {
        var rest = line
        while let range = rest.range(of: path) {
            let before =
                range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
            let isInside =
                before.isLetter || before.isNumber || ["." as Character, "_", "-", "}", ")"].contains(before)
            if !isInside { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}
