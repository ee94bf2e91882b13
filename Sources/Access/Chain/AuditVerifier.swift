import Basis
import Database

/// Looks at the whole audit chain: every row against its seal, every link against the one before, and all against
/// the signed checkpoints. It reads in pieces, so that its memory does not depend on the length.
package struct AuditVerifier: Sendable {
    /// The most faults that are named; the first says enough.
    package static let faultsMax = 100
    private static let batch = 500

    private let database: any Database
    private let checkpoints: CheckpointFile

    package init(database: any Database, checkpoints: CheckpointFile) {
        self.database = database
        self.checkpoints = checkpoints
    }

    package func verify() async throws -> AuditReport {
        // Only checkpoints that are there before the links are read: whatever they sign must be found.
        var signed = CheckpointReader(checkpoints, end: try await checkpoints.size())
        let (head, waiting) = try await database.read { session in
            (
                try AuditChainStore.head(in: session),
                try session.count("SELECT COUNT(*) FROM audit_pending")
            )
        }
        var walk = ChainWalk()
        var compared = 0
        var expected = head.position
        var next = try await signed.next()
        while true {
            let after = walk.position
            let links = try await database.read {
                try AuditChainStore.links(after: after, upTo: .max, limit: Self.batch, in: $0)
            }
            if links.isEmpty { break }
            for (link, record) in links {
                walk.take(link, record)
                while let checkpoint = next, checkpoint.count <= walk.position {
                    walk.compare(checkpoint)
                    compared += 1
                    next = try await signed.next()
                }
            }
        }
        while let checkpoint = next {
            expected = max(expected, checkpoint.count)
            compared += 1
            next = try await signed.next()
        }
        let faults = walk.faults(expected: expected) + (try await strangers()) + signed.faults
        return AuditReport(
            links: walk.position,
            waiting: waiting,
            checkpoints: compared,
            unreadableLines: signed.unreadable,
            faults: Array(faults.prefix(Self.faultsMax))
        )
    }

    /// Rows that are neither sealed nor wait to be: somebody wrote them past the program, or took their seal away.
    private func strangers() async throws -> [AuditFault] {
        try await database.read { session in
            try session.rows(
                """
                SELECT audit_entry.id FROM audit_entry
                LEFT JOIN audit_seal ON audit_seal.entry_id = audit_entry.id
                LEFT JOIN audit_pending ON audit_pending.entry_id = audit_entry.id
                WHERE audit_seal.entry_id IS NULL AND audit_pending.entry_id IS NULL
                ORDER BY audit_entry.id LIMIT \(Self.faultsMax)
                """
            ) { .slippedIn(entry: try $0.next()) }
        }
    }
}

/// Hands out the checkpoints of a file one by one.
private struct CheckpointReader {
    private let file: CheckpointFile
    private let end: UInt64
    private var waiting: ArraySlice<Checkpoint.Reading> = []
    private var offset: UInt64? = 0
    private var line = 0
    private(set) var unreadable = 0
    private(set) var faults: [AuditFault] = []

    init(_ file: CheckpointFile, end: UInt64) {
        self.file = file
        self.end = end
    }

    mutating func next() async throws -> Checkpoint? {
        while true {
            while let reading = waiting.popFirst() {
                line += 1
                switch reading {
                case .whole(let checkpoint): return checkpoint
                case .unreadable: unreadable += 1
                case .forged:
                    if faults.count < AuditVerifier.faultsMax { faults.append(.forgedCheckpoint(line: line)) }
                }
            }
            guard let from = offset else { return nil }
            let page = try await file.page(from: from, upTo: end)
            waiting = page.readings[...]
            offset = page.next
        }
    }
}
