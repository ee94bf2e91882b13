import Basis
import Catalog
import Database
import Delivery
import Incidents

extension Scorecard {
    /// The scorecard of incidents, read from all rooms' tables. A person hurt by two of them counts in both.
    package static func make(
        _ incidents: [Incident],
        at now: Instant,
        in session: any Session
    ) throws -> Scorecard {
        var card = Scorecard()
        var everybody: [PersonRecord] = []
        for incident in incidents {
            let reader = ScorecardReader(incident: incident, now: now)
            let people = try reader.people(in: session)
            card.count(Array(people.values))
            everybody += people.values
            try reader.contacts(people, into: &card, in: session)
            try reader.promises(into: &card, in: session)
            try reader.silence(into: &card, in: session)
            try reader.ledger(into: &card, in: session)
        }
        card.time(everybody)
        return card
    }
}

/// Reads one incident's share of the scorecard.
struct ScorecardReader {
    let incident: Incident
    let now: Instant

    func people(in session: any Session) throws -> [Int64: PersonRecord] {
        var people: [Int64: PersonRecord] = [:]
        for id in try ScopeStore.everHurt(incident.id, at: now, in: session) {
            people[id] = PersonRecord(incidentBeganAt: incident.beganAt)
        }
        try told(&people, in: session)
        try session.each(
            """
            SELECT customer_id, MIN(happened_at) FROM first_contact WHERE incident_id = \(incident.id)
            GROUP BY customer_id
            """
        ) { row in people[try row.int64(0)]?.firstContactAt = Instant(milliseconds: try row.int64(1)) }
        try session.each(
            "SELECT customer_id, had_noticed FROM noticed_answer WHERE incident_id = \(incident.id)"
        ) { row in people[try row.int64(0)]?.hadNoticed = try row.int64(1) != 0 }
        return people
    }

    private func told(_ people: inout [Int64: PersonRecord], in session: any Session) throws {
        var stillWaiting: Set<Int64> = []
        try session.each(
            """
            SELECT n.customer_id, n.state, n.handed_over_at, n.channel
            FROM notice n JOIN campaign c ON c.id = n.campaign_id
            WHERE c.subject_kind = 'incident' AND c.subject_id = \(incident.id)
              AND NOT (n.state = 'skipped' AND COALESCE(n.reason, '') IN ('superseded', 'fixed_meanwhile'))
            ORDER BY n.handed_over_at, n.id
            """
        ) { row in
            let customer: Int64 = try row.next()
            let state: String = try row.next()
            let handedOverAt: Instant? = try row.nextOrNil()
            let channel: String? = try row.nextOrNil()
            switch state {
            case "handed_over":
                guard let person = people[customer], person.toldAt == nil else { return }
                people[customer]?.toldAt = handedOverAt
                people[customer]?.toldBy = channel
            case "skipped", "refused": people[customer]?.isUnreachable = true
            default: stillWaiting.insert(customer)
            }
        }
        // Who waits for a later notice is not given up yet.
        for customer in stillWaiting { people[customer]?.isUnreachable = false }
    }

    func contacts(_ people: [Int64: PersonRecord], into card: inout Scorecard, in session: any Session) throws
    {
        try session.each(
            "SELECT customer_id, happened_at FROM first_contact WHERE incident_id = \(incident.id)"
        ) { row in
            guard let person = people[try row.int64(0)] else { return }
            let at = Instant(milliseconds: try row.int64(1))
            if let told = person.toldAt, told < at {
                card.contactsAfterTold += 1
            } else {
                card.contactsBeforeTold += 1
            }
        }
    }

    func promises(into card: inout Scorecard, in session: any Session) throws {
        for promise in try IncidentStore.promises(of: incident.id, in: session) {
            card.promisesDue += 1
            switch promise.state {
            case .kept: card.promisesKept += 1
            case .replaced: card.promisesReplaced += 1
            case .late, .keptLate: card.promisesLate += 1
            case .due: break
            }
        }
    }

    /// From opening over each published word to the end of the trouble.
    func silence(into card: inout Scorecard, in session: any Session) throws {
        let words = try IncidentStore.updates(of: incident.id, in: session).map(\.publishedAt).sorted()
        let moments = [incident.openedAt] + words + [incident.resolvedAt ?? now]
        let longest = zip(moments, moments.dropFirst()).map { ($1 - $0).seconds }.max()
        if let longest { card.longestSilenceSeconds = max(card.longestSilenceSeconds ?? 0, longest) }
    }

    func ledger(into card: inout Scorecard, in session: any Session) throws {
        let subject = Subject(kind: "incident", id: incident.id)
        let report = try NoticeReport.make(subject, hurt: 0, in: session)
        card.skippedByReason.merge(report.counts.skippedByReason) { $0 + $1 }
        card.passedOverByReason.merge(report.counts.passedOverByReason) { $0 + $1 }
        card.possibleDuplicates += report.counts.possibleDuplicates
        card.emailsToAffectedCarrier += try emailsToAffectedCarrier(in: session)
    }

    /// Checked against the carriers that each campaign knew to be broken, by SQL of its own: not by the code
    /// that chose the addresses.
    private func emailsToAffectedCarrier(in session: any Session) throws -> Int {
        try session.count(
            """
            SELECT count(*) FROM notice n
            JOIN campaign c ON c.id = n.campaign_id
            JOIN address a ON a.id = n.address_id
            WHERE c.subject_kind = 'incident' AND c.subject_id = \(incident.id)
              AND n.state = 'handed_over' AND n.channel = 'email'
              AND EXISTS (
                SELECT 1 FROM blocked_carrier b WHERE b.campaign_id = c.id AND (
                    (b.kind = 'mail_domain' AND a.value LIKE '%@' || b.value)
                    OR (b.kind = 'mail_subdomains' AND a.value LIKE '%.' || b.value)
                    OR (b.kind = 'channel' AND b.value = 'email')
                )
              )
            """
        )
    }
}
