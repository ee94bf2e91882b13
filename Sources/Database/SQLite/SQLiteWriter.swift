import Basis
import Dispatch
import GRDB
import Synchronization

/// The only writer of this process. Transactions that wait at the same moment share one commit, hence one fsync:
/// each runs in its own savepoint, and its caller hears of it only after the commit.
final class SQLiteWriter: Sendable {
    /// The most transactions in one commit.
    static let groupLimit = 64
    /// No commit is held back longer than this for later transactions of its group.
    static let groupSpan = Span(milliseconds: 20)

    private struct Job: Sendable {
        /// Runs the body; returns what to do when the commit has succeeded or failed.
        var run: @Sendable (GRDB.Database) -> Outcome
        /// Tells the caller that its body never ran.
        var refuse: @Sendable (any Error) -> Void
    }

    private struct Outcome: Sendable {
        var topics: Set<Topic>
        var finish: @Sendable ((any Error)?) -> Void
    }

    private struct Waiting {
        var jobs: [Job] = []
        var isRunning = false
    }

    private let pool: DatabasePool
    private let hub: TopicHub
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "amends.sqlite.writer")

    init(pool: DatabasePool, hub: TopicHub) {
        self.pool = pool
        self.hub = hub
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { db in Self.outcome(of: body, in: db, continuation) },
                refuse: { error in continuation.resume(throwing: error) }
            )
            let mustStart = waiting.withLock { waiting in
                waiting.jobs.append(job)
                defer { waiting.isRunning = true }
                return !waiting.isRunning
            }
            if mustStart { queue.async { self.drain() } }
        }
    }

    private static func outcome<Value: Sendable>(
        of body: @Sendable (any Session) throws -> Value,
        in db: GRDB.Database,
        _ continuation: CheckedContinuation<Value, any Error>
    ) -> Outcome {
        let announced = AnnouncedTopics()
        let result = Result {
            var value: Value?
            try db.inSavepoint {
                value = try body(SQLiteSession(db, announced: announced))
                return .commit
            }
            guard let value else { throw DatabaseError(.unavailable, "the transaction was rolled back") }
            return value
        }
        switch result {
        case .success(let value):
            return Outcome(topics: announced.topics) { failure in
                if let failure { continuation.resume(throwing: failure) } else { continuation.resume(returning: value) }
            }
        case .failure(let error):
            let translated = SQLiteSession.translated(error)
            return Outcome(topics: []) { _ in continuation.resume(throwing: translated) }
        }
    }

    private func drain() {
        while let group = nextGroup() { commit(group) }
    }

    private func nextGroup() -> [Job]? {
        waiting.withLock { waiting in
            guard !waiting.jobs.isEmpty else {
                waiting.isRunning = false
                return nil
            }
            let group = Array(waiting.jobs.prefix(Self.groupLimit))
            waiting.jobs.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [Job]) {
        var outcomes: [Outcome] = []
        var failure: (any Error)?
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    outcomes = try run(group, db)
                    return .commit
                }
            }
        } catch let aborted as Aborted {
            outcomes = aborted.outcomes
            failure = DatabaseError(.unavailable, "the transaction was given up; is the disk full?")
        } catch {
            failure = SQLiteSession.translated(error)
        }
        if let failure, outcomes.isEmpty {
            for job in group { job.refuse(failure) }
            return
        }
        for outcome in outcomes { outcome.finish(failure) }
        if failure == nil {
            for outcome in outcomes { hub.publish(outcome.topics) }
        }
    }

    /// Runs as many jobs as fit into the span of a group; the others wait for the next commit.
    private func run(_ group: [Job], _ db: GRDB.Database) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        let start = ContinuousClock.now
        for (index, job) in group.enumerated() {
            outcomes.append(job.run(db))
            let isOpen = db.isInsideTransaction
            let isLong = ContinuousClock.now - start > .milliseconds(Self.groupSpan.milliseconds)
            if !isOpen || isLong { putBack(Array(group[(index + 1)...])) }
            // A full disk makes SQLite roll back everything, the finished jobs of this group too.
            guard isOpen else { throw Aborted(outcomes: outcomes) }
            if isLong { break }
        }
        return outcomes
    }

    private struct Aborted: Error {
        var outcomes: [Outcome]
    }

    private func putBack(_ jobs: [Job]) {
        waiting.withLock { $0.jobs.insert(contentsOf: jobs, at: 0) }
    }
}
