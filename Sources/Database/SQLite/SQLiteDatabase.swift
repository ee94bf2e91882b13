import Basis

/// SQLite through GRDB: a file in WAL mode with `synchronous=FULL`, one writer that commits in groups,
/// several readers.
package final class SQLiteDatabase: Migratable {
    /// How many transactions read at the same time.
    static let readers = 6

    private let readers: ConnectionPool<SQLiteReader>
    private let writer: SQLiteWriter
    private let watch: SQLiteWatch
    private let checkpointer: SQLiteCheckpointer
    private let hub = TopicHub()

    package var dialect: Dialect { .sqlite }

    /// How many commits were made through this object: fewer than transactions where many waited together.
    package var commitCount: Int { writer.commitCount }

    /// Opens the file, and makes it where it is not there.
    /// - Parameters:
    ///   - path: a file path; its folder must exist.
    ///   - busySeconds: how long to wait for another process's write transaction.
    package init(path: String, busySeconds: Double = 30) throws {
        let link = try Self.opened(path, busySeconds)
        let seen = link.use { handle in handle.newestAnnouncement }
        watch = SQLiteWatch(path: path, hub: hub, seen: seen)
        checkpointer = SQLiteCheckpointer(path: path, busySeconds: busySeconds)
        writer = SQLiteWriter(link, watch: watch, checkpointer: checkpointer)
        readers = ConnectionPool(
            (0..<Self.readers).map { _ in SQLiteReader(path: path, busySeconds: busySeconds) }
        )
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await readers.lend { reader in try await reader.read(body) }
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await writer.write(body)
    }

    package func announcements() -> AsyncStream<Topic> {
        defer { watch.start() }
        return hub.stream()
    }

    package func close() async {
        for reader in await readers.close() { await reader.close() }
        await watch.close()
        await checkpointer.close()
        await writer.close()
    }

    package func migrate(_ migrations: [Migration]) async throws -> [String] {
        try await writer.migrate(migrations)
    }

    package func migrationLedger() async throws -> MigrationLedger {
        try await read { session in
            let tables = try session.count(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'"
            )
            return tables == 0 ? MigrationLedger(applied: []) : try session.migrationLedger()
        }
    }

    package func schemaText() async throws -> String {
        try await read { session in
            try session.rows(
                """
                SELECT sql FROM sqlite_master
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY tbl_name, type DESC, name
                """
            ) { try $0.next(String.self) }.joined(separator: ";\n\n") + ";\n"
        }
    }

    /// Copies the whole database to another file, consistent, while others write.
    package func backup(to path: String) async throws {
        try await readers.lend { reader in try await reader.copy(to: path) }
    }

    /// Another process may be turning the new file to WAL mode just now, which SQLite answers with "busy" at
    /// once.
    private static func opened(_ path: String, _ busySeconds: Double) throws -> SQLiteLink {
        let end = ContinuousClock.now + .milliseconds(Int64(busySeconds * 1_000))
        while true {
            do {
                return try SQLiteLink(path: path, role: .writer, busySeconds: busySeconds)
            } catch let error as DatabaseError where error.code == .busy && ContinuousClock.now < end {
                continue
            }
        }
    }
}

extension SQLiteHandle {
    /// Zero in a file that has no announcements yet, also where it has no table for them.
    fileprivate var newestAnnouncement: Int64 {
        let session = SQLiteSession(self, isWriting: false)
        return (try? session.value("SELECT max(version) FROM announcement", as: Int64.self)) ?? 0
    }
}
