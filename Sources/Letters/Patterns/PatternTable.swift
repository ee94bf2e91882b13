/// All patterns of a language, compiled together.
struct PatternTable: Sendable {
    /// One step of a pattern's program.
    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            /// The token is in set `first`.
            case set
            /// The token is part of a name.
            case name
            /// Up to `first` tokens of any kind; `second` numbers the gaps of a pattern.
            case gap
            /// Try the targets from `first`, `second` of them, in their order.
            case split
            /// Go on at `first`.
            case jump
            case start
            case end
            case found
        }

        let kind: Kind
        let first: Int32
        let second: Int32
    }

    struct Pattern: Sendable {
        /// Where its program begins.
        var program: Int32 = 0
        var gaps: Int32 = 0
        var isGuarded = false
        /// Sets of which each has a token in every match.
        var needed: [Int32] = []
        /// The set that the first token of a match is in; -1 where that is open.
        var first: Int32 = -1
        /// The rarest of `needed`.
        var anchor: Int32 = -1
    }

    var steps: [Step] = []
    var targets: [Int32] = []
    private(set) var patterns: [Pattern] = []

    mutating func append(_ pattern: Pattern) -> Int {
        patterns.append(pattern)
        return patterns.count - 1
    }
}
