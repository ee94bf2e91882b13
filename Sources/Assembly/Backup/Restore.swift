import Access
import Basis
import Database
import Foundation
import Rendering
import Response

/// Puts a backup where the settings say that the database is: `amends restore`. Nothing of what is there is touched
/// before the archive has been read through; what was there is kept beside it where it is a file.
package struct Restore: Sendable {
    /// What happened, for people.
    package struct Report: Codable, Sendable, Equatable {
        package var manifest: BackupManifest
        /// What was about to be told and is held now.
        package var held: CampaignsMoved
        /// Where the database lies that was here before; nil where there was none or it was on a server.
        package var keptDatabase: String?
        /// Where the checkpoints of the audit chain lie that were here before.
        package var keptCheckpoints: String?
        /// Whether the secret came from the archive.
        package var tookSecret: Bool

        enum CodingKeys: String, CodingKey {
            case manifest, held
            case keptDatabase = "kept_database"
            case keptCheckpoints = "kept_checkpoints"
            case tookSecret = "took_secret"
        }
    }

    let settings: Settings
    let root: ResourceRoot
    let clock: any WallClock
    let random: any RandomSource
    /// What people read beside what is held.
    let reason: String

    package init(
        settings: Settings,
        root: ResourceRoot,
        clock: any WallClock,
        random: any RandomSource,
        reason: String
    ) {
        self.settings = settings
        self.root = root
        self.clock = clock
        self.random = random
        self.reason = reason
    }

    /// - Parameter replacing: whether data that is there may be replaced.
    package func run(from archive: String, replacing: Bool) async throws -> Report {
        let archive = URL(fileURLWithPath: archive).standardizedFileURL.path
        try FileManager.default.createDirectory(atPath: settings.folder, withIntermediateDirectories: true)
        let folder = try BackupFolder(beside: place, random: random)
        defer { folder.remove() }
        let manifest = try await Archivist().perform { try Self.unpacked(archive, in: folder) }
        try manifest.checkSchema(Schema.migrations)
        let target = target(folder)
        guard manifest.engine == target.engine else {
            throw BackupRefusal.otherEngine(
                backup: manifest.engine.rawValue,
                target: target.engine.rawValue
            )
        }
        let secret = try archivedSecret(manifest, folder, replacing: replacing)
        try await target.prepare(replacing: replacing)
        let (held, kept) = try await target.put(manifest, secret: secret)
        if let secret { try takeSecret(secret) }
        let checkpoints = try await setCheckpointsAside()
        return Report(
            manifest: manifest,
            held: held,
            keptDatabase: kept,
            keptCheckpoints: checkpoints,
            tookSecret: secret != nil
        )
    }

    /// Where the archive is unpacked: on the disk of a file, so that moving it there is one step.
    private var place: String {
        switch DatabaseLocation(settings.database) {
        case .file(let path): URL(fileURLWithPath: path).standardizedFileURL.path
        case .server: "\(URL(fileURLWithPath: settings.folder).standardizedFileURL.path)/restore"
        }
    }

    private func target(_ folder: BackupFolder) -> any RestoreTarget {
        switch DatabaseLocation(settings.database) {
        case .file: FileTarget(restore: self, folder: folder, path: place)
        case .server(let url): ServerTarget(restore: self, folder: folder, url: url)
        }
    }

    private static func unpacked(_ archive: String, in folder: BackupFolder) throws -> BackupManifest {
        try folder.unpack(BackupManifest.fileName, from: archive)
        let manifest = try BackupManifest.read(in: folder.path)
        let known = [manifest.engine.fileName, BackupManifest.secretName]
        guard manifest.files.contains(where: { $0.name == manifest.engine.fileName }),
            manifest.files.allSatisfy({ known.contains($0.name) })
        else { throw BackupRefusal.noBackup }
        for file in manifest.files {
            try folder.unpack(file.name, from: archive)
            try file.check(in: folder.path)
        }
        return manifest
    }

    /// The archive's secret where it is to be taken: there is none here. Another one is never replaced unasked: every
    /// link that was sent since would end.
    private func archivedSecret(
        _ manifest: BackupManifest,
        _ folder: BackupFolder,
        replacing: Bool
    ) throws -> String? {
        // One from the settings stands above what lies in the folder.
        guard manifest.hasSecret, settings.secret == nil else { return nil }
        let found = FileManager.default.contents(atPath: "\(folder.path)/\(BackupManifest.secretName)")
        guard let found, let secret = String(bytes: found, encoding: .utf8), found.count >= 32 else {
            throw BackupRefusal.damaged(BackupManifest.secretName)
        }
        let path = Secret.path(settings)
        let here = FileManager.default.contents(atPath: path)
        if here == found { return nil }
        guard here == nil || replacing else { throw BackupRefusal.otherSecret(path) }
        return secret
    }

    /// One that is here is put aside.
    private func takeSecret(_ secret: String) throws {
        let path = Secret.path(settings)
        if FileManager.default.fileExists(atPath: path) {
            let kept = "\(path).until-\(clock.now().milliseconds)"
            try FileManager.default.moveItem(atPath: path, toPath: kept)
        }
        try Secret.write(Array(secret.utf8), to: path)
    }

    /// Opens what was restored, brings its schema up to date, and does in it what comes first.
    func begin(
        _ manifest: BackupManifest,
        database: String,
        secret: String?
    ) async throws -> CampaignsMoved {
        var settings = settings
        settings.database = database
        settings.secret = secret ?? settings.secret
        settings.migratesByItself = true
        let house = try await House.open(settings, root: root, clock: clock, random: random)
        let result: Result<CampaignsMoved, any Error>
        do {
            result = .success(
                try await house.response.perform(
                    RestoreBackup(takenAt: manifest.takenAt, reason: reason),
                    by: .operator,
                    at: clock.now()
                )
            )
        } catch {
            result = .failure(error)
        }
        await house.close()
        return try result.get()
    }

    private func setCheckpointsAside() async throws -> String? {
        let keys = AccessKeys(secret: try Secret.load(settings, random: random))
        return try await CheckpointFile(path: House.checkpointPath(settings), keys: keys).setAside(
            at: clock.now()
        )
    }
}

/// Where a backup goes.
protocol RestoreTarget: Sendable {
    var engine: BackupManifest.Engine { get }

    /// Refuses where data would be lost or somebody works with it.
    func prepare(replacing: Bool) async throws

    /// Replaces what is there. Whatever happens in between, nothing of the backup can be sent before it is held.
    func put(
        _ manifest: BackupManifest,
        secret: String?
    ) async throws -> (held: CampaignsMoved, kept: String?)
}

extension Session {
    /// Whether nobody has worked with this database yet; tables of somebody else count as work.
    func isUntouched(_ ledger: MigrationLedger) throws -> Bool {
        let tables: SQL =
            switch dialect {
            case .sqlite: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"
            case .postgres: "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            }
        if ledger.applied.isEmpty { return try count(tables) == 0 }
        let rows = try count(
            """
            SELECT (SELECT count(*) FROM staff) + (SELECT count(*) FROM audit_entry)
                + (SELECT count(*) FROM component) + (SELECT count(*) FROM customer)
            """
        )
        return rows == 0
    }
}
