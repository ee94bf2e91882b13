import Basis

/// Why a text is not linted.
public enum LintRefusal: Error, Sendable, Equatable {
    /// The bytes are no UTF-8 text.
    case noText
    /// Longer than a letter may be, in bytes.
    case tooLong(bytes: Int, maximum: Int)
    case unknownLanguage(String)
    case unknownFramework(String, known: [String])
    case unknownRule(String)
    /// The fact sheet is not what it should be; the reason in English, for whoever made the file.
    case badFacts(String)
}

extension LintRefusal: Refusal {
    package var message: Message {
        switch self {
        case .noText: Message("letters.lint.no_text")
        case .tooLong(let bytes, let maximum):
            Message("letters.lint.too_long", ["bytes": "\(bytes)", "maximum": "\(maximum)"])
        case .unknownLanguage(let language): Message("letters.lint.unknown_language", ["language": language])
        case .unknownFramework(let framework, let known):
            Message(
                "letters.lint.unknown_framework",
                ["framework": framework, "known": known.joined(separator: ", ")]
            )
        case .unknownRule(let rule): Message("letters.lint.unknown_rule", ["rule": rule])
        case .badFacts(let reason): Message("letters.lint.bad_facts", ["reason": reason])
        }
    }
}
