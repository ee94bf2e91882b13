/// Brings the schema of a file up to date, one step after the other.
struct SQLiteMigration {
    private let handle: SQLiteHandle

    init(_ handle: SQLiteHandle) {
        self.handle = handle
    }

    /// Returns the names of the steps that ran.
    func run(_ migrations: [Migration]) throws -> [String] {
        try transaction {
            try handle.execute(Dialect.sqlite.schemaStatement(Housekeeping.ledgerTable))
            for statement in Housekeeping.announcementTable {
                try handle.execute(Dialect.sqlite.schemaStatement(statement))
            }
        }
        var ran: [String] = []
        while let name = try runNext(of: migrations) { ran.append(name) }
        return ran
    }

    /// Runs one pending step in its own transaction; the write lock is taken before the ledger is read.
    private func runNext(of migrations: [Migration]) throws -> String? {
        try transaction {
            let session = SQLiteSession(handle, isWriting: true)
            let ledger = try session.migrationLedger()
            guard let migration = try ledger.pending(of: migrations).first else { return nil }
            for statement in migration.rendered(for: .sqlite) { try handle.execute(statement) }
            try session.run(Housekeeping.record(migration, at: ledger.applied.count + 1))
            return migration.name
        }
    }

    private func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try handle.execute("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try handle.execute("COMMIT")
            return value
        } catch {
            handle.rollBack()
            throw error
        }
    }
}
