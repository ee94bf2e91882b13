import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// One open connection to the file. GRDB opens it, sets it up and guards its use; statements are bound and
/// stepped directly, because GRDB's conversions trap on a value of another type and cost more than SQLite's
/// own work.
final class SQLiteLink {
    enum Role {
        case writer
        case reader
        /// Writes too, but only what others committed.
        case checkpointer

        /// KiB of pages that the connection keeps.
        fileprivate var cacheSize: Int {
            switch self {
            case .writer: 32_768
            case .reader: 8_192
            case .checkpointer: 256
            }
        }
    }

    private let queue: DatabaseQueue
    private let role: Role
    private var prepared: [String: GRDB.Statement] = [:]
    /// Pages in the log after the last commit of this connection.
    private let logged = Atomic(0)

    /// - Parameter busySeconds: how long to wait for another process.
    init(path: String, role: Role, busySeconds: Double) throws {
        self.role = role
        var configuration = Configuration()
        configuration.readonly = role == .reader
        configuration.busyMode = .timeout(busySeconds)
        // Transactions are begun and ended here; what is left open is given up by whoever left it.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            // Not by GRDB's `journalMode`, which lowers `synchronous` to NORMAL after this.
            if role == .writer { try database.execute(sql: "PRAGMA journal_mode = WAL") }
            addSearchText(to: database)
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA case_sensitive_like = ON;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA cache_size = -\(role.cacheSize);
                    """
            )
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw SQLiteErrors.translated(error, opening: path)
        }
        if role == .writer { queue.inDatabase(watchLog) }
    }

    /// Instead of the checkpoint that SQLite makes within a commit: see ``SQLiteCheckpointer``.
    private func watchLog(_ database: GRDB.Database) {
        sqlite3_wal_hook(
            database.sqliteConnection,
            { link, _, _, pages in
                guard let link else { return SQLITE_OK }
                let owner = Unmanaged<SQLiteLink>.fromOpaque(link).takeUnretainedValue()
                owner.logged.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            },
            // The connection is this object's own and ends with it.
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    func use<Value>(_ body: (SQLiteHandle) throws -> Value) rethrows -> Value {
        try queue.inDatabase { database in try body(SQLiteHandle(database: database, link: self)) }
    }

    /// The connection may not be used any more.
    func close() {
        prepared = [:]
        // Fails only where a statement is still open, and then the file is closed with that.
        try? queue.close()
    }

    fileprivate func statement(_ text: String, _ database: GRDB.Database) throws -> GRDB.Statement {
        if let known = prepared[text] { return known }
        let statement = try database.makeStatement(sql: text)
        if prepared.count >= DatabaseLimits.prepared { prepared = [:] }
        prepared[text] = statement
        return statement
    }

    fileprivate var isWriter: Bool { role == .writer }
    fileprivate var pagesLogged: Int { logged.load(ordering: .relaxed) }
}

/// A connection while its queue is held.
struct SQLiteHandle {
    fileprivate let database: GRDB.Database
    fileprivate let link: SQLiteLink

    /// False also after SQLite gave a transaction up by itself, as it does when the disk is full.
    var isInTransaction: Bool { database.isInsideTransaction }

    /// Rows that the last insert, update or delete touched, or 0 where the statement was none.
    func changes(since total: Int64) -> Int { self.total == total ? 0 : database.changesCount }

    /// Pages in the log after the last commit.
    var pagesLogged: Int { link.pagesLogged }

    var total: Int64 { sqlite3_total_changes64(database.sqliteConnection) }

    func statement(_ text: String) throws -> SQLiteStatement {
        do {
            return SQLiteStatement(try link.statement(text, database), in: self, text: text)
        } catch {
            throw SQLiteErrors.translated(error)
        }
    }

    /// Runs a statement without values and without rows.
    func execute(_ text: String) throws {
        let statement = try statement(text)
        defer { statement.reset() }
        while try statement.step() {}
    }

    func failure(_ code: Int32, _ text: String) -> DatabaseError {
        if !link.isWriter, code & 0xff == SQLITE_READONLY {
            return DatabaseError(
                .statement,
                "a reading session tried to write: \(text.prefix(DatabaseLimits.quoted))"
            )
        }
        return SQLiteErrors.last(of: database, code: code, statement: text)
    }
}

/// The SQL function that `Dialect.contains` calls.
private func addSearchText(to database: GRDB.Database) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC
    sqlite3_create_function_v2(
        database.sqliteConnection,
        "search_text",
        1,
        flags,
        nil,
        { context, _, values in
            guard let value = values?[0], let start = sqlite3_value_text(value) else {
                return sqlite3_result_null(context)
            }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
            SearchText.folded(bytes).withUnsafeBytes { folded in
                guard let start = folded.baseAddress, !folded.isEmpty else {
                    return sqlite3_result_text(context, "", 0, nil)
                }
                sqlite3_result_text64(
                    context,
                    start.assumingMemoryBound(to: CChar.self),
                    UInt64(folded.count),
                    SQLiteStatement.transient,
                    UInt8(SQLITE_UTF8)
                )
            }
        },
        nil,
        nil,
        nil
    )
}
