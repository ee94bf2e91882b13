/// A call script cut into what is said anyway and what is said only if they ask, so that it fits on a telephone.
///
/// Scripts are plain text: headings on lines of their own, sentences behind dashes, remarks indented, an empty line
/// between parts. What everybody is asked is said with the first part. What does not look like that is shown as it is.
struct CallScriptParts: Sendable {
    let say: [String]
    let asides: [Aside]

    struct Aside: Sendable {
        let heading: String
        let lines: [String]
    }

    init(_ script: String) {
        let parts = script.split(separator: "\n\n").map { part in
            part.split(separator: "\n").map(String.init)
        }
        let isScript =
            parts.count > 1
            && parts.allSatisfy { lines in
                lines.count > 1 && !Self.isSentence(lines[0]) && lines.dropFirst().allSatisfy(Self.isSentence)
            }
        guard isScript, let first = parts.first else {
            say = script.split(separator: "\n").map(String.init)
            asides = []
            return
        }
        let said = [first] + parts.dropFirst().filter(Self.isAsked)
        say = said.flatMap { $0.dropFirst().map(Self.sentence) }
        asides = parts.dropFirst().filter { !Self.isAsked($0) }.map { lines in
            Aside(heading: Self.heading(lines[0]), lines: lines.dropFirst().map(Self.sentence))
        }
    }

    private static func isSentence(_ line: String) -> Bool {
        ["– ", "- ", "  "].contains { line.hasPrefix($0) }
    }

    private static func isAsked(_ lines: [String]) -> Bool { lines.contains { $0.hasSuffix("?") } }

    private static func sentence(_ line: String) -> String { String(line.dropFirst(2)) }

    /// Headings are written in capitals there, which tire the eye.
    private static func heading(_ line: String) -> String {
        guard line == line.uppercased() else { return line }
        return line.prefix(1) + line.dropFirst().lowercased()
    }
}

/// A telephone number as people read it aloud.
enum ReadableNumber {
    /// Spanish numbers in threes; others as they are, as every country cuts them another way.
    static func text(_ e164: String) -> String {
        guard e164.hasPrefix("+34"), e164.count == 12 else { return e164 }
        let digits = Array(e164.dropFirst(3))
        let groups = stride(from: 0, to: digits.count, by: 3).map {
            String(digits[$0..<min($0 + 3, digits.count)])
        }
        return (["+34"] + groups).joined(separator: "\u{A0}")
    }
}
