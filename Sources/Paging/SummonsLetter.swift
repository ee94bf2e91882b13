import Access
import Basis
import Database
import Incidents

/// One call that is still to be sent, with what it is about.
package struct SummonsLetter: Sendable {
    package var summonsID: Int64
    package var cause: Summons.Cause
    package var causeID: Int64
    package var staff: Staff
    /// Nil for an approval.
    package var incident: Incident?
    package var dueAt: Instant?

    static func waiting(in session: any Session) throws -> [SummonsLetter] {
        let rows = try session.rows(
            """
            SELECT summons.id, summons.cause, summons.cause_id, summons_call.staff_id
            FROM summons_call JOIN summons ON summons.id = summons_call.summons_id
            WHERE summons_call.handed_at IS NULL AND summons.ended_at IS NULL
            ORDER BY summons.id, summons_call.staff_id LIMIT \(SummonsStore.handMax)
            """
        ) { row in
            (
                id: try row.next(Int64.self), cause: try row.next(Summons.Cause.self),
                causeID: try row.next(Int64.self), staffID: try row.next(Int64.self)
            )
        }
        return try rows.compactMap { row in
            guard let staff = try StaffStore.with(id: row.staffID, in: session) else { return nil }
            var letter = SummonsLetter(
                summonsID: row.id,
                cause: row.cause,
                causeID: row.causeID,
                staff: staff
            )
            try letter.readCause(in: session)
            return letter
        }
    }

    private mutating func readCause(in session: any Session) throws {
        switch cause {
        case .incident: incident = try IncidentStore.with(id: causeID, in: session)
        case .promise:
            guard let promise = try PromiseStore.with(id: causeID, in: session) else { return }
            dueAt = promise.dueAt
            incident = try IncidentStore.with(id: promise.incidentID, in: session)
        case .approval: break
        }
    }

    func note(handedAt now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE summons_call SET handed_at = \(now)
            WHERE summons_id = \(summonsID) AND staff_id = \(staff.id) AND handed_at IS NULL
            """
        )
    }
}
