import Basis
import Database

/// One row of the audit trail: who did what, when. Ids only, no personal data, so that erasure stays
/// possible.
package struct AuditEntry: Sendable, Hashable {
    package var happenedAt: Instant
    package var actor: Actor
    package var deed: String
    /// What it was done to: `incident:7`.
    package var subject: String
    package var details: [String: String]

    package init(
        happenedAt: Instant,
        actor: Actor,
        deed: String,
        subject: String,
        details: [String: String] = [:],
        door: Door? = nil
    ) {
        self.happenedAt = happenedAt
        self.actor = actor
        self.deed = deed
        self.subject = subject
        self.details = details.merging(door?.details ?? [:]) { own, _ in own }
    }
}

/// Writes the audit trail, in the transaction of what it tells of; rows wait there to be sealed into the chain.
package enum Audit {
    package static func add(_ entry: AuditEntry, in session: any Session) throws {
        let id = try session.insert(
            """
            INSERT INTO audit_entry (happened_at, actor_kind, actor_id, deed, subject, details)
            VALUES (\(entry.happenedAt), \(entry.actor.kind), \(entry.actor.id), \(entry.deed), \(entry.subject),
                    \(JSONColumn(entry.details)))
            RETURNING id
            """
        )
        try session.run("INSERT INTO audit_pending (entry_id) VALUES (\(id))")
    }

    /// The newest rows before `id`, about one subject or all.
    package static func records(
        about subject: String? = nil,
        before id: Int64 = .max,
        limit: Int = 100,
        in session: any Session
    ) throws -> [AuditRecord] {
        let filter: SQL = subject.map { "subject = \($0) AND" } ?? ""
        return try session.rows(
            """
            SELECT \(AuditRecord.columns) FROM audit_entry
            WHERE \(filter) id < \(id) ORDER BY id DESC LIMIT \(limit)
            """,
            AuditRecord.init(row:)
        )
    }
}
