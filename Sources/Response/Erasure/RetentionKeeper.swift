import Access
import Basis
import Database
import Delivery
import GoBag
import Incidents

/// Background work: some days after an incident was closed, takes out of it what was said by and about its customers.
/// Off until somebody sets the number of days.
package struct RetentionKeeper: Sendable {
    /// Rows of each kind that one transaction takes.
    static let batch = 500

    private let database: any Database
    private let keeping: Span

    package init(database: any Database, days: Int) {
        self.database = database
        keeping = .days(Int64(days))
    }

    /// Does what is due at `now`; returns when there is more, nil where no closed incident waits.
    package func tick(_ now: Instant) async throws -> Instant? {
        let before = now - keeping
        while let id = try await database.read({
            try IncidentStore.nextToForget(closedBefore: before, in: $0)
        }) {
            while try await !step(id, before, now) {}
        }
        let keeping = keeping
        return try await database.read { try IncidentStore.nextClosing(after: before, in: $0) }
            .map { $0 + keeping }
    }

    /// Whether the incident is through.
    private func step(_ id: Int64, _ before: Instant, _ now: Instant) async throws -> Bool {
        try await database.write { session in
            // Another node may be through with it.
            guard try IncidentStore.nextToForget(closedBefore: before, in: session) == id else { return true }
            let subject = IncidentRecipients.subject(id)
            let isTold = try IncidentStore.forgetPeople(of: id, limit: Self.batch, in: session)
            let isSent = try NoticeEraser.forgetPeople(of: subject, limit: Self.batch, in: session)
            guard isTold, isSent else { return false }
            try BagStore.forgetPeople(of: id, in: session)
            try IncidentStore.markForgotten(id, at: now, in: session)
            try Audit.add(
                AuditEntry(
                    happenedAt: now,
                    actor: .system,
                    deed: "forget_people",
                    subject: "incident:\(Incident.name(id: id))"
                ),
                in: session
            )
            return true
        }
    }
}
