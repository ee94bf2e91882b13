import Basis

/// How fast one token may ask: in bursts, and then so many a second. A program that runs wild slows itself down, not the
/// people in the console.
package actor APIPace {
    /// How many requests may come at once.
    package static let usualBurst = 400
    static let usualPerSecond = 40
    /// The most tokens that are remembered; who is forgotten begins with a full burst.
    private static let tokensMax = 10_000

    private struct Bucket {
        var left: Double
        var at: Instant
    }

    private let burst: Double
    private let perSecond: Double
    private var buckets: [String: Bucket] = [:]

    init(burst: Int = APIPace.usualBurst, perSecond: Int = APIPace.usualPerSecond) {
        self.burst = Double(burst)
        self.perSecond = Double(max(1, perSecond))
    }

    /// Takes one request; otherwise after how many seconds to come again.
    func wait(for token: String, at now: Instant) -> Int? {
        var bucket = buckets[token] ?? Bucket(left: burst, at: now)
        let passed = Double(max(0, (now - bucket.at).milliseconds)) / 1_000
        bucket.left = min(burst, bucket.left + passed * perSecond)
        bucket.at = max(now, bucket.at)
        defer { buckets[token] = bucket }
        guard bucket.left >= 1 else { return max(1, Int(((1 - bucket.left) / perSecond).rounded(.up))) }
        bucket.left -= 1
        if buckets.count >= Self.tokensMax, buckets[token] == nil { buckets.removeAll() }
        return nil
    }
}
