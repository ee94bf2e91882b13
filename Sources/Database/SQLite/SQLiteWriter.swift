import Basis
import Synchronization

/// The only writer of this process. Transactions that wait at the same moment share one commit, hence one
/// fsync: each runs in its own savepoint, and its caller hears of it only after the commit.
actor SQLiteWriter {
    /// The most transactions in one commit.
    static let groupLimit = 64
    /// No commit is held back longer than this for later transactions of its group.
    static let groupSpan = Span(milliseconds: 20)

    private struct Waiting {
        var line = WaitingLine<SQLiteJob>()
        var isRunning = false
        var isClosed = false
    }

    private nonisolated let executor = QueueExecutor(label: "amends.sqlite.writer")
    private nonisolated let waiting = Mutex(Waiting())
    private nonisolated let committed = Atomic(0)
    private let watch: SQLiteWatch
    private let checkpointer: SQLiteCheckpointer
    private let link: SQLiteLink
    /// How long the log was when it was last to be moved.
    private var pagesAsked = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// How many commits there were; fewer than transactions where many waited together.
    nonisolated var commitCount: Int { committed.load(ordering: .relaxed) }

    /// Takes the connection over: nobody else may use it.
    init(_ link: sending SQLiteLink, watch: SQLiteWatch, checkpointer: SQLiteCheckpointer) {
        self.link = link
        self.watch = watch
        self.checkpointer = checkpointer
    }

    nonisolated func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(SQLiteJob(body, continuation))
        }
    }

    /// Runs the steps of the schema; the waiting transactions run after it.
    func migrate(_ migrations: [Migration]) throws -> [String] {
        try checkOpen()
        return try link.use { handle in try SQLiteMigration(handle).run(migrations) }
    }

    /// Lets those who wait finish, refuses those who come later, and closes the connection.
    func close() {
        let wasOpen = waiting.withLock { waiting in
            defer { waiting.isClosed = true }
            return !waiting.isClosed
        }
        guard wasOpen else { return }
        drain()
        link.close()
    }

    private nonisolated func enqueue(_ job: SQLiteJob) {
        let (refusal, mustStart) = waiting.withLock { waiting -> (DatabaseError?, Bool) in
            if waiting.isClosed { return (.closed, false) }
            if waiting.line.count >= DatabaseLimits.waiting { return (.crowded, false) }
            waiting.line.append(job)
            defer { waiting.isRunning = true }
            return (nil, !waiting.isRunning)
        }
        if let refusal { job.refuse(refusal) }
        if mustStart { executor.run(self) { $0.drain() } }
    }

    private func checkOpen() throws {
        if waiting.withLock(\.isClosed) { throw DatabaseError.closed }
    }

    private func drain() {
        while let group = nextGroup() {
            link.use { handle in
                commit(group, handle)
                shortenLog(handle)
            }
        }
    }

    private func nextGroup() -> [SQLiteJob]? {
        waiting.withLock { waiting in
            let group = waiting.line.take(Self.groupLimit)
            waiting.isRunning = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func putBack(_ jobs: [SQLiteJob]) {
        waiting.withLock { $0.line.putBack(jobs) }
    }

    // MARK: Commits

    private func commit(_ group: [SQLiteJob], _ handle: SQLiteHandle) {
        do {
            try handle.execute("BEGIN IMMEDIATE")
        } catch {
            for job in group { job.refuse(error) }
            return
        }
        if group.count == 1 {
            commitAlone(group[0], handle)
        } else {
            commitTogether(group, handle)
        }
    }

    /// One transaction of SQLite for one job: the rest of the transaction is the job's own savepoint.
    private func commitAlone(_ job: SQLiteJob, _ handle: SQLiteHandle) {
        let outcome = job.run(handle)
        do {
            if outcome.isSuccess { try finish([outcome], handle) } else { handle.rollBack() }
            outcome.answer(nil)
        } catch {
            handle.rollBack()
            outcome.answer(error)
        }
    }

    /// Runs as many jobs as fit into the span of a group; the others wait for the next commit. Where the
    /// commit or one of the jobs takes the others down (a disk that is full, a constraint checked at the
    /// end), each runs again alone.
    private func commitTogether(_ group: [SQLiteJob], _ handle: SQLiteHandle) {
        var outcomes: [SQLiteJob.Outcome] = []
        let start = ContinuousClock.now
        for job in group {
            guard ContinuousClock.now - start < .milliseconds(Self.groupSpan.milliseconds) else { break }
            guard let outcome = job.runInSavepoint(handle) else {
                again(group, handle)
                return
            }
            outcomes.append(outcome)
        }
        putBack(Array(group.dropFirst(outcomes.count)))
        do {
            try finish(outcomes, handle)
            for outcome in outcomes { outcome.answer(nil) }
        } catch {
            again(Array(group.prefix(outcomes.count)), handle)
        }
    }

    private func again(_ jobs: [SQLiteJob], _ handle: SQLiteHandle) {
        handle.rollBack()
        for job in jobs { commit([job], handle) }
    }

    /// Has the log moved into the file, once for so many new pages: it does not get shorter before nobody reads.
    private func shortenLog(_ handle: SQLiteHandle) {
        let pages = handle.pagesLogged
        if pages < pagesAsked { pagesAsked = 0 }  // the log began anew
        guard pages - pagesAsked >= SQLiteCheckpointer.pagesMin else { return }
        pagesAsked = pages
        if pages < SQLiteCheckpointer.pagesMax {
            checkpointer.wake()
        } else {
            // Where it fails, the next commit finds the same trouble and tells it.
            try? handle.checkpoint()
        }
    }

    private func finish(_ outcomes: [SQLiteJob.Outcome], _ handle: SQLiteHandle) throws {
        var topics: [Topic] = []
        for outcome in outcomes where outcome.isSuccess {
            topics += outcome.topics.filter { !topics.contains($0) }
        }
        let versions = try handle.record(topics)
        try handle.execute("COMMIT")
        committed.add(1, ordering: .relaxed)
        watch.publish(topics, versions: versions)
    }
}
