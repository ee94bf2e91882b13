/// What a letter does, what it had better not do, and what it lacks.
///
/// All offsets count Unicode code points from the beginning of the text.
public struct LintReport: Sendable, Equatable {
    /// A sentence, or part of one, that does something.
    public struct Element: Sendable, Equatable, Codable {
        /// `acknowledge_fault`, `explain_cause`, …
        public var type: String
        public var start: Int
        public var end: Int
        public var text: String
    }

    /// Something to mend.
    public struct Finding: Sendable, Equatable {
        /// The rule: `en.conditional_apology`, `riesterer-5.fix`, `fact.figure`.
        public var rule: String
        /// What sort of thing it is: `conditional_apology`; `missing` and `order` for a framework, `fact` for the fact lock.
        public var type: String
        public var level: Level
        /// Nil where something is absent.
        public var start: Int?
        public var end: Int?
        public var text: String?
        /// Why it matters, in the language of the letter.
        public var message: String
        /// What to write instead.
        public var suggestion: String
        /// A short name.
        public var title: String
    }

    /// One step of the framework, and whether the letter does it.
    public struct Step: Sendable, Equatable, Codable {
        public var id: String
        public var title: String
        public var required: Bool
        /// The sentences that do it, in the order of the text; empty where none does.
        public var sentences: [String]
    }

    /// `es` or `en`.
    public var language: String
    /// The framework it was compared with; nil for none.
    public var framework: String?
    public var profile: LetterProfile
    public var elements: [Element]
    public var findings: [Finding]
    /// The framework's steps in their order.
    public var steps: [Step] = []
    /// Ids of the framework's required steps that no sentence does.
    public var missing: [String]
    /// Ids of the framework's steps in the order in which the letter does them first.
    public var order: [String]
    /// 0 to 100.
    public var score: Int
    /// Where each sentence is, in code points: to show a finding in its sentence.
    package var sentences: [Range<Int>] = []

    /// Whether a finding is as grave as `level`, or graver.
    public func hasFindings(_ level: Level) -> Bool { findings.contains { $0.level >= level } }
}

extension LintReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case language
        case framework
        case profile
        case elements
        case findings
        case steps
        case missing
        case order
        case score
    }

    /// The form of `amends lint --format json`, in which what is not there is null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(language, forKey: .language)
        try container.encode(framework, forKey: .framework)
        try container.encode(profile, forKey: .profile)
        try container.encode(elements, forKey: .elements)
        try container.encode(findings, forKey: .findings)
        try container.encode(steps, forKey: .steps)
        try container.encode(missing, forKey: .missing)
        try container.encode(order, forKey: .order)
        try container.encode(score, forKey: .score)
    }
}

extension LintReport.Finding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case rule
        case type
        case level
        case start
        case end
        case text
        case title
        case message
        case suggestion
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(type, forKey: .type)
        try container.encode(level, forKey: .level)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(text, forKey: .text)
        try container.encode(title, forKey: .title)
        try container.encode(message, forKey: .message)
        try container.encode(suggestion, forKey: .suggestion)
    }
}
