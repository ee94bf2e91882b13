import Basis

/// PostgreSQL 15 or newer through libpq: a pool of connections, `SERIALIZABLE` writes that are tried again when another
/// one was in the way, NOTIFY for announcements.
package final class PostgresDatabase: Migratable {
    private let pool: ConnectionPool<PostgresConnection>
    private let listener: PostgresListener
    private let hub = TopicHub()
    private let random: any RandomSource

    package var dialect: Dialect { .postgres }

    /// Does not connect yet: the first transaction does.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/name?sslmode=…`, as libpq reads it.
    ///   - connections: how many transactions run at the same time.
    package init(url: String, connections: Int = 8, random: any RandomSource = SystemRandom()) {
        let server = PostgresServer(url: url)
        pool = ConnectionPool((0..<max(1, connections)).map { _ in PostgresConnection(server) })
        listener = PostgresListener(server, hub: hub)
        self.random = random
    }

    /// Connects once, so that a wrong URL is told at the start.
    package func connect() async throws {
        try await pool.lend { connection in try await connection.open() }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await transaction(.read, body).value
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        let (value, topics) = try await transaction(.write, body)
        // At once here; other processes hear it from the server, and this one ignores it there.
        hub.publish(topics)
        return value
    }

    private func transaction<Value: Sendable>(
        _ kind: PostgresConnection.Kind,
        _ body: @Sendable (any Session) throws -> Value
    ) async throws -> (value: Value, topics: [Topic]) {
        var retry = PostgresRetry()
        while true {
            switch try await pool.lend({ connection in try await connection.attempt(kind, body) }) {
            case .done(let value, let topics):
                return (value, topics)
            case .setback(let setback, let error):
                guard let wait = retry.wait(after: setback, chance: random.bytes(1).first ?? 0) else {
                    throw error
                }
                if wait > 0 { await QueueExecutor.pause(milliseconds: wait) }
            }
        }
    }

    package func announcements() -> AsyncStream<Topic> {
        defer { listener.start() }
        return hub.stream()
    }

    package func close() async {
        listener.stop()
        for connection in await pool.close() { await connection.close() }
        hub.finish()
    }

    package func migrate(_ migrations: [Migration]) async throws -> [String] {
        try await pool.lend { connection in try await connection.migrate(migrations) }
    }

    package func migrationLedger() async throws -> MigrationLedger {
        try await read { session in
            let tables = try session.count(
                "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migration'"
            )
            return tables == 0 ? MigrationLedger(applied: []) : try session.migrationLedger()
        }
    }

    package func schemaText() async throws -> String {
        try await read { session in try PostgresSchema(session).text() }
    }
}
