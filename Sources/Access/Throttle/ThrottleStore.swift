import Basis
import Database

/// One thing whose tries are counted together, under a name that tells nothing of it.
struct ThrottleBucket: Sendable, Hashable {
    var name: String
    var rule: ThrottleRule

    init(_ kind: String, _ text: String, _ rule: ThrottleRule, keys: AccessKeys) {
        name = keys.name("throttle-\(kind)", text)
        self.rule = rule
    }
}

/// The tries of the last day, in the database, so that several nodes count together.
package enum ThrottleStore {
    /// The most buckets that are kept; beyond it the oldest go, which costs a guesser more than it gives.
    package static let bucketsMax = 50_000
    /// How many are cleared away in one transaction.
    static let clearMax = 1_000
    private static let forgottenAfter = Span.hours(24)

    /// Takes one try from all buckets where all are open, and returns the failures of the first; the wait otherwise.
    static func take(
        _ buckets: [ThrottleBucket],
        at now: Instant,
        in session: any Session
    ) throws -> (wait: Span?, failures: Int) {
        var states: [(bucket: ThrottleBucket, state: ThrottleState)] = []
        for bucket in buckets {
            states.append((bucket, try state(bucket, in: session) ?? ThrottleState(at: now)))
        }
        if let wait = states.compactMap({ $0.state.wait(at: now) }).max() {
            return (wait, states.first?.state.failures ?? 0)
        }
        for index in states.indices {
            states[index].state.take(states[index].bucket.rule, at: now)
            try keep(states[index].state, of: states[index].bucket, in: session)
        }
        return (nil, states.first?.state.failures ?? 0)
    }

    static func giveBack(_ bucket: ThrottleBucket, at now: Instant, in session: any Session) throws {
        guard var state = try state(bucket, in: session) else { return }
        state.giveBack(at: now)
        try keep(state, of: bucket, in: session)
    }

    static func clear(_ bucket: ThrottleBucket, in session: any Session) throws {
        try session.run("DELETE FROM login_throttle WHERE bucket = \(bucket.name)")
    }

    /// Forgets what is a day old, and the oldest of too many; returns when to look again.
    package static func tick(_ database: any Database, _ now: Instant) async throws -> Instant {
        let cleared = try await database.write { session in
            let old = try session.run(
                """
                DELETE FROM login_throttle WHERE bucket IN (
                    SELECT bucket FROM login_throttle WHERE last_at <= \(now - forgottenAfter)
                    ORDER BY last_at LIMIT \(clearMax)
                )
                """
            )
            let excess = try session.count("SELECT COUNT(*) FROM login_throttle") - bucketsMax
            guard excess > 0 else { return old }
            return old
                + (try session.run(
                    """
                    DELETE FROM login_throttle WHERE bucket IN (
                        SELECT bucket FROM login_throttle ORDER BY last_at LIMIT \(min(excess, clearMax))
                    )
                    """
                ))
        }
        return cleared >= clearMax ? now : now + .minutes(1)
    }

    private static func state(
        _ bucket: ThrottleBucket,
        in session: any Session
    ) throws -> ThrottleState? {
        try session.first(
            "SELECT failures, last_at, open_at FROM login_throttle WHERE bucket = \(bucket.name)"
        ) { ThrottleState(failures: try $0.next(), lastAt: try $0.next(), openAt: try $0.next()) }
    }

    private static func keep(
        _ state: ThrottleState,
        of bucket: ThrottleBucket,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO login_throttle (bucket, failures, last_at, open_at)
            VALUES (\(bucket.name), \(state.failures), \(state.lastAt), \(state.openAt))
            ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
                open_at = excluded.open_at
            """
        )
    }
}
