import Basis

/// Tokens that are stored only as what they hash to. They have 128 random bits and more, so one round of SHA-256
/// suffices; what people choose themselves goes through Argon2id.
enum SecretText {
    static func hash(_ secret: String) -> String { sha256Hex(Array(secret.utf8)) }

    /// Whether two texts are the same, in a time that does not tell where they differ.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// A value that opens something: it says nothing of itself where it is logged by mistake.
package protocol Unprinted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Unprinted {
    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What people type into a line of a form: neither empty nor endless, and nothing that would start another line in
/// a header, a log or a list.
enum PlainLine {
    static func check(
        _ text: String,
        _ place: String,
        max: Int,
        into problems: inout Problems
    ) {
        let hasControl = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029
        }
        if text.allSatisfy(\.isWhitespace) {
            problems.add(place, "access.line_missing")
        } else if text.count > max {
            problems.add(place, "access.line_long", ["count": String(max)])
        } else if hasControl {
            problems.add(place, "access.line_control")
        }
    }
}
