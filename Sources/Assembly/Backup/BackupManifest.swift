import Access
import Basis
import Database
import Foundation

/// What an archive says about itself: a file of its own in it.
package struct BackupManifest: Codable, Sendable, Equatable {
    package enum Engine: String, Codable, Sendable {
        case sqlite
        case postgres

        /// The name of the database in the archive.
        var fileName: String {
            switch self {
            case .sqlite: "database.sqlite"
            case .postgres: "database.dump"
            }
        }
    }

    /// A step of the schema that the database has had.
    package struct Step: Codable, Sendable, Equatable {
        package var name: String
        package var checksum: String
    }

    package struct File: Codable, Sendable, Equatable {
        package var name: String
        package var bytes: Int64
        package var sha256: String
    }

    package struct Head: Codable, Sendable, Equatable {
        package var links: Int64
        package var hash: String
    }

    /// The shape of archives that this program writes, and the newest that it reads.
    static let formatNow = 1
    static let fileName = "manifest.json"
    static let secretName = "secret"
    /// A larger one is none of ours.
    static let bytesMax = 1_000_000

    package var format = formatNow
    package var program = Program.version
    package var engine: Engine
    package var takenAt: Instant
    package var schema: [Step]
    /// The end of the audit chain at that moment.
    package var auditHead: Head
    package var customers: Int
    package var incidents: Int
    package var files: [File] = []

    package var hasSecret: Bool { files.contains { $0.name == Self.secretName } }

    enum CodingKeys: String, CodingKey {
        case format, program, engine, schema, customers, incidents, files
        case takenAt = "taken_at"
        case auditHead = "audit_head"
    }

    /// Of the state that `session` reads.
    init(_ engine: Engine, ledger: MigrationLedger, at now: Instant, in session: any Session) throws {
        self.engine = engine
        takenAt = now
        schema = ledger.applied.map { Step(name: $0.name, checksum: $0.checksum) }
        let head = try AuditChainStore.head(in: session)
        auditHead = Head(links: head.position, hash: head.hash)
        customers = try session.count("SELECT count(*) FROM customer")
        incidents = try session.count("SELECT count(*) FROM incident")
    }

    /// Reads `manifest.json` of an unpacked archive.
    static func read(in folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(fileName)"
        let size = try File.bytes(of: path)
        guard size > 0, size <= bytesMax, let data = FileManager.default.contents(atPath: path) else {
            throw BackupRefusal.noBackup
        }
        let decoder = JSONDecoder()
        // Only the format first: the rest may look otherwise in a later one.
        struct Shape: Decodable { var format: Int }
        guard let shape = try? decoder.decode(Shape.self, from: data) else {  // whatever else it is
            throw BackupRefusal.noBackup
        }
        guard shape.format <= formatNow else { throw BackupRefusal.newerFormat }
        guard let manifest = try? decoder.decode(Self.self, from: data) else {  // whatever else it is
            throw BackupRefusal.noBackup
        }
        return manifest
    }

    func write(in folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: "\(folder)/\(Self.fileName)"))
    }

    /// Whether this program knows all the steps of the schema.
    func checkSchema(_ migrations: [Migration]) throws {
        let ledger = MigrationLedger(
            applied: schema.map { MigrationLedger.Entry(name: $0.name, checksum: $0.checksum) }
        )
        do {
            _ = try ledger.pending(of: migrations)
        } catch {
            throw BackupRefusal.newerSchema(last: schema.last?.name ?? "")
        }
    }
}

extension BackupManifest.File {
    init(_ name: String, in folder: String) throws {
        self.name = name
        bytes = try Self.bytes(of: "\(folder)/\(name)")
        sha256 = try Self.digest(of: "\(folder)/\(name)")
    }

    /// Whether the file in `folder` is the one that was put into the archive.
    func check(in folder: String) throws {
        let path = "\(folder)/\(name)"
        guard try Self.bytes(of: path) == bytes, try Self.digest(of: path) == sha256 else {
            throw BackupRefusal.damaged(name)
        }
    }

    /// Of a plain file: an archive may hold links too, which lead elsewhere.
    static func bytes(of path: String) throws -> Int64 {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),  // it is not there
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? NSNumber
        else { throw BackupRefusal.noBackup }
        return size.int64Value
    }

    private static func digest(of path: String) throws -> String {
        // Mapped, not read: a database may be larger than the memory.
        sha256Hex(try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped))
    }
}
