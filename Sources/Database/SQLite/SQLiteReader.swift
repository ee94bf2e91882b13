/// One connection for reading, opened when it is first needed.
actor SQLiteReader {
    private nonisolated let executor = QueueExecutor(label: "amends.sqlite.reader")
    private let path: String
    private let busySeconds: Double
    private var link: SQLiteLink?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, busySeconds: Double) {
        self.path = path
        self.busySeconds = busySeconds
    }

    /// Reads one state of the file, however long `body` takes.
    func read<Value: Sendable>(_ body: @Sendable (any Session) throws -> Value) throws -> Value {
        try opened().use { handle in
            try handle.execute("BEGIN DEFERRED")
            let session = SQLiteSession(handle, isWriting: false)
            let result = Result {
                let value = try body(session)
                try session.state.check()
                return value
            }
            // Nothing was written, so neither can lose anything; a connection that cannot end is opened
            // again.
            do { try handle.execute("ROLLBACK") } catch { link = nil }
            return try result.get()
        }
    }

    /// Writes a copy of the whole file as it is at this moment, while others go on writing.
    func copy(to path: String) throws {
        try opened().use { handle in
            let statement = try handle.statement("VACUUM INTO ?")
            defer { statement.reset() }
            try statement.bind(.text(path), at: 1)
            while try statement.step() {}
        }
    }

    func close() {
        link?.close()
        link = nil
    }

    private func opened() throws -> SQLiteLink {
        if let link { return link }
        let opened = try SQLiteLink(path: path, role: .reader, busySeconds: busySeconds)
        link = opened
        return opened
    }
}
