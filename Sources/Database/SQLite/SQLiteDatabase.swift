import Basis
import Foundation
import GRDB
import Synchronization

/// SQLite through GRDB: a file in WAL mode with `synchronous=FULL`, one writer that commits in groups, several readers.
package final class SQLiteDatabase: Migratable {
    private let pool: DatabasePool
    private let writer: SQLiteWriter
    private let watch: SQLiteWatch

    package var dialect: Dialect { .sqlite }

    /// Opens the file, and makes it where it is not there.
    /// - Parameters:
    ///   - path: a file path; its folder must exist.
    ///   - busySeconds: how long to wait for another process's write transaction.
    package init(path: String, busySeconds: Double = 30) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = 6
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA foreign_keys = ON")
            try db.execute(sql: "PRAGMA cache_size = -32768")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw SQLiteSession.translated(error, opening: path)
        }
        let hub = TopicHub()
        watch = SQLiteWatch(pool: pool, hub: hub)
        writer = SQLiteWriter(pool: pool, hub: hub)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteSession($0, announced: nil)) }
        } catch {
            throw SQLiteSession.translated(error)
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await writer.write(body)
    }

    package func announcements() -> AsyncStream<Topic> {
        watch.start()
        return watch.hub.stream()
    }

    package func close() async {
        watch.stop()
        try? pool.close()  // a reader still at work keeps the file open until it ends; nothing is lost
    }

    package func migrate(_ migrations: [Migration]) async throws -> [String] {
        try await pool.writeWithoutTransaction { db in
            try db.execute(sql: Dialect.sqlite.columnTypes(in: Housekeeping.ledgerTable))
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS announcement (
                        topic TEXT NOT NULL PRIMARY KEY,
                        version INTEGER NOT NULL
                    )
                    """
            )
            var ran: [String] = []
            while let name = try Self.runNext(of: migrations, db) { ran.append(name) }
            return ran
        }
    }

    /// Runs one pending step in its own transaction; the write lock is taken before the ledger is read.
    private static func runNext(of migrations: [Migration], _ db: GRDB.Database) throws -> String? {
        var name: String?
        try db.inTransaction(.immediate) {
            let session = SQLiteSession(db, announced: nil)
            let ledger = try Self.ledger(session)
            if let migration = try ledger.pending(of: migrations).first {
                for statement in migration.rendered(for: .sqlite) { try db.execute(sql: statement) }
                try session.run(Housekeeping.record(migration, at: ledger.applied.count + 1))
                name = migration.name
            }
            return .commit
        }
        return name
    }

    package func migrationLedger() async throws -> MigrationLedger {
        try await read { session in
            let exists = try session.count(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'"
            )
            return exists == 0 ? MigrationLedger(applied: []) : try Self.ledger(session)
        }
    }

    private static func ledger(_ session: any Session) throws -> MigrationLedger {
        let entries = try session.rows(Housekeeping.ledgerQuery) { row in
            MigrationLedger.Entry(name: try row.next(), checksum: try row.next())
        }
        return MigrationLedger(applied: entries)
    }

    package func schemaText() async throws -> String {
        try await read { session in
            try session.rows(
                """
                SELECT sql FROM sqlite_master
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name
                """
            ) { try $0.next(String.self) }.joined(separator: ";\n\n") + ";\n"
        }
    }

    /// Copies the whole database to another file, consistent while others write.
    package func backup(to path: String) async throws {
        let pool = pool
        try await pool.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
    }
}
