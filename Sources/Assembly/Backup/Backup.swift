import Access
import Basis
import Database
import Foundation

/// Saves the database into one archive, as it is at one moment, also while others work: `amends backup`.
///
/// What is in it: the database, which is everything that people did and everybody they did it for; and a manifest. What
/// is not: settings, messages in the Maildir, uploads, the checkpoints of the audit chain; the secret only where asked.
package struct Backup: Sendable {
    private let house: House
    private let archivist = Archivist()

    package init(house: House) { self.house = house }

    /// - Parameter withSecret: whether the key that signs links goes into the archive too.
    package func take(to path: String, withSecret: Bool) async throws -> BackupManifest {
        let path = URL(fileURLWithPath: path).standardizedFileURL.path
        guard !FileManager.default.fileExists(atPath: path) else { throw BackupRefusal.exists(path) }
        // A chain that is broken is saved as it is; "amends audit verify" says where.
        _ = try? await AuditSealer(database: house.database, checkpoints: house.checkpoints).tick(
            house.clock.now()
        )
        let folder = try BackupFolder(beside: path, random: house.random)
        defer { folder.remove() }
        var manifest =
            switch DatabaseLocation(house.settings.database) {
            case .file: try await copyFile(to: folder)
            case .server(let url): try await dumpServer(try PostgresURL(url), to: folder)
            }
        var names = [manifest.engine.fileName]
        if withSecret {
            names.append(BackupManifest.secretName)
            try Secret.write(
                try Secret.load(house.settings, random: house.random),
                to: "\(folder.path)/\(BackupManifest.secretName)"
            )
        }
        let (found, packed) = (manifest, names)
        manifest = try await archivist.perform {
            var manifest = found
            manifest.files = try packed.map { try BackupManifest.File($0, in: folder.path) }
            try manifest.write(in: folder.path)
            try folder.pack([BackupManifest.fileName] + packed, to: path)
            return manifest
        }
        return manifest
    }

    /// The copy is one state of the file, and looked at before it is called a backup.
    private func copyFile(to folder: BackupFolder) async throws -> BackupManifest {
        guard let database = house.database as? SQLiteDatabase else {
            throw AssemblyError("this database is no file")
        }
        let copy = "\(folder.path)/\(BackupManifest.Engine.sqlite.fileName)"
        try await database.backup(to: copy)
        return try await Self.examined(copy, at: house.clock.now())
    }

    /// Reads a copy of a file through, and makes it one file again.
    static func examined(_ path: String, at now: Instant) async throws -> BackupManifest {
        let copy = try await DatabaseLocation.file(path).open()
        let result: Result<BackupManifest, any Error>
        do {
            let ledger = try await copy.migrationLedger()
            result = .success(
                try await copy.read { session in
                    let said = try session.rows("PRAGMA integrity_check") { try $0.next(String.self) }
                    guard said == ["ok"] else {
                        throw AssemblyError(
                            "the database is damaged: \(said.prefix(3).joined(separator: "; "))"
                        )
                    }
                    return try BackupManifest(.sqlite, ledger: ledger, at: now, in: session)
                }
            )
        } catch {
            result = .failure(error)
        }
        await copy.close()
        try SQLiteDatabase.fold(path)
        return try result.get()
    }

    /// The dump and the manifest are of the same state: ours is held open and lent to the program that dumps.
    private func dumpServer(_ server: PostgresURL, to folder: BackupFolder) async throws -> BackupManifest {
        let ledger = try await house.database.migrationLedger()
        let now = house.clock.now()
        return try await house.database.read { session in
            let snapshot = try session.value("SELECT pg_export_snapshot()", as: String.self) ?? ""
            let file = BackupManifest.Engine.postgres.fileName
            try ChildProgram.pgDump.run(
                [
                    "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                    "--snapshot=\(snapshot)", "--file=\(file)", "--dbname=\(server.url)",
                ],
                in: folder.path,
                environment: server.environment
            )
            // Reads the whole table of contents of what was just written.
            try ChildProgram.pgRestore.run(["--list", file], in: folder.path)
            return try BackupManifest(.postgres, ledger: ledger, at: now, in: session)
        }
    }
}
