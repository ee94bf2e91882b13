/// A pattern as it is written.
indirect enum PatternNode: Sendable, Equatable {
    case literal(Literal)
    case entity(EntityKinds)
    /// `{name}`: part of a name.
    case name
    /// `..4`
    case gap(Int)
    case lexicon(String)
    case alternatives([[PatternNode]])
    case optional(PatternNode)
    /// `^`
    case start
    /// `$`
    case end

    /// One word of a pattern.
    enum Literal: Sendable, Hashable {
        case exact(String)
        /// The word as written; its stem is what counts.
        case stem(String)
        case prefix(String)
    }
}

/// A pattern and whether it is guarded against negation.
struct PatternText: Sendable, Equatable {
    let isGuarded: Bool
    let nodes: [PatternNode]
}

/// What is wrong with a pattern, as a sentence for the author of rules.
struct PatternFault: Error, Equatable, CustomStringConvertible {
    let description: String
}
