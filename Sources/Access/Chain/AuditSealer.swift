import Basis
import Database

/// Seals the rows of the trail into the chain, and signs how far it has come. It signs only what follows from the
/// checkpoint before: a chain that somebody wrote anew is never signed.
package struct AuditSealer: Sendable {
    /// Rows that are sealed in one transaction, and links that are looked at in one read.
    package static let batch = 500
    /// Batches of one tick, so that a long line does not keep the loop from its other duties.
    private static let batchesMax = 40
    /// A checkpoint is written at most this often, and only where rows came.
    package static let checkpointEvery = Span.minutes(1)

    private let database: any Database
    private let checkpoints: CheckpointFile

    package init(database: any Database, checkpoints: CheckpointFile) {
        self.database = database
        self.checkpoints = checkpoints
    }

    /// Seals what waits; returns when there is more to do. Throws an `AuditChainError` where the chain no longer
    /// follows from its last checkpoint.
    package func tick(_ now: Instant) async throws -> Instant? {
        // A look costs nothing; the transaction that locks the head costs a write even where nothing waits.
        let waiting = try await database.read {
            try $0.value("SELECT entry_id FROM audit_pending LIMIT 1", as: Int64.self)
        }
        guard waiting != nil else { return try await sign(now) }
        for _ in 0..<Self.batchesMax {
            let sealed = try await database.write { try AuditChainStore.seal(limit: Self.batch, in: $0) }
            if sealed < Self.batch { return try await sign(now) }
        }
        return now
    }

    private func sign(_ now: Instant) async throws -> Instant? {
        let last = try await checkpoints.last()
        let head = try await database.read { try AuditChainStore.head(in: $0) }
        if let last {
            guard head.position >= last.count else {
                throw AuditChainError(
                    "the audit chain has \(head.position) links, but had \(last.count): it was cut"
                )
            }
            if head.position == last.count {
                guard head.hash == last.head else { throw Self.broken(last) }
                return nil
            }
            if now - last.at < Self.checkpointEvery, now >= last.at { return last.at + Self.checkpointEvery }
        } else if head.position == 0 {
            return nil
        }
        try await follow(from: last, to: head)
        try await checkpoints.append(Checkpoint(count: head.position, head: head.hash, at: now))
        return nil
    }

    /// Walks from the last checkpoint to the head, and throws where a link or its row does not follow.
    private func follow(from last: Checkpoint?, to head: AuditHead) async throws {
        var position = last?.count ?? 0
        var hash = last?.head ?? AuditLink.root
        while position < head.position {
            let after = position
            let links = try await database.read {
                try AuditChainStore.links(
                    after: after,
                    upTo: head.position,
                    limit: Self.batch,
                    in: $0
                )
            }
            guard !links.isEmpty else { break }
            for (link, record) in links {
                guard link.position == position + 1, link.fits(after: hash, at: link.position),
                    record?.content == link.content
                else { throw Self.broken(last) }
                position = link.position
                hash = link.hash
            }
        }
        guard hash == head.hash else { throw Self.broken(last) }
    }

    private static func broken(_ last: Checkpoint?) -> AuditChainError {
        AuditChainError(
            "the audit chain does not follow from its checkpoint at \(last?.count ?? 0) links: "
                + "\"amends audit verify\" says where"
        )
    }
}
