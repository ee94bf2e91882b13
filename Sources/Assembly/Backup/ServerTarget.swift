import Basis
import Database
import Delivery
import Foundation
import Response

/// A database on a PostgreSQL server: old tables, new tables and the hold are one transaction of `psql`.
struct ServerTarget: RestoreTarget {
    let restore: Restore
    let folder: BackupFolder
    let url: String

    let engine = BackupManifest.Engine.postgres

    func prepare(replacing: Bool) async throws {
        let place = DatabaseLocation(url).description
        try await reading { session, ledger in
            let others = try session.count(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'amends' AND pid <> pg_backend_pid()
                """
            )
            guard others == 0 else { throw BackupRefusal.inUse(place) }
            guard try replacing || session.isUntouched(ledger) else { throw BackupRefusal.notEmpty(place) }
        }
    }

    func put(
        _ manifest: BackupManifest,
        secret: String?
    ) async throws -> (held: CampaignsMoved, kept: String?) {
        let drops = try await reading { session, _ in
            try session.rows(
                """
                SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE;', schemaname, tablename) FROM pg_tables
                WHERE schemaname = current_schema() ORDER BY tablename
                """
            ) { try $0.next(String.self) }
        }
        let server = try PostgresURL(url)
        let (folder, file) = (folder.path, engine.fileName)
        try await Archivist().perform {
            try Data(drops.joined(separator: "\n").utf8).write(to: Self.script("before", folder))
            try ChildProgram.pgRestore.run(
                ["--no-owner", "--no-privileges", "--file=restore.sql", file],
                in: folder
            )
            // The script of pg_restore leaves an empty search path behind.
            let after = "RESET search_path;\n\(CampaignStore.holdScript)\n"
            try Data(after.utf8).write(to: Self.script("after", folder))
            try ChildProgram.psql.run(
                [
                    "--no-psqlrc", "--quiet", "--no-password", "--single-transaction",
                    "--set=ON_ERROR_STOP=1", "--dbname=\(server.url)",
                    "--file=before.sql", "--file=restore.sql", "--file=after.sql",
                ],
                in: folder,
                environment: server.environment
            )
        }
        return (try await restore.begin(manifest, database: url, secret: secret), nil)
    }

    private static func script(_ name: String, _ folder: String) -> URL {
        URL(fileURLWithPath: "\(folder)/\(name).sql")
    }

    private func reading<Value: Sendable>(
        _ body: @escaping @Sendable (any Session, MigrationLedger) throws -> Value
    ) async throws -> Value {
        let database = try await DatabaseLocation(url).open(connections: 1)
        let result: Result<Value, any Error>
        do {
            let ledger = try await database.migrationLedger()
            result = .success(try await database.read { try body($0, ledger) })
        } catch {
            result = .failure(error)
        }
        await database.close()
        return try result.get()
    }
}
