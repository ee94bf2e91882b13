import Basis

/// How much a finding matters.
public enum Level: String, Sendable, Codable, CaseIterable, Comparable {
    /// Good to know; the letter may leave as it is.
    case suggestion
    /// Most letters are better without it.
    case warning
    /// A letter with it should not leave.
    case error

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .suggestion: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// In which situation a text is written; some rules matter only in one.
public enum LetterProfile: String, Sendable, Codable, CaseIterable {
    case general
    /// It is still happening.
    case during
    /// It is over.
    case after
    /// Customers must do something now.
    case advisory
    /// Data was touched.
    case breach
    case recall
    /// A short answer.
    case reply
    /// One mistake, one person.
    case one
    /// Admissions are reported instead of demanded.
    case legal
}

/// One rule of one language, compiled. See `Rules/README.md`.
struct Rule: Sendable {
    enum Kind: String, Sendable {
        case element
        case antipattern
        case metric
    }

    enum Span: String, Sendable {
        case match
        case clause
        case sentence
    }

    enum Scope: String, Sendable {
        case sentence
        case clause
        case before
        case after
        case near
        case paragraph
        case letter
        case elsewhere
        case quoted
    }

    enum Trigger: Sendable {
        /// Numbers of patterns.
        case patterns([Int])
        /// Types of elements that the letter does not have.
        case absent([String])
        case count(of: [Int], moreThan: Int, scope: Scope)
        case ratio(of: [Int], to: [Int], moreThan: Double, atLeast: Int)
        case sentenceWords(moreThan: Int)
        case readability(lessThan: Double)
    }

    enum Condition: Sendable {
        case patterns([Int], Scope)
        /// Ids or types of rules.
        case rules([String], Scope)
    }

    var id: String
    var type: String
    var kind: Kind
    var level: Level
    /// By profile; nil = off there.
    var levels: [LetterProfile: Level?]
    /// nil = all.
    var profiles: [LetterProfile]?
    var title: String
    var reason: String
    var source: String
    var mend: String
    var span: Span
    var zones: [Zone]
    /// Only in the first sentences of the body; nil = anywhere.
    var opening: Int?
    var atLeastWords: Int?
    var trigger: Trigger
    var onlyIf: [Condition]
    var unless: [Condition]

    /// The level in a profile; nil where the rule is silent there.
    func level(in profile: LetterProfile) -> Level? {
        if let profiles, !profiles.contains(profile) { return nil }
        if let changed = levels[profile] { return changed }
        return level
    }

    /// Rules that must have been tried before.
    var references: [String] {
        let conditions = (onlyIf + unless).flatMap { condition in
            if case .rules(let names, _) = condition { names } else { [String]() }
        }
        if case .absent(let types) = trigger { return conditions + types }
        return conditions
    }
}
