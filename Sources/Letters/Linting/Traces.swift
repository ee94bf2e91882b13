/// The sentences in which something was found, so that one question about a whole letter is one look-up.
struct Traces: Sendable {
    struct Place {
        let sentence: Int
        let block: Int
    }

    private(set) var sentences: Set<Int> = []
    private var blocks: Set<Int> = []
    /// Found in the letter as a whole, in no sentence.
    var isWhole = false

    mutating func add(_ sentence: Int, _ block: Int) {
        sentences.insert(sentence)
        blocks.insert(block)
    }

    /// Whether it was found in a scope that is wider than a sentence and its neighbours.
    func isIn(_ scope: Rule.Scope, _ place: Place?) -> Bool {
        switch (scope, place) {
        case (.elsewhere, .some(let place)):
            isWhole || sentences.count > (sentences.contains(place.sentence) ? 1 : 0)
        case (.paragraph, .some(let place)): blocks.contains(place.block)
        default: isWhole || !sentences.isEmpty
        }
    }
}

extension Rule.Scope {
    /// Looks at more than a sentence and its neighbours.
    var isWide: Bool {
        switch self {
        case .paragraph, .letter, .elsewhere, .quoted: true
        case .sentence, .clause, .before, .after, .near: false
        }
    }

    /// What it means for a rule that fires in no sentence: the customer's words, or the letter.
    var outside: Rule.Scope { self == .quoted ? .quoted : .letter }
}
