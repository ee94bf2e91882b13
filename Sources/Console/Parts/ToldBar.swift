import Basis
import Rendering

/// How many of the hurt customers know: the numbers, and the bar that shows them.
struct ToldBar: Sendable {
    /// In thousandths of the width.
    static let width = 1_000

    let hurt: String
    let parts: [Part]
    /// The bar in words, for who does not see it.
    let summary: String

    struct Part: Sendable {
        /// `told`, `waiting`, `call`, `lost`
        let look: String
        let label: String
        let count: String
        let x: Int
        let width: Int
    }

    init(_ counts: ToldCounts, words: Words) {
        let shares: [(look: String, count: Int)] = [
            ("told", counts.told), ("waiting", counts.waiting), ("call", counts.toCall),
            ("lost", counts.unreachable),
        ]
        let base = max(counts.hurt, shares.reduce(0) { $0 + $1.count }, 1)
        var before = 0
        parts = shares.map { share in
            let start = before * Self.width / base
            before += share.count
            return Part(
                look: share.look,
                label: words("told.\(share.look)"),
                count: words.time.number(share.count),
                x: start,
                width: before * Self.width / base - start
            )
        }
        hurt = words.time.number(counts.hurt)
        summary = words(
            "told.summary",
            [
                "hurt": words.time.number(counts.hurt), "told": words.time.number(counts.told),
                "waiting": words.time.number(counts.waiting), "call": words.time.number(counts.toCall),
                "lost": words.time.number(counts.unreachable),
            ]
        )
    }
}

/// Hurt customers by whether they were told: each hurt customer once.
struct ToldCounts: Sendable, Hashable {
    var hurt = 0
    var told = 0
    /// A machine will still send, or it is not known whether it did.
    var waiting = 0
    /// Somebody has to call.
    var toCall = 0
    var unreachable = 0
}
