import Basis

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Bytes that can be read from any position, so that a reader can go back.
protocol ByteSource: AnyObject {
    var size: Int64 { get }

    /// Up to `count` bytes from `offset`; none at the end.
    func bytes(at offset: Int64, count: Int) throws(ImportFailure) -> [UInt8]
}

/// The machine failed while a file was read or written. What is wrong inside a file is never one of these.
package struct ImportFailure: Error, Equatable, CustomStringConvertible {
    package var path: String
    package var detail: String

    init(_ path: String, _ detail: String) {
        self.path = path
        self.detail = detail
    }

    static func system(_ path: String) -> Self { Self(path, String(cString: strerror(errno))) }

    package var description: String { "the import stopped at \(path): \(detail)" }
}

/// A file of the disk.
final class InputFile: ByteSource {
    let size: Int64
    /// Its permissions, for the file of rejected rows beside it.
    let mode: mode_t
    private let path: String
    private let descriptor: Int32

    /// Opens a regular file; a problem with the path where it is none or may not be read.
    init(path: String) throws(Problems) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else {
            throw Problems([
                Problem(path, errno == ENOENT ? "catalog.problem.no_file" : "catalog.problem.unreadable")
            ])
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Problems([Problem(path, "catalog.problem.unreadable")])
        }
        size = Int64(status.st_size)
        mode = status.st_mode & 0o666
    }

    deinit { close(descriptor) }

    func bytes(at offset: Int64, count: Int) throws(ImportFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    count - filled,
                    off_t(offset) + off_t(filled)
                )
                if read < 0, errno == EINTR { continue }
                failed = read < 0
                if read <= 0 { break }
                filled += read
            }
        }
        if failed { throw .system(path) }
        return bytes
    }
}

/// Bytes in memory: small uploads and tests.
final class InputBytes: ByteSource {
    private let content: [UInt8]

    init(_ content: [UInt8]) { self.content = content }

    var size: Int64 { Int64(content.count) }

    func bytes(at offset: Int64, count: Int) -> [UInt8] {
        let start = min(Int(offset), content.count)
        return Array(content[start..<min(content.count, start + count)])
    }
}
