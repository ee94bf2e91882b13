import Basis
import Foundation

/// How long the audit chain was at a moment, and its last hash: signed, and kept outside the database. A chain that was
/// cut or written anew no longer fits it.
package struct Checkpoint: Sendable, Hashable {
    package var count: Int64
    package var head: String
    package var at: Instant

    package init(count: Int64, head: String, at: Instant) {
        self.count = count
        self.head = head
        self.at = at
    }

    private struct Line: Codable {
        var at: Int64
        var count: Int64
        var head: String
        var signature: String
    }

    /// A line of the file.
    func line(keys: AccessKeys) -> String {
        // Its only text is a hash in hexadecimal, which needs no escapes.
        """
        {"at":\(at.milliseconds),"count":\(count),"head":"\(head)",\
        "signature":"\(keys.signature(ofCheckpoint: signed))"}
        """
    }

    /// What a line of the file turned out to be.
    enum Reading: Sendable, Hashable {
        case whole(Checkpoint)
        /// A checkpoint that we did not sign like this.
        case forged
        /// Half a line, from a crash.
        case unreadable
    }

    static func read(_ line: some Sequence<UInt8>, keys: AccessKeys) -> Reading {
        let read: Line
        do {
            read = try JSONDecoder().decode(Line.self, from: Data(line))
        } catch {
            return .unreadable
        }
        let checkpoint = Checkpoint(
            count: read.count,
            head: read.head,
            at: Instant(milliseconds: read.at)
        )
        return keys.isSignature(read.signature, ofCheckpoint: checkpoint.signed)
            ? .whole(checkpoint) : .forged
    }

    private var signed: String { "audit-checkpoint\n\(count)\n\(head)\n\(at.milliseconds)" }
}
