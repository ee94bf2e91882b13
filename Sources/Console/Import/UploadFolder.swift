import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird

/// Files that people uploaded, until they are imported: one folder per upload, named by a random id that only its
/// uploader knows.
struct UploadFolder: Sendable {
    /// Of one upload, all its files together: ten million customers, and far less than a disk.
    static let bytesMax = 2 << 30

    let path: String
    let random: any RandomSource

    /// What an upload consists of, kept beside its files.
    struct Upload: Codable, Sendable {
        var id: String
        var files: [File] = []

        struct File: Codable, Sendable {
            var kind: ImportKind
            /// As the person called it; only shown.
            var name: String
            /// What each column means, by title; nil until it was guessed or chosen.
            var mapping: [String: String]?
        }
    }

    /// Stores the files of a posted form, each under the name of its field, without holding more than a chunk of it.
    /// - Throws: 413 where they are too large together.
    func receive(_ reader: MultipartReader) async throws -> Upload {
        var upload = Upload(id: random.token())
        try FileManager.default.createDirectory(
            atPath: folder(upload.id),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        var bytesLeft = Self.bytesMax
        while let part = try await reader.nextPart() {
            guard let kind = ImportKind(rawValue: part.name), let name = part.fileName else { continue }
            let size = try await store(part, at: file(upload.id, kind), bytesLeft: &bytesLeft)
            guard size > 0, !upload.files.contains(where: { $0.kind == kind }) else { continue }
            upload.files.append(Upload.File(kind: kind, name: String(name.prefix(200))))
        }
        upload.files.sort { Self.order($0.kind) < Self.order($1.kind) }
        try save(upload)
        return upload
    }

    /// Nil where there is no such upload.
    func upload(_ id: String) throws -> Upload? {
        guard Self.isID(id), let data = FileManager.default.contents(atPath: "\(folder(id))/upload.json")
        else {
            return nil
        }
        return try JSONDecoder().decode(Upload.self, from: data)
    }

    func save(_ upload: Upload) throws {
        try JSONEncoder().encode(upload).write(
            to: URL(fileURLWithPath: "\(folder(upload.id))/upload.json"),
            options: .atomic
        )
    }

    func file(_ id: String, _ kind: ImportKind) -> String { "\(folder(id))/\(kind.rawValue).csv" }

    private func folder(_ id: String) -> String { "\(path)/\(id)" }

    /// Only what `token()` makes: an id from an address never leaves the folder.
    private static func isID(_ id: String) -> Bool {
        (16...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == 45
                    || byte == 95
            }
    }

    private static func order(_ kind: ImportKind) -> Int { ImportKind.allCases.firstIndex(of: kind) ?? 0 }

    private func store(_ part: MultipartPart, at path: String, bytesLeft: inout Int) async throws -> Int {
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            ),
            let file = FileHandle(forWritingAtPath: path)
        else { throw UploadFault(path: path) }
        defer { try? file.close() }  // what was written is on its way to the disk already
        var size = 0
        while let chunk = try await part.nextChunk() {
            size += chunk.count
            bytesLeft -= chunk.count
            guard bytesLeft >= 0 else { throw HTTPError(.contentTooLarge) }
            try file.write(contentsOf: chunk)
        }
        return size
    }
}

/// An upload cannot be kept.
struct UploadFault: Error, CustomStringConvertible {
    let path: String

    var description: String {
        "an upload cannot be written to \(path): is the disk full, may this user write there?"
    }
}
