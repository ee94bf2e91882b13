import Basis
import Foundation

/// A folder for what is packed or unpacked, beside the place where the result goes, so that moving it there is one
/// step; for its owner only, because customers stand in it.
struct BackupFolder: Sendable {
    let path: String

    init(beside place: String, random: any RandomSource) throws {
        path = "\(place).part-\(random.publicID())"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    func remove() {
        // What cannot be removed is named like what it is, and for its owner only.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Packs files of this folder into one archive, which is on the disk when this returns.
    func pack(_ names: [String], to archive: String) throws {
        let packed = "\(path)/archive.tar"
        guard
            FileManager.default.createFile(
                atPath: packed,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw AssemblyError("\(packed) cannot be written") }
        let arguments = ["--create", "--format=gnu", "--file", packed, "--owner=0", "--group=0"]
        try ChildProgram.tar.run(arguments + names, in: path)
        try Self.synchronize(packed)
        // Not a rename: that would replace a file that was made meanwhile.
        guard link(packed, archive) == 0 else {
            if errno == EEXIST { throw BackupRefusal.exists(archive) }
            throw AssemblyError("\(archive) cannot be written: \(String(cString: strerror(errno)))")
        }
        try Self.synchronize(URL(fileURLWithPath: archive).deletingLastPathComponent().path)
    }

    /// Takes one file out of an archive, whatever else is in it.
    func unpack(_ name: String, from archive: String) throws {
        let arguments = [
            "--extract", "--file", archive, "--no-same-owner", "--no-same-permissions", "--", name,
        ]
        do {
            try ChildProgram.tar.run(arguments, in: path)
        } catch is ChildProgram.Failure {
            throw BackupRefusal.noBackup
        }
    }

    static func synchronize(_ place: String) throws {
        let descriptor = open(place, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw AssemblyError("\(place) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw AssemblyError(
                "\(place) cannot be brought to the disk: \(String(cString: strerror(errno)))"
            )
        }
    }
}
