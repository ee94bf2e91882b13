import Basis
import Foundation

/// A folder of messages, one file each, that mail programs read while it is written (`tmp`, `new`, `cur`).
///
/// A message is whole and on the disk before it appears under its name in `new`. All calls block on the disk.
package struct Maildir: Sendable {
    package let path: String
    private let read: ReadMessages

    /// Open files at one time; larger groups are delivered in several turns.
    package static let groupMax = 100

    /// Makes the folder with its three parts (0700) where it is not there.
    package init(path: String) throws {
        self.path = path
        read = ReadMessages(folder: path + "/cur")
        for folder in [path, path + "/tmp", path + "/new", path + "/cur"] {
            try StoredFile.makeFolder(folder)
        }
        try StoredFile.sweep(path + "/tmp")
    }

    /// Delivers one message under a file name that follows from `name` alone.
    ///
    /// - Returns: whether it was there before, read or unread; there is never a second file.
    @discardableResult
    package func deliver(_ bytes: [UInt8], name: String) throws -> Bool {
        try deliver([(name: name, bytes: bytes)]).first ?? false
    }

    /// Delivers a group with the disk waited for once or a few times instead of once per message.
    ///
    /// Where it throws, each message of the group is either delivered whole or not there; deliver it again.
    ///
    /// - Returns: for each message, whether it was there before.
    @discardableResult
    package func deliver(_ group: [(name: String, bytes: [UInt8])]) throws -> [Bool] {
        var wereThere: [Bool] = []
        wereThere.reserveCapacity(group.count)
        for start in stride(from: 0, to: group.count, by: Self.groupMax) {
            wereThere += try deliverTurn(group[start..<min(start + Self.groupMax, group.count)])
        }
        return wereThere
    }

    /// Whether a message of this name was delivered, be it unread (`new`) or read (`cur`, with flags behind its name).
    package func contains(_ name: String) -> Bool {
        !known([Self.fileName(name)]).isEmpty
    }

    /// The paths of all messages, unread and read, sorted by file name.
    package func messages() throws -> [String] {
        let paths = try ["new", "cur"].flatMap { folder in
            try StoredFile.names(in: "\(path)/\(folder)").map { (name: $0, path: "\(path)/\(folder)/\($0)") }
        }
        return paths.sorted { $0.name < $1.name }.map(\.path)
    }

    /// Letters, digits and `@ . _ - +` stay; every other byte becomes `=XX`. A long name ends in its hash instead.
    package static func fileName(_ name: String) -> String {
        var file = ""
        for (position, byte) in name.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "_"),
                UInt8(ascii: "-"),
                UInt8(ascii: "+"):
                file.unicodeScalars.append(Unicode.Scalar(byte))
            // A name that begins with a point is hidden from mail programs.
            case UInt8(ascii: ".") where position > 0: file += "."
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                file += digits.count == 1 ? "=0\(digits)" : "=\(digits)"
            }
        }
        guard file.utf8.count > 200 || file.isEmpty else { return file }
        return "\(file.prefix(120))=\(sha256Hex(Array(name.utf8)))"
    }

    /// Those of `files` that were delivered before.
    private func known(_ files: Set<String>) -> Set<String> {
        // In this order: a mail program moves messages from `new` to `cur`, never back.
        let unread = files.filter { StoredFile.exists("\(path)/new/\($0)") }
        return unread.union(read.among(files.subtracting(unread)))
    }

    private func deliverTurn(_ group: ArraySlice<(name: String, bytes: [UInt8])>) throws -> [Bool] {
        let names = group.map { Self.fileName($0.name) }
        var seen = known(Set(names))
        var wereThere = names.map { !seen.insert($0).inserted }
        var written: [StoredFile] = []
        defer {
            for file in written { file.abandon() }
        }
        for (message, index) in zip(group, wereThere.indices) where !wereThere[index] {
            written.append(try StoredFile(writing: message.bytes, folder: path + "/tmp", name: names[index]))
        }
        guard !written.isEmpty else { return wereThere }
        for file in written { try file.synchronize() }
        // Somebody else may have delivered one of them since the look.
        var others: Set<String> = []
        for file in written where try !file.publish(in: path + "/new") { others.insert(file.name) }
        try StoredFile.synchronizeFolder(path + "/new")
        for index in wereThere.indices where others.contains(names[index]) { wereThere[index] = true }
        return wereThere
    }
}
