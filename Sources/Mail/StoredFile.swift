import Basis
import Foundation

/// A message file on its way: written under a name of its own in `tmp`, made durable, then given its real name.
struct StoredFile {
    let name: String
    private let temporary: String
    private let descriptor: Int32

    /// Writes the bytes; they are not durable yet.
    init(writing bytes: [UInt8], folder: String, name: String) throws {
        self.name = name
        temporary = "\(folder)/\(name),\(SystemRandom().token())"
        descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("create", temporary) }
        do {
            try write(bytes)
        } catch {
            abandon()
            throw error
        }
        #if os(Linux)
        // Lets the disk begin, so that waiting for a group takes half as long. A failure here shows there.
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        #endif
    }

    /// Waits until the content is on the disk.
    ///
    /// One `fsync` per file and not one `syncfs` for all: that would wait for whatever anybody else writes on the
    /// same disk, and reports no errors before Linux 5.8.
    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure("synchronize", temporary) }
    }

    /// Gives the file its name in `folder`, unless there is one of that name.
    ///
    /// - Returns: whether it did.
    func publish(in folder: String) throws -> Bool {
        if link(temporary, "\(folder)/\(name)") == 0 { return true }
        guard errno == EEXIST else { throw Self.failure("deliver", "\(folder)/\(name)") }
        return false
    }

    /// Closes the file and takes its temporary name away. A published one keeps its real name.
    func abandon() {
        close(descriptor)
        unlink(temporary)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The file names in a folder, unsorted, without hidden ones.
    static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        } catch {
            throw MailError(.storage, "\(folder): \(error.localizedDescription)")
        }
    }

    /// Takes away what killed deliveries left behind; as the Maildir convention says, after 36 hours.
    static func sweep(_ folder: String) throws {
        for name in try names(in: folder) {
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { continue }
            let age = SystemClock().now() - Instant(seconds: Int64(status.changed.tv_sec))
            if age > .hours(36) { unlink("\(folder)/\(name)") }
        }
    }

    /// Makes a folder, and those above it, where they are not there; open to their owner only.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 {
            try synchronizeFolder((path as NSString).deletingLastPathComponent)
            return
        }
        let above = (path as NSString).deletingLastPathComponent
        switch errno {
        case ENOENT where !above.isEmpty && above != path:
            try makeFolder(above)
            try makeFolder(path)
        case EEXIST where access(path + "/.", X_OK) == 0: return
        default: throw failure("make", path)
        }
    }

    /// Makes the names in a folder durable.
    static func synchronizeFolder(_ folder: String) throws {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("synchronize", folder) }
    }

    private func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Foundation.write(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    rest.count
                )
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.failure("write", temporary) }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func failure(_ verb: String, _ path: String) -> MailError {
        MailError(.storage, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}

extension stat {
    /// When the content was changed last.
    var changed: timespec {
        #if os(Linux)
        st_mtim
        #else
        st_mtimespec
        #endif
    }
}
