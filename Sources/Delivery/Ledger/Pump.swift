import Basis
import Catalog
import Database

/// Hands waiting notices over to channels, with several workers at once, and survives being killed anywhere.
///
/// Each worker claims a segment by a lease in the database's time. Before a group leaves, the intent is durable;
/// after it, the outcome. What was in flight at a crash is found by the next holder as unknown: nobody is lost, and
/// what may arrive twice is at most a group per worker, carries the same Message-ID, and is counted.
package struct Pump: Sendable {
    private let database: any Database
    private let worker: PumpWorker
    private let workers: Int
    private let state = PumpState()

    /// Groups in flight at once where nobody says otherwise.
    package static let workersAtFirst = 8

    /// One tick works about this long, so that whoever calls it can show progress and stop.
    private static let tickSpan = Duration.seconds(1)

    /// - Parameters:
    ///   - node: who holds the leases; one per process.
    ///   - leaseSeconds: after this without a sign of life another node takes a segment over. Longer than any
    ///     channel needs for a group.
    ///   - workers: how many groups are in flight at once.
    package init(
        database: any Database,
        source: any RecipientSource,
        channels: [any Channel],
        clock: any WallClock,
        node: NodeIdentity,
        leaseSeconds: Int = 30,
        workers: Int = workersAtFirst
    ) {
        self.database = database
        self.workers = max(1, workers)
        worker = PumpWorker(
            database: database,
            source: source,
            channels: Dictionary(channels.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first }),
            clock: clock,
            ledger: Ledger(
                node: node,
                lease: .seconds(Int64(leaseSeconds)),
                repeats: Dictionary(
                    channels.map { ($0.kind, $0.repeatsAfterUnknown) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
            state: state
        )
    }

    /// Does what is due. Returns when it wants to be called again: at once where there is more; nil: when told to.
    package func tick(_ now: Instant) async throws -> Instant? {
        guard state.beginTick() else { return nil }
        defer { state.endTick() }
        let ledger = worker.ledger
        if try await database.read({ try ledger.hasDead(in: $0) }) {
            try await database.write { try ledger.freeDead(in: $0) }
        }
        guard let due = try await nextDue(now), due <= now else { return try await nextDue(now) }
        let end = ContinuousClock.now + Self.tickSpan
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask { try await worker.run(until: end) }
            }
            try await group.waitForAll()
        }
        return try await nextDue(now)
    }

    /// Stops handing over, waits for what is in flight, and gives the leases back.
    package func release() async {
        await state.stop()
        let ledger = worker.ledger
        // A lease that cannot be given back, because the database is gone, runs out by itself.
        try? await database.write { try ledger.release(in: $0) }
    }

    func nextDue(_ now: Instant) async throws -> Instant? {
        guard !state.isStopping else { return nil }
        let ledger = worker.ledger
        guard let due = try await database.read({ try ledger.nextDue(now, in: $0) }) else { return nil }
        // While every channel is stopped nothing is due before one of them goes on.
        let free = worker.channels.keys.map { state.stopped($0, at: now) ?? now }.min() ?? now
        return max(due, free)
    }
}
