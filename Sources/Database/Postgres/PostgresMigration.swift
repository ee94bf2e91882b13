/// Brings the schema of a server up to date, one step after the other.
struct PostgresMigration {
    /// The number that all processes lock: "amends" in ASCII.
    private static let lock: Int64 = 0x61_6d_65_6e_64_73

    private let link: PostgresLink

    init(_ link: PostgresLink) {
        self.link = link
    }

    /// Returns the names of the steps that ran. Others who migrate wait as long as it takes; should this process die,
    /// its lock dies with its line.
    func run(_ migrations: [Migration]) throws -> [String] {
        try link.command(
            "SET lock_timeout = 0; SELECT pg_advisory_lock(\(Self.lock)); SET lock_timeout = '30s'"
        )
        defer { _ = try? link.command("SELECT pg_advisory_unlock(\(Self.lock))") }  // a broken line has none
        try link.command(Dialect.postgres.schemaStatement(Housekeeping.ledgerTable))
        var ran: [String] = []
        while let name = try runNext(of: migrations) { ran.append(name) }
        return ran
    }

    private func runNext(of migrations: [Migration]) throws -> String? {
        try transaction { session in
            let ledger = try session.migrationLedger()
            guard let migration = try ledger.pending(of: migrations).first else { return nil }
            for statement in migration.rendered(for: .postgres) { try link.command(statement) }
            try session.run(Housekeeping.record(migration, at: ledger.applied.count + 1))
            return migration.name
        }
    }

    private func transaction<Value>(_ body: (PostgresSession) throws -> Value) throws -> Value {
        try link.command("BEGIN")
        do {
            let value = try body(PostgresSession(link, isWriting: true))
            try link.command("COMMIT")
            return value
        } catch {
            _ = try? link.command("ROLLBACK")  // a broken line has rolled back by itself
            throw error
        }
    }
}
