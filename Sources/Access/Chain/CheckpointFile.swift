import Basis
import Database
import Foundation

/// The file of signed checkpoints: one JSON object a line, only ever added to. Whoever wants to be sure keeps a copy
/// on another machine.
package actor CheckpointFile {
    /// Bytes that are read at once.
    static let chunk = 65_536

    private nonisolated let executor = QueueExecutor(label: "amends.audit.checkpoints")
    package nonisolated let path: String
    private let keys: AccessKeys
    /// The newest whole checkpoint, once the file was looked at.
    private var newest: Checkpoint?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(path: String, keys: AccessKeys) {
        self.path = path
        self.keys = keys
    }

    /// A piece of the file: what its lines are, and where the next piece begins; nil at the end.
    struct Page: Sendable {
        var readings: [Checkpoint.Reading]
        var next: UInt64?
    }

    /// The lines between `offset` and `end`, as many as fit into one chunk. A file that is not there is empty.
    func page(from offset: UInt64, upTo end: UInt64) throws -> Page {
        guard offset < end, let chunk = try read(from: offset) else { return Page(readings: [], next: nil) }
        let bytes = chunk.prefix(Int(clamping: end - offset))
        let isEnd = chunk.count < Self.chunk || bytes.count < chunk.count
        var readings: [Checkpoint.Reading] = []
        var used = 0
        while let end = bytes[used...].firstIndex(of: UInt8(ascii: "\n")) {
            if end > used { readings.append(Checkpoint.read(bytes[used..<end], keys: keys)) }
            used = end + 1
        }
        if isEnd {
            if used < bytes.count { readings.append(Checkpoint.read(bytes[used...], keys: keys)) }
            return Page(readings: readings, next: nil)
        }
        if used == 0 {
            // A chunk without an end of line is nothing that we wrote: it is passed over.
            return Page(readings: [.unreadable], next: offset + UInt64(bytes.count))
        }
        return Page(readings: readings, next: offset + UInt64(used))
    }

    /// The newest whole checkpoint.
    func last() throws -> Checkpoint? {
        if let newest { return newest }
        let size = try size()
        guard size > 0 else { return nil }
        let start = size > UInt64(Self.chunk) ? size - UInt64(Self.chunk) : 0
        guard let bytes = try read(from: start) else { return nil }
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
            if case .whole(let checkpoint) = Checkpoint.read(line, keys: keys) {
                newest = checkpoint
                return checkpoint
            }
        }
        return nil
    }

    /// Adds a checkpoint; it is on the disk when this returns. The folder is made where it is not there.
    func append(_ checkpoint: Checkpoint) throws {
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        var line = checkpoint.line(keys: keys) + "\n"
        // Half a line of a crash stays a line of its own.
        if try endsInside(descriptor) { line = "\n" + line }
        let bytes = Array(line.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw failure("write to") }
        guard fsync(descriptor) == 0 else { throw failure("synchronize") }
        newest = checkpoint
    }

    /// Puts the file away under another name, because an older database was restored on purpose: what it signed is no
    /// longer there, and is not forgotten. Returns that name; nil where there is no file.
    package func setAside(at now: Instant) throws -> String? {
        let kept = "\(path).until-\(now.milliseconds)"
        newest = nil
        if rename(path, kept) == 0 { return kept }
        guard errno == ENOENT else { throw failure("rename") }
        return nil
    }

    private func endsInside(_ descriptor: Int32) throws -> Bool {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw failure("read") }
        guard size > 0 else { return false }
        var byte: UInt8 = 0
        guard pread(descriptor, &byte, 1, size - 1) == 1 else { throw failure("read") }
        return byte != UInt8(ascii: "\n")
    }

    /// Its bytes now; none where it is not there.
    func size() throws -> UInt64 {
        var status = stat()
        if stat(path, &status) == 0 { return UInt64(max(0, status.st_size)) }
        guard errno == ENOENT else { throw failure("read") }
        return 0
    }

    /// Up to a chunk from `offset` on; nil where there is no file.
    private func read(from offset: UInt64) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw failure("read") }
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.chunk)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    buffer.count - filled,
                    off_t(clamping: offset) + off_t(filled)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read") }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    private func failure(_ verb: String) -> AuditChainError {
        AuditChainError("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}

/// The audit chain cannot be kept; the sentence says why.
package struct AuditChainError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
