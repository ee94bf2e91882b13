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
        details: [String: String] = [:]
    ) {
        self.happenedAt = happenedAt
        self.actor = actor
        self.deed = deed
        self.subject = subject
        self.details = details
    }
}

/// Writes the audit trail; only deeds call it, in their own transaction.
package enum Audit {
    package static func add(_ entry: AuditEntry, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO audit_entry (happened_at, actor_kind, actor_id, deed, subject, details)
            VALUES (\(entry.happenedAt), \(entry.actor.kind), \(entry.actor.id), \(entry.deed), \(entry.subject),
                    \(JSONColumn(entry.details)))
            """
        )
    }
}
