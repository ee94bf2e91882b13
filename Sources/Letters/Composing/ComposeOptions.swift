import Basis

/// What is composed: for whom, in which words, in which shape.
package struct ComposeOptions: Sendable, Hashable {
    /// How a Spanish letter addresses its reader. English has one way.
    package enum Register: String, Sendable, CaseIterable, Codable {
        case usted
        case tu
    }

    /// Who reads it.
    package enum Audience: String, Sendable, CaseIterable, Codable {
        case hurt
        /// They may have noticed, and may not.
        case possibly
        /// All customers, also those who were not hurt.
        case everyone
    }

    /// Whether the readers have customers of their own.
    package enum Reader: String, Sendable, CaseIterable, Codable {
        case business
        case consumer
    }

    package enum Form: String, Sendable, CaseIterable, Codable {
        case letter
        /// For WhatsApp and SMS: at most `ComposedLetter.shortLimit` characters.
        case short
        /// What is said on the phone.
        case script
        /// For our own staff: say this, not that.
        case briefing
        /// What a client forwards to their own customers, in their own voice.
        case kit
    }

    /// The id of a framework: `godaddy-7`.
    package var framework: String
    package var language: Language
    package var register: Register
    package var audience: Audience
    package var reader: Reader
    package var form: Form

    package init(
        framework: String,
        language: Language,
        register: Register = .usted,
        audience: Audience = .hurt,
        reader: Reader = .business,
        form: Form = .letter
    ) {
        self.framework = framework
        self.language = language
        self.register = register
        self.audience = audience
        self.reader = reader
        self.form = form
    }
}

/// Why nothing is composed.
package enum ComposeRefusal: Refusal, Equatable {
    case unknownFramework(String, known: [String])
    case unknownLanguage(String)
    /// Facts without which the framework has nothing to say, by id.
    case nothingToSay(String)

    package var message: Message {
        switch self {
        case .unknownFramework(let framework, let known):
            Message(
                "letters.lint.unknown_framework",
                ["framework": framework, "known": known.joined(separator: ", ")]
            )
        case .unknownLanguage(let language):
            Message("letters.compose.unknown_language", ["language": language])
        case .nothingToSay(let framework): Message("letters.compose.nothing", ["framework": framework])
        }
    }
}
