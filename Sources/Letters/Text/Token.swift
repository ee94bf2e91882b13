/// A word, a number or a mark, before entities are put together.
struct RawToken: Sendable {
    enum Kind: UInt8, Sendable {
        case word
        case number
        case mark
        case mail
        case url
    }

    /// Code points.
    var start: Int32
    var end: Int32
    var kind: Kind
    /// No blank stands before it.
    var isGlued: Bool
    /// The first letter is a capital.
    var isCapital: Bool
    /// Its number in the vocabulary; marks have one too.
    var word: Int32
    /// The code point of a mark; 0 for others.
    var mark: UInt32
}

/// What patterns are matched against: a word, a mark or an entity.
struct Token: Sendable {
    var start: Int32
    var end: Int32
    /// The row of bits with the word sets that it belongs to.
    var row: Int32
    /// The vocabulary's number of a single word; -1 for an entity of several.
    var word: Int32
    /// The raw tokens that it is made of.
    var firstRaw: Int32
    var endRaw: Int32
    var entity: EntityKinds
    var flags: Flags
    /// The code point of a mark; 0 for others.
    var mark: UInt32

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let glued = Flags(rawValue: 1)
        static let capital = Flags(rawValue: 2)
        static let negator = Flags(rawValue: 4)
        /// A clause begins here.
        static let clauseStart = Flags(rawValue: 8)
        /// Part of a name: a capital that no sentence begins with.
        static let name = Flags(rawValue: 16)
        /// Gaps do not step over it.
        static let wall = Flags(rawValue: 32)
        /// A pattern's `^` holds here.
        static let start = Flags(rawValue: 64)
    }
}
