import Access
import Basis
import Database

/// Background work: calls promises late when their time has passed, so that the room and the page show it.
package enum PromiseKeeper {
    /// The most promises that one transaction calls late.
    static let batchLimit = 200

    /// Does what is due at `now` and answers when there is more to do; nil where nothing is promised.
    package static func tick(_ database: any Database, _ now: Instant) async throws -> Instant? {
        while let due = try await database.read({ try PromiseStore.nextDue(in: $0) }) {
            // Kept in time means at or before the time: a promise is late one millisecond after it.
            guard due < now else { return due + Span(milliseconds: 1) }
            try await database.write { session in
                let promises = try PromiseStore.fallenDue(before: now, limit: batchLimit, in: session)
                for promise in PromiseBook.settle(promises, .tick(now)) {
                    try PromiseStore.save(promise, at: now, by: .system, in: session)
                    try session.announce(.incident(promise.incidentID))
                }
                if !promises.isEmpty { try session.announce(.incidents) }
            }
        }
        return nil
    }
}
