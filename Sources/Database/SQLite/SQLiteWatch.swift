import Synchronization

/// Notices what other processes announced in the same file: a command line reaches a running server this way.
actor SQLiteWatch {
    /// Milliseconds between two looks at the table of announcements.
    static let period = 200

    private nonisolated let executor = QueueExecutor(label: "amends.sqlite.watch")
    private nonisolated let hub: TopicHub
    /// What this process announced itself, and has published already.
    private nonisolated let own = Mutex(Set<Int64>())
    private let path: String
    private var link: SQLiteLink?
    private var isStarted = false
    private var seen: Int64
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter seen: the newest announcement when the file was opened; what comes later is published.
    init(path: String, hub: TopicHub, seen: Int64) {
        self.path = path
        self.hub = hub
        self.seen = seen
    }

    nonisolated func start() {
        executor.run(self) { $0.begin() }
    }

    /// Publishes what was committed here, and remembers it so that it is not published twice.
    nonisolated func publish(_ topics: [Topic], versions: [Int64]) {
        guard !topics.isEmpty else { return }
        if hub.hasListeners { own.withLock { $0.formUnion(versions) } }
        hub.publish(topics)
    }

    func close() {
        isClosed = true
        link?.close()
        link = nil
        hub.finish()
    }

    private func begin() {
        guard !isStarted else { return }
        isStarted = true
        lookAgainAndAgain()
    }

    private func lookAgainAndAgain() {
        guard !isClosed else { return }
        look()
        executor.run(self, after: Self.period) { $0.lookAgainAndAgain() }
    }

    private func look() {
        guard let found = newer(), let last = found.last else { return }
        seen = last.version
        let published = own.withLock { own in
            defer { own = own.filter { $0 > last.version } }
            return own
        }
        hub.publish(found.filter { !published.contains($0.version) }.map(\.topic))
    }

    /// Nil while the file cannot be read; the next look will tell.
    private func newer() -> [(topic: Topic, version: Int64)]? {
        do {
            let link = try link ?? SQLiteLink(path: path, role: .reader, busySeconds: 1)
            self.link = link
            let seen = seen
            return try link.use { handle in
                try SQLiteSession(handle, isWriting: false).rows(
                    "SELECT topic, version FROM announcement WHERE version > \(seen) ORDER BY version"
                ) { row in (Topic(try row.next()), try row.next()) }
            }
        } catch {
            return nil
        }
    }
}
