import Basis
import Catalog
import Database

extension Ledger {
    /// The notices of a claimed segment that are due, in the order of telling.
    func due(_ claim: SegmentClaim, at now: Instant, in session: any Session) throws -> [DueNotice] {
        try notices(
            of: claim,
            where: "n.state IN ('waiting', 'unknown') AND n.next_at <= \(now)",
            in: session
        )
    }

    func notices(of claim: SegmentClaim, where condition: SQL, in session: any Session) throws -> [DueNotice]
    {
        try session.rows(
            """
            SELECT n.id, n.customer_id, n.channel, n.attempts, n.state, c.language, n.address_id,
                   COALESCE(a.value, ''), COALESCE(a.preference, 0), COALESCE(a.consent, 'unknown'),
                   COALESCE(a.standing, 'removed')
            FROM notice n
            JOIN customer c ON c.id = n.customer_id
            LEFT JOIN address a ON a.id = n.address_id
            WHERE \(claim.notices) AND \(condition)
            ORDER BY n.id
            """
        ) { row in
            let (id, customer) = (try row.next(Int64.self), try row.next(Int64.self))
            let channel = try row.next(AddressChannel.self)
            let attempts = try row.next(Int.self)
            let state = try row.next(NoticeState.self)
            let language = try row.next(Language.self)
            let address = Address(
                id: try row.next(),
                customerID: customer,
                channel: channel,
                value: try row.next(),
                preference: try row.next(),
                consent: try row.next(),
                standing: try row.next()
            )
            return DueNotice(
                id: id,
                customerID: customer,
                channel: channel,
                address: address,
                language: language,
                attempts: attempts,
                isRepeat: state == .unknown
            )
        }
    }

    /// Lets go of the leases of nodes on this machine that are provably dead, so that nobody waits for them to run out.
    func freeDead(in session: any Session) throws {
        let holders = try session.rows(
            "SELECT DISTINCT node FROM segment WHERE state = 'open' AND node IS NOT NULL AND lease_until > 0"
        ) { try $0.next(String.self) }
        for holder in holders where holder != node.text {
            guard let other = NodeIdentity(text: holder), node.canProveDead(other) else { continue }
            try session.run("UPDATE segment SET lease_until = 0 WHERE state = 'open' AND node = \(holder)")
        }
    }

    /// Whether ``freeDead(in:)`` would find something to do.
    func hasDead(in session: any Session) throws -> Bool {
        let holders = try session.rows(
            "SELECT DISTINCT node FROM segment WHERE state = 'open' AND node IS NOT NULL AND lease_until > 0"
        ) { try $0.next(String.self) }
        return holders.contains { holder in
            holder != node.text && NodeIdentity(text: holder).map(node.canProveDead) ?? false
        }
    }

    /// Gives back all leases of this node. Where something is in flight, the next holder has to know: the name stays.
    func release(in session: any Session) throws {
        try session.run(
            """
            UPDATE segment AS s SET node = NULL, lease_until = 0
            WHERE s.state = 'open' AND s.node = \(node.text) AND NOT EXISTS (
                SELECT 1 FROM notice n WHERE \(SegmentNotices.ofSegment) AND n.state = 'sending'
            )
            """
        )
        try session.run("UPDATE segment SET lease_until = 0 WHERE state = 'open' AND node = \(node.text)")
    }

    /// When the next segment can be claimed; nil where there is none.
    func nextDue(_ now: Instant, in session: any Session) throws -> Instant? {
        let today = try session.databaseTime()
        let waiting =
            try session.first(
                """
                SELECT MIN(s.next_at) FROM segment s
                WHERE s.state = 'open' AND s.lease_until <= \(today) AND \(Canary.mayLeave)
                """
            ) { try $0.nextOrNil(Instant.self) } ?? nil
        let leased =
            try session.first(
                "SELECT MIN(s.lease_until) FROM segment s WHERE s.state = 'open' AND s.node IS NOT NULL"
            ) { try $0.nextOrNil(Instant.self) } ?? nil
        let freeAt = leased.map { now + max($0 - today, Span(milliseconds: 0)) }
        return [waiting.map { max($0, now) }, freeAt].compactMap(\.self).min()
    }
}
