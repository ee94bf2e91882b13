import Synchronization

/// Moves what was committed from the log into the file, on a connection and a thread of its own.
///
/// SQLite would do it within the commit that fills the log: whoever writes at that moment, and all who wait behind
/// them, would wait for the disk twice more. Here nobody waits, as a checkpoint and a commit do not exclude each other.
actor SQLiteCheckpointer {
    /// Pages in the log from which on they are moved.
    static let pagesMin = 1_000
    /// So far the log may get ahead of the checkpoints before the writer itself sees to it: 64 MB.
    static let pagesMax = 16_000

    private nonisolated let executor = QueueExecutor(label: "amends.sqlite.checkpoint")
    private nonisolated let isWoken = Atomic(false)
    private let path: String
    private let busySeconds: Double
    private var link: SQLiteLink?
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, busySeconds: Double) {
        self.path = path
        self.busySeconds = busySeconds
    }

    /// Asks for a checkpoint and does not wait for it.
    nonisolated func wake() {
        guard !isWoken.exchange(true, ordering: .relaxed) else { return }
        executor.run(self) { $0.checkpoint() }
    }

    func close() {
        isClosed = true
        link?.close()
        link = nil
    }

    private func checkpoint() {
        isWoken.store(false, ordering: .relaxed)
        guard !isClosed else { return }
        do {
            let link = try link ?? SQLiteLink(path: path, role: .checkpointer, busySeconds: busySeconds)
            self.link = link
            try link.use { try $0.checkpoint() }
        } catch {
            // The writer does it once the log is too long, and tells the one who writes what is wrong.
            link = nil
        }
    }
}

extension SQLiteHandle {
    /// Moves as much as can be moved without waiting for anybody.
    func checkpoint() throws { try execute("PRAGMA wal_checkpoint(PASSIVE)") }
}
