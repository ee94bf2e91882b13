import Access
import Basis
import Database
import Incidents

/// Keeps who is needed for what. It looks at what happens elsewhere, so that no deed has to know of it.
package enum SummonsStore {
    /// The most that are open, and the most calls that are handed on in one go.
    static let openMax = 200
    static let handMax = 50

    /// Opens a summons for everything that needs somebody and has none yet.
    static func open(at now: Instant, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO summons (cause, cause_id, author_id, opened_at)
            SELECT 'incident', incident.id,
                   (SELECT MIN(timeline_entry.actor_id) FROM timeline_entry
                    WHERE timeline_entry.incident_id = incident.id AND timeline_entry.actor_kind = 'staff'
                      AND timeline_entry.happened_at <= incident.opened_at),
                   CAST(\(now) AS BIGINT)
            FROM incident
            WHERE incident.stage IN ('investigating', 'identified', 'monitoring')
              AND NOT EXISTS (SELECT 1 FROM summons WHERE cause = 'incident' AND cause_id = incident.id)
            ORDER BY incident.id LIMIT \(openMax)
            """
        )
        try session.run(
            """
            INSERT INTO summons (cause, cause_id, author_id, opened_at)
            SELECT 'promise', promise.id, NULL, CAST(\(now) AS BIGINT)
            FROM promise
            WHERE promise.state IN ('due', 'late') AND promise.settled_at IS NULL
              AND promise.due_at <= \(now + Summons.ahead)
              AND NOT EXISTS (SELECT 1 FROM summons WHERE cause = 'promise' AND cause_id = promise.id)
            ORDER BY promise.id LIMIT \(openMax)
            """
        )
        try session.run(
            """
            INSERT INTO summons (cause, cause_id, author_id, opened_at)
            SELECT 'approval', approval.id, CASE approval.author_kind WHEN 'staff' THEN approval.author_id END,
                   CAST(\(now) AS BIGINT)
            FROM approval
            WHERE approval.state = 'waiting'
              AND NOT EXISTS (SELECT 1 FROM summons WHERE cause = 'approval' AND cause_id = approval.id)
            ORDER BY approval.id LIMIT \(openMax)
            """
        )
    }

    /// Ends what nobody is needed for any more: it is over, or somebody who was called has seen it or
    /// does something about it.
    static func end(at now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE summons SET ended_at = \(now)
            WHERE ended_at IS NULL AND (
                seen_at IS NOT NULL
                OR (cause = 'incident' AND EXISTS (
                    SELECT 1 FROM audit_entry
                    JOIN summons_call ON summons_call.staff_id = audit_entry.actor_id
                    WHERE summons_call.summons_id = summons.id AND audit_entry.actor_kind = 'staff'
                      AND audit_entry.subject = 'incident:INC-' || summons.cause_id
                      AND audit_entry.happened_at >= summons_call.called_at))
                OR (cause = 'incident' AND NOT EXISTS (
                    SELECT 1 FROM incident WHERE incident.id = summons.cause_id
                      AND incident.stage IN ('investigating', 'identified', 'monitoring')))
                OR (cause = 'promise' AND NOT EXISTS (
                    SELECT 1 FROM promise WHERE promise.id = summons.cause_id
                      AND promise.state IN ('due', 'late') AND promise.settled_at IS NULL))
                OR (cause = 'approval' AND NOT EXISTS (
                    SELECT 1 FROM approval WHERE approval.id = summons.cause_id AND approval.state = 'waiting')))
            """
        )
    }

    /// What is open, oldest first, with who was called.
    static func open(in session: any Session) throws -> [Summons] {
        var open = try session.rows(
            """
            SELECT id, cause, cause_id, opened_at, author_id FROM summons WHERE ended_at IS NULL
            ORDER BY id LIMIT \(openMax)
            """
        ) { row in
            Summons(
                id: try row.next(),
                cause: try row.next(),
                causeID: try row.next(),
                openedAt: try row.next(),
                author: try row.nextOrNil()
            )
        }
        for index in open.indices {
            open[index].calls = try session.rows(
                "SELECT staff_id, called_at FROM summons_call WHERE summons_id = \(open[index].id) ORDER BY staff_id"
            ) { Summons.Call(staffID: try $0.next(), calledAt: try $0.next()) }
        }
        return open
    }

    static func call(_ staff: [Int64], _ summons: Summons, at now: Instant, in session: any Session) throws {
        for id in staff {
            try session.run(
                """
                INSERT INTO summons_call (summons_id, staff_id, called_at)
                VALUES (\(summons.id), \(id), \(now)) ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// When the next promise comes near.
    static func nextPromise(after now: Instant, in session: any Session) throws -> Instant? {
        let due = try session.first(
            """
            SELECT due_at FROM promise WHERE state = 'due' AND due_at > \(now + Summons.ahead)
            ORDER BY due_at LIMIT 1
            """
        ) { try $0.next(Instant.self) }
        return due.map { $0 - Summons.ahead }
    }

    /// One of those who were called has seen it: the others are left in peace.
    package static func see(_ id: Int64, by staffID: Int64, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE summons SET seen_at = \(now), ended_at = \(now)
            WHERE id = \(id) AND ended_at IS NULL AND EXISTS (
                SELECT 1 FROM summons_call WHERE summons_id = \(id) AND staff_id = \(staffID))
            """
        )
        try session.announce(.summons)
    }

    /// The incident that it is about; nil for an approval.
    package static func incident(of summons: Summons, in session: any Session) throws -> Incident? {
        switch summons.cause {
        case .incident: try IncidentStore.with(id: summons.causeID, in: session)
        case .promise:
            try PromiseStore.with(id: summons.causeID, in: session).flatMap {
                try IncidentStore.with(id: $0.incidentID, in: session)
            }
        case .approval: nil
        }
    }

    /// What somebody was called for and nobody has seen, newest first.
    package static func waiting(for staffID: Int64, in session: any Session) throws -> [Summons] {
        try open(in: session).reversed().filter { $0.calls.contains { $0.staffID == staffID } }
    }
}

extension Topic {
    /// Who is needed for what.
    package static let summons = Topic("summons")
}
