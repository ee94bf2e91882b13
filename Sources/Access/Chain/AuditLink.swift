import Basis
import Database

/// One row of the trail as it is read again.
package struct AuditRecord: Sendable, Hashable {
    package var id: Int64
    package var happenedAt: Instant
    package var actorKind: String
    package var actorID: Int64?
    package var deed: String
    package var subject: String
    /// JSON, as it is stored.
    package var detailsText: String

    /// What the seal of this row is made of: all of it but the id, so that two that were exchanged are known again.
    /// Each field carries its length, so that no two rows have the same text.
    package var content: String {
        let fields = [
            String(happenedAt.milliseconds), actorKind, actorID.map(String.init) ?? "-", deed, subject,
            detailsText,
        ]
        return sha256Hex(Array(fields.map { "\($0.utf8.count):\($0)," }.joined().utf8))
    }

    static let columns: SQL = """
        audit_entry.id, audit_entry.happened_at, audit_entry.actor_kind, audit_entry.actor_id,
        audit_entry.deed, audit_entry.subject, audit_entry.details
        """

    init(row: Row) throws {
        id = try row.next()
        happenedAt = try row.next()
        actorKind = try row.next()
        actorID = try row.nextOrNil()
        deed = try row.next()
        subject = try row.next()
        detailsText = try row.next()
    }
}

/// A link of the chain: a row's place, and a hash over it and all before it.
struct AuditLink: Sendable, Hashable {
    /// What stands before the first link.
    static let root = String(repeating: "0", count: 64)

    var position: Int64
    var entryID: Int64
    var content: String
    var hash: String

    /// The link that follows the one with the hash `previous`.
    init(after previous: String, position: Int64, entryID: Int64, content: String) {
        self.position = position
        self.entryID = entryID
        self.content = content
        hash = Self.hash(after: previous, position: position, entryID: entryID, content: content)
    }

    init(row: Row) throws {
        position = try row.next()
        entryID = try row.next()
        content = try row.next()
        hash = try row.next()
    }

    /// Whether its hash is the one it has after `previous`, at the place `position`.
    func fits(after previous: String, at position: Int64) -> Bool {
        hash == Self.hash(after: previous, position: position, entryID: entryID, content: content)
    }

    static let columns: SQL =
        "audit_seal.position, audit_seal.entry_id, audit_seal.content, audit_seal.hash"

    private static func hash(
        after previous: String,
        position: Int64,
        entryID: Int64,
        content: String
    ) -> String {
        sha256Hex(Array("\(previous)\n\(position)\n\(entryID)\n\(content)".utf8))
    }
}

/// The last link, as the sealer keeps it.
package struct AuditHead: Sendable, Hashable {
    package var position: Int64
    package var hash: String
}

/// Reads and writes links.
package enum AuditChainStore {
    package static func head(in session: any Session) throws -> AuditHead {
        let head = try session.first("SELECT position, hash FROM audit_chain WHERE id = 1") {
            AuditHead(position: try $0.next(), hash: try $0.next())
        }
        guard let head else { throw DatabaseError(.malformedRow, "the audit chain has no head") }
        return head
    }

    /// Seals up to `limit` rows that wait; returns how many. The row of the head is the lock of all nodes.
    static func seal(limit: Int, in session: any Session) throws -> Int {
        try session.run("UPDATE audit_chain SET position = position WHERE id = 1")
        var head = try head(in: session)
        let waiting = try session.rows(
            """
            SELECT \(AuditRecord.columns)
            FROM audit_pending JOIN audit_entry ON audit_entry.id = audit_pending.entry_id
            ORDER BY audit_entry.id LIMIT \(limit)
            """,
            AuditRecord.init(row:)
        )
        guard !waiting.isEmpty else { return 0 }
        var links: [[SQLValue]] = []
        for record in waiting {
            let link = AuditLink(
                after: head.hash,
                position: head.position + 1,
                entryID: record.id,
                content: record.content
            )
            head = AuditHead(position: link.position, hash: link.hash)
            links.append([
                .integer(link.position), .integer(link.entryID), .text(link.content), .text(link.hash),
            ])
        }
        try session.insertRows("INSERT INTO audit_seal (position, entry_id, content, hash)", links)
        try session.run("DELETE FROM audit_pending WHERE entry_id IN \(list: waiting.map(\.id))")
        try session.run(
            "UPDATE audit_chain SET position = \(head.position), hash = \(head.hash) WHERE id = 1"
        )
        return waiting.count
    }

    /// Links in their order, each with its row where it is still there.
    static func links(
        after position: Int64,
        upTo last: Int64,
        limit: Int,
        in session: any Session
    ) throws -> [(link: AuditLink, record: AuditRecord?)] {
        try session.rows(
            """
            SELECT \(AuditLink.columns), \(AuditRecord.columns)
            FROM audit_seal LEFT JOIN audit_entry ON audit_entry.id = audit_seal.entry_id
            WHERE audit_seal.position > \(position) AND audit_seal.position <= \(last)
            ORDER BY audit_seal.position LIMIT \(limit)
            """
        ) { row in
            (link: try AuditLink(row: row), record: row.isNull(4) ? nil : try AuditRecord(row: row))
        }
    }
}
