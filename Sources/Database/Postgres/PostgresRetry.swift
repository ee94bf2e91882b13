/// How often a transaction is tried, and how long it waits before it is tried again. A value: it neither waits nor
/// draws lots itself.
package struct PostgresRetry {
    package enum Setback: Sendable, Equatable, CaseIterable {
        /// Another transaction was in the way.
        case conflict
        /// The line broke before the commit was sent.
        case broken
    }

    /// The most tries of a transaction that others are in the way of.
    package static let triesMax = 24
    /// How often a transaction is tried again because its line broke.
    package static let breaksMax = 1
    /// The first and the longest wait, in milliseconds.
    package static let waits = 8...500

    private var conflicts = 0
    private var breaks = 0

    package init() {}

    /// Milliseconds to wait before the next try, twice as many each time; nil where it is given up.
    /// - Parameter chance: takes up to half off, so that those who were in each other's way do not meet again.
    package mutating func wait(after setback: Setback, chance: UInt8) -> Int? {
        switch setback {
        case .broken:
            breaks += 1
            return breaks > Self.breaksMax ? nil : 0
        case .conflict:
            conflicts += 1
            guard conflicts < Self.triesMax else { return nil }
            let full = min(Self.waits.lowerBound << min(conflicts - 1, 16), Self.waits.upperBound)
            return full - full * Int(chance) / 512
        }
    }
}
