import Basis
import Database
import Foundation
import Response

/// A file of SQLite: the restored one is made ready under another name and takes the place in one step.
struct FileTarget: RestoreTarget {
    let restore: Restore
    let folder: BackupFolder
    let path: String

    let engine = BackupManifest.Engine.sqlite

    func prepare(replacing: Bool) async throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try fold()
        guard !replacing else { return }
        let database = try await DatabaseLocation.file(path).open()
        let result: Result<Bool, any Error>
        do {
            let ledger = try await database.migrationLedger()
            result = .success(try await database.read { try $0.isUntouched(ledger) })
        } catch {
            result = .failure(error)
        }
        await database.close()
        guard try result.get() else { throw BackupRefusal.notEmpty(path) }
    }

    func put(
        _ manifest: BackupManifest,
        secret: String?
    ) async throws -> (held: CampaignsMoved, kept: String?) {
        let copy = "\(folder.path)/\(engine.fileName)"
        _ = try await Backup.examined(copy, at: restore.clock.now())
        let held = try await restore.begin(manifest, database: copy, secret: secret)
        try SQLiteDatabase.fold(copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
        try BackupFolder.synchronize(copy)
        // Again: somebody may have begun to work meanwhile.
        let kept = try FileManager.default.fileExists(atPath: path) ? keep() : nil
        guard rename(copy, path) == 0 else {
            throw AssemblyError("\(path) cannot be replaced: \(String(cString: strerror(errno)))")
        }
        try BackupFolder.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return (held, kept)
    }

    /// Gives what is there a second name, so that at no moment there is no database.
    private func keep() throws -> String {
        try fold()
        let kept = "\(path).until-\(restore.clock.now().milliseconds)"
        guard link(path, kept) == 0 else {
            throw AssemblyError("\(path) cannot be kept as \(kept): \(String(cString: strerror(errno)))")
        }
        return kept
    }

    private func fold() throws {
        do {
            try SQLiteDatabase.fold(path)
        } catch let error as DatabaseError where error.code == .busy {
            throw BackupRefusal.inUse(path)
        }
    }
}
