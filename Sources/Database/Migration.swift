import Basis

/// One step of the schema. Released steps never change: the ledger keeps their checksum.
package struct Migration: Sendable {
    /// `001-catalog`: the order is that of the list in Assembly, the number only helps people.
    package var name: String
    /// Statements in the portable subset, with column types in braces (`Dialect.schemaStatement`).
    package var statements: [String]

    package init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }

    package func rendered(for dialect: Dialect) -> [String] {
        statements.map { dialect.schemaStatement($0) }
    }

    /// Of the statements as written, so that it is the same on both engines.
    package var checksum: String {
        sha256Hex(Array(statements.joined(separator: ";\n").utf8))
    }
}

/// The steps that a database has had, and the rules for the rest.
package struct MigrationLedger: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var checksum: String

        package init(name: String, checksum: String) {
            self.name = name
            self.checksum = checksum
        }
    }

    package var applied: [Entry]

    package init(applied: [Entry]) { self.applied = applied }

    /// The migrations still to run, in order; refuses a database that is newer than the program or was
    /// changed.
    package func pending(of migrations: [Migration]) throws(DatabaseError) -> [Migration] {
        for (index, entry) in applied.enumerated() {
            guard index < migrations.count else {
                throw DatabaseError(
                    .schema,
                    "it has had \(entry.name), which this program does not know: use a program at least as new"
                )
            }
            guard migrations[index].name == entry.name, migrations[index].checksum == entry.checksum else {
                throw DatabaseError(
                    .schema,
                    "it has had \(entry.name), but this program's step there is another "
                        + "(\(migrations[index].name)): released migrations never change"
                )
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }
}

/// An engine that can bring its schema up to date. Each step is one transaction together with its ledger row,
/// under a lock that all processes share, so that a kill at any statement leaves the old schema or the new.
package protocol Migratable: Database {
    /// Returns the names of the steps that it ran now.
    func migrate(_ migrations: [Migration]) async throws -> [String]

    /// The steps that this database has had.
    func migrationLedger() async throws -> MigrationLedger

    /// The schema as the engine itself describes it, in a stable order: for the snapshots in `docs/schema`.
    func schemaText() async throws -> String
}

/// The tables that the database room itself needs.
enum Housekeeping {
    static let ledgerTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            position {int} NOT NULL PRIMARY KEY,
            name {text} NOT NULL,
            checksum {text} NOT NULL
        )
        """

    /// SQLite's stand-in for NOTIFY: the version of a topic is newer than all others when it is announced
    /// again.
    static let announcementTable = [
        "CREATE TABLE IF NOT EXISTS announcement (topic {text} NOT NULL PRIMARY KEY, version {int} NOT NULL)",
        "CREATE UNIQUE INDEX IF NOT EXISTS announcement_version ON announcement (version)",
    ]

    static let ledgerQuery: SQL = "SELECT name, checksum FROM schema_migration ORDER BY position"

    static func record(_ migration: Migration, at position: Int) -> SQL {
        """
        INSERT INTO schema_migration (position, name, checksum)
        VALUES (\(position), \(migration.name), \(migration.checksum))
        """
    }
}

extension Session {
    /// The steps that this database has had; its table is there.
    func migrationLedger() throws -> MigrationLedger {
        let entries = try rows(Housekeeping.ledgerQuery) { row in
            MigrationLedger.Entry(name: try row.next(), checksum: try row.next())
        }
        return MigrationLedger(applied: entries)
    }
}
