import Basis
import Catalog
import Database
import Delivery
import Incidents

/// Who is in a bag.
package enum BagCustomers {
    /// The most customers of one bag: a file of some ten megabytes, which a telephone opens within seconds.
    package static let most = 10_000
    private static let step = 1_000

    /// The customers by id inside: of an incident those who are still to be called and then all who are hurt, worst
    /// first; without one all there are.
    ///
    /// - Throws: ``BagRefusal`` where they are none, or more than fit.
    package static func choose(
        _ incident: Incident?,
        _ subject: Subject?,
        _ narrowing: BagNarrowing,
        most: Int = most,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64] {
        let chosen =
            if let incident, let subject {
                try concerned(incident, subject, narrowing, most: most, at: now, in: session)
            } else {
                try session.rows(
                    """
                    SELECT u.id FROM customer u WHERE \(narrowing.condition(at: now))
                    ORDER BY u.id LIMIT \(most + 1)
                    """
                ) { try $0.int64(0) }
            }
        guard chosen.count <= most else { throw BagRefusal.tooManyCustomers(most: most) }
        guard !chosen.isEmpty else { throw BagRefusal.nobodyInIt }
        return chosen
    }

    private static func concerned(
        _ incident: Incident,
        _ subject: Subject,
        _ narrowing: BagNarrowing,
        most: Int,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64] {
        var chosen = try session.rows(
            """
            SELECT DISTINCT u.id FROM call c
            JOIN campaign k ON k.id = c.campaign_id JOIN customer u ON u.id = c.customer_id
            WHERE c.state = 'open' AND k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
                AND \(narrowing.condition(at: now))
            ORDER BY u.id LIMIT \(most + 1)
            """
        ) { try $0.int64(0) }
        var seen = Set(chosen)
        var walk = HurtWalk(incident: incident)
        while chosen.count <= most, let ids = try walk.next(limit: step, at: now, in: session) {
            let fresh = ids.filter { seen.insert($0).inserted }
            chosen += try meant(fresh, narrowing, at: now, in: session)
        }
        return chosen
    }

    /// Those of the customers who are in a narrowed bag, in their order.
    private static func meant(
        _ ids: [Int64],
        _ narrowing: BagNarrowing,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64] {
        guard narrowing != BagNarrowing() else { return ids }
        let found = Set(
            try inSlices(ids) { slice in
                try session.rows(
                    "SELECT u.id FROM customer u WHERE u.id IN \(list: slice) AND \(narrowing.condition(at: now))"
                ) { try $0.int64(0) }
            }
        )
        return ids.filter(found.contains)
    }
}

/// Walks over the hurt: of the scope while the incident lasts, afterwards of those who were told.
private struct HurtWalk {
    let incident: Incident
    private var cursor: AudienceCursor?
    private var lastID: Int64 = 0
    private var isOver = false

    init(incident: Incident) { self.incident = incident }

    /// The next ones, or nil at the end; may be empty although more come.
    mutating func next(limit: Int, at now: Instant, in session: any Session) throws -> [Int64]? {
        guard !isOver else { return nil }
        guard incident.isOngoing else {
            let hurt = try ScopeStore.frozen(incident.id, after: lastID, limit: limit, in: session)
            lastID = hurt.last?.customerID ?? lastID
            isOver = hurt.count < limit
            return hurt.map(\.customerID)
        }
        let page = try ScopeStore.nextHurt(
            incident.id,
            .hurt,
            cursor: cursor,
            limit: limit,
            at: now,
            in: session
        )
        cursor = page.next
        isOver = page.next == nil
        return page.recipients.map(\.customerID)
    }
}
