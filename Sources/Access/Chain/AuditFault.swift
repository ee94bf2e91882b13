import Basis

/// What is wrong with the audit chain, and where: positions count its links from one.
package enum AuditFault: Sendable, Hashable, Codable {
    /// A row says something else than when it was sealed.
    case edited(position: Int64, entry: Int64)
    /// Links or their rows are gone from the middle.
    case removed(first: Int64, last: Int64)
    /// Two rows stand in each other's place.
    case swapped(Int64, Int64)
    /// The end is gone: it went on to `expected` once.
    case cut(after: Int64, expected: Int64)
    /// What stands between two checkpoints is consistent, but not what was signed.
    case rewritten(after: Int64, upTo: Int64)
    /// The row is as it was, its seal is not.
    case resealed(position: Int64)
    /// A row that never went through the program.
    case slippedIn(entry: Int64)
    /// A checkpoint that this installation did not sign: its line in the file.
    case forgedCheckpoint(line: Int)

    package var message: Message {
        switch self {
        case .edited(let position, let entry):
            Message("access.audit.edited", ["position": String(position), "entry": String(entry)])
        case .removed(let first, let last):
            Message("access.audit.removed", ["first": String(first), "last": String(last)])
        case .swapped(let one, let other):
            Message("access.audit.swapped", ["one": String(one), "other": String(other)])
        case .cut(let after, let expected):
            Message("access.audit.cut", ["after": String(after), "expected": String(expected)])
        case .rewritten(let after, let upTo):
            Message("access.audit.rewritten", ["after": String(after), "up_to": String(upTo)])
        case .resealed(let position): Message("access.audit.resealed", ["position": String(position)])
        case .slippedIn(let entry): Message("access.audit.slipped_in", ["entry": String(entry)])
        case .forgedCheckpoint(let line): Message("access.audit.forged_checkpoint", ["line": String(line)])
        }
    }
}

/// What a look at the whole chain found.
package struct AuditReport: Sendable, Hashable, Codable {
    /// Links that were looked at.
    package var links: Int64
    /// Rows that are not sealed yet.
    package var waiting: Int
    /// Checkpoints that were compared.
    package var checkpoints: Int
    /// Lines of the checkpoint file that are none: half lines of a crash.
    package var unreadableLines: Int
    /// Up to `AuditVerifier.faultsMax`.
    package var faults: [AuditFault]

    package var isWhole: Bool { faults.isEmpty }
}
