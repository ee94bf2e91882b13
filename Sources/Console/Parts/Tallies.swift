import Basis
import Database
import Incidents
import Review
import Synchronization

/// What takes longer than a page may in an incident with very many customers: its counts and its scorecard.
package struct Tallies: Sendable {
    let told = Kept<ToldReport>(size: \.size) { incident, now, session in
        try ToldReport(incidentID: incident.id, at: now, in: session)
    }
    let scores = Kept<Scorecard>(size: \.customersHurt) { incident, now, session in
        try Scorecard.make([incident], at: now, in: session)
    }

    package init() {}

    /// Counts again what somebody looks at; returns when to come back, nil where nobody looks.
    package func tick(_ database: any Database, _ now: Instant) async throws -> Instant? {
        let looked = [try await told.refresh(database, now), try await scores.refresh(database, now)]
        return looked.contains(true) ? now + .seconds(1) : nil
    }
}

/// Something that is worked out about incidents. In a large one that takes seconds, so it is done beside, and pages show
/// the last; in a small one each page works it out for itself.
final class Kept<Value: Sendable>: Sendable {
    /// Below this size it takes a millisecond or two.
    private let manyMin = 20_000
    /// Working it out takes at most one part in this many of the time.
    private let share = 10
    /// What nobody asked for in this time is forgotten.
    private let keptFor = Duration.seconds(60)

    typealias Work = @Sendable (Incident, Instant, any Session) throws -> Value

    private struct Entry {
        var incident: Incident
        var value: Value
        var cost: Duration
        var madeAt: ContinuousClock.Instant
        var askedAt: ContinuousClock.Instant
    }

    private let size: @Sendable (Value) -> Int
    private let work: Work
    private let entries = Mutex<[Int64: Entry]>([:])

    init(size: @escaping @Sendable (Value) -> Int, work: @escaping Work) {
        self.size = size
        self.work = work
    }

    /// Of this moment, or in a large incident the last that was worked out.
    func value(_ incident: Incident, at now: Instant, in session: any Session) throws -> Value {
        let asked = ContinuousClock.now
        let kept = entries.withLock { entries -> Value? in
            guard let entry = entries[incident.id], asked - entry.madeAt < keptFor else { return nil }
            entries[incident.id]?.askedAt = asked
            return entry.value
        }
        return try kept ?? make(incident, at: now, in: session)
    }

    private func make(_ incident: Incident, at now: Instant, in session: any Session) throws -> Value {
        let start = ContinuousClock.now
        let value = try work(incident, now, session)
        let end = ContinuousClock.now
        guard size(value) >= manyMin else { return value }
        entries.withLock { entries in
            let asked = entries[incident.id]?.askedAt ?? end
            entries[incident.id] = Entry(
                incident: incident,
                value: value,
                cost: end - start,
                madeAt: end,
                askedAt: asked
            )
        }
        return value
    }

    /// Works out again what is old and was asked for; returns whether anything is kept.
    func refresh(_ database: any Database, _ now: Instant) async throws -> Bool {
        let start = ContinuousClock.now
        let old = entries.withLock { entries in
            entries = entries.filter { start - $0.value.askedAt < keptFor }
            return entries.values.filter { start - $0.madeAt > $0.cost * share }.map(\.incident)
        }
        for incident in old {
            _ = try await database.read { session in
                // The incident as it is now: its stage decides who counts.
                guard let incident = try IncidentStore.with(id: incident.id, in: session) else { return }
                _ = try self.make(incident, at: now, in: session)
            }
        }
        return entries.withLock { !$0.isEmpty }
    }
}
