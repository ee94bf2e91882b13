import Access
import Basis
import Database

/// Reads and writes promises; the rules are `PromiseBook`'s.
package enum PromiseStore {
    /// Stores a new promise, gives it its id and writes it into the timeline.
    package static func make(_ promise: inout Promise, by actor: Actor, in session: any Session) throws {
        promise.id = try session.insert(
            """
            INSERT INTO promise (incident_id, kind, what, made_at, due_at, state, settled_at)
            VALUES (\(promise.incidentID), \(promise.kind), \(promise.what), \(promise.madeAt), \(promise.dueAt),
                    \(promise.state), \(promise.settledAt))
            RETURNING id
            """
        )
        let kind = TimelineEntry.Kind.promiseMade
        try tell(promise, kind, at: promise.madeAt, by: actor, in: session)
    }

    /// Settles the open promises of an incident by what happened, and makes the new ones.
    /// - Returns: those that changed or are new.
    @discardableResult
    package static func settle(
        _ event: PromiseBook.Event,
        of incidentID: Int64,
        by actor: Actor,
        in session: any Session
    ) throws -> [Promise] {
        let promises = try all(of: incidentID, in: session)
        let changed = PromiseBook.settle(promises, event)
        for promise in changed { try save(promise, at: event.moment, by: actor, in: session) }
        let after = changed.reduce(into: Dictionary(uniqueKeysWithValues: promises.map { ($0.id, $0) })) {
            $0[$1.id] = $1
        }
        var made = try PromiseBook.made(by: event, of: incidentID, standing: Array(after.values))
        for index in made.indices { try make(&made[index], by: actor, in: session) }
        return changed + made
    }

    /// Somebody says that what was owed is done.
    package static func keep(
        _ id: Int64,
        at now: Instant,
        by actor: Actor,
        in session: any Session
    ) throws -> Promise? {
        guard var promise = try with(id: id, in: session) else { return nil }
        try promise.keep(at: now)
        try save(promise, at: now, by: actor, in: session)
        return promise
    }

    package static func with(id: Int64, in session: any Session) throws -> Promise? {
        try session.first("SELECT \(Promise.columns) FROM promise WHERE id = \(id)", Promise.init(row:))
    }

    /// The promises of an incident in the order in which they were made.
    package static func all(of incidentID: Int64, in session: any Session) throws -> [Promise] {
        try session.rows(
            "SELECT \(Promise.columns) FROM promise WHERE incident_id = \(incidentID) ORDER BY id",
            Promise.init(row:)
        )
    }

    /// Promises of all incidents that fell due before `moment` and are not called late yet, the oldest first.
    package static func fallenDue(
        before moment: Instant,
        limit: Int,
        in session: any Session
    ) throws -> [Promise] {
        try session.rows(
            """
            SELECT \(Promise.columns) FROM promise
            WHERE state = \(Promise.State.due) AND due_at < \(moment) ORDER BY due_at, id LIMIT \(limit)
            """,
            Promise.init(row:)
        )
    }

    /// When the next promise falls due.
    static func nextDue(in session: any Session) throws -> Instant? {
        try session.value(
            "SELECT due_at FROM promise WHERE state = \(Promise.State.due) ORDER BY due_at LIMIT 1"
        )
    }

    static func save(
        _ promise: Promise,
        at now: Instant,
        by actor: Actor,
        in session: any Session
    ) throws {
        try session.run(
            """
            UPDATE promise SET state = \(promise.state), settled_at = \(promise.settledAt) WHERE id = \(promise.id)
            """
        )
        switch promise.state {
        case .kept, .keptLate:
            try tell(promise, TimelineEntry.Kind.promiseKept, at: now, by: actor, in: session)
        case .replaced: try tell(promise, TimelineEntry.Kind.promiseReplaced, at: now, by: actor, in: session)
        case .late where promise.settledAt == nil:
            try tell(promise, TimelineEntry.Kind.promiseLate, at: promise.dueAt, by: actor, in: session)
        case .late, .due: break
        }
    }

    private static func tell(
        _ promise: Promise,
        _ kind: String,
        at moment: Instant,
        by actor: Actor,
        in session: any Session
    ) throws {
        let details = ["kind": promise.kind.rawValue, "due": promise.dueAt.rfc3339]
        let entry = TimelineEntry(
            incidentID: promise.incidentID,
            happenedAt: moment,
            kind: kind,
            actor: actor,
            details: details
        )
        try IncidentStore.addTimeline(entry, in: session)
    }
}

extension IncidentStore {
    /// The promises of an incident in the order in which they were made.
    package static func promises(of incidentID: Int64, in session: any Session) throws -> [Promise] {
        try PromiseStore.all(of: incidentID, in: session)
    }

    /// Promises of all incidents that are still owed and fall due before `moment`, the oldest first.
    package static func openPromises(dueBefore moment: Instant, in session: any Session) throws -> [Promise] {
        try session.rows(
            """
            SELECT \(Promise.columns) FROM promise
            WHERE (state = \(Promise.State.due) OR (state = \(Promise.State.late) AND settled_at IS NULL))
              AND due_at < \(moment)
            ORDER BY due_at, id
            """,
            Promise.init(row:)
        )
    }
}

extension Promise {
    fileprivate static let columns: SQL = "id, incident_id, kind, what, made_at, due_at, state, settled_at"

    fileprivate init(row: Row) throws {
        id = try row.next()
        incidentID = try row.next()
        kind = try row.next()
        what = try row.next()
        madeAt = try row.next()
        dueAt = try row.next()
        state = try row.next()
        settledAt = try row.nextOrNil()
    }
}
