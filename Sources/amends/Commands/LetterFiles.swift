import Basis
import Foundation
import Letters

/// The letters that a command line names: a file, standard input, or the texts of a folder.
struct LetterFiles {
    let paths: [String]
    let isFolder: Bool

    /// - Parameter path: `-` is standard input; of a folder its `.txt` and `.md` files, by name.
    init(_ path: String) throws(CommandRefusal) {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard path == "-" || exists else { throw .cannotRead(path) }
        guard path != "-", isDirectory.boolValue else {
            paths = [path]
            isFolder = false
            return
        }
        // A folder that cannot be listed has no texts for us, which is said below.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let texts = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".txt") || $0.hasSuffix(".md")) }
            .sorted()
        guard !texts.isEmpty else { throw .emptyFolder(path) }
        paths = texts.map { (path.hasSuffix("/") ? path : path + "/") + $0 }
        isFolder = true
    }

    /// The bytes of a file or of standard input; no more is read than can be used.
    static func read(_ path: String) throws -> Data {
        let most = LetterLinter.maximumBytes + 1
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw CommandRefusal.cannotRead(path)
            }
            handle = opened
        }
        defer {
            // Nothing was written: a file that does not close loses nothing.
            if path != "-" { try? handle.close() }
        }
        var bytes = Data()
        do {
            while bytes.count < most, let more = try handle.read(upToCount: most - bytes.count), !more.isEmpty
            {
                bytes.append(more)
            }
        } catch {
            throw CommandRefusal.cannotRead(path)
        }
        return bytes
    }
}
