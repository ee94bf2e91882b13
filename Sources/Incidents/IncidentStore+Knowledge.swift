import Basis
import Database

extension IncidentStore {
    package static func addSighting(_ sighting: inout Sighting, in session: any Session) throws {
        sighting.id = try session.insert(
            """
            INSERT INTO sighting (incident_id, source, who, said, link, seen_at, noted_at, trust, eta_at)
            VALUES (\(sighting.incidentID), \(sighting.source), \(sighting.who), \(sighting.said), \(sighting.link),
                    \(sighting.seenAt), \(sighting.notedAt), \(sighting.trust), \(sighting.etaAt))
            RETURNING id
            """
        )
        try announce(sighting.incidentID, in: session)
    }

    /// What was learned about an incident, the last seen first.
    package static func sightings(of incidentID: Int64, in session: any Session) throws -> [Sighting] {
        try session.rows(
            """
            SELECT id, incident_id, source, who, said, link, seen_at, noted_at, trust, eta_at FROM sighting
            WHERE incident_id = \(incidentID) ORDER BY seen_at DESC, id DESC
            """,
            Sighting.init(row:)
        )
    }

    package static func addContact(_ contact: inout FirstContact, in session: any Session) throws {
        contact.id = try session.insert(
            """
            INSERT INTO first_contact (incident_id, customer_id, channel, happened_at, said)
            VALUES (\(contact.incidentID), \(contact.customerID), \(contact.channel), \(contact.happenedAt),
                    \(contact.said))
            RETURNING id
            """
        )
        try session.announce(.incident(contact.incidentID))
    }

    /// Everybody who came to us about an incident, in the order in which they did.
    package static func contacts(of incidentID: Int64, in session: any Session) throws -> [FirstContact] {
        try session.rows(
            """
            SELECT id, incident_id, customer_id, channel, happened_at, said FROM first_contact
            WHERE incident_id = \(incidentID) ORDER BY happened_at, id
            """,
            FirstContact.init(row:)
        )
    }

    /// Stores the answer; a later one of the same customer takes its place.
    package static func setAnswer(_ answer: NoticedAnswer, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO noticed_answer (incident_id, customer_id, had_noticed, noticed_at, answered_at)
            VALUES (\(answer.incidentID), \(answer.customerID), \(answer.hadNoticed), \(answer.noticedAt),
                    \(answer.answeredAt))
            ON CONFLICT (incident_id, customer_id)
            DO UPDATE SET had_noticed = excluded.had_noticed, noticed_at = excluded.noticed_at,
                          answered_at = excluded.answered_at
            """
        )
        try session.announce(.incident(answer.incidentID))
    }

    package static func answer(
        of customerID: Int64,
        incidentID: Int64,
        in session: any Session
    ) throws -> NoticedAnswer? {
        try session.first(
            """
            SELECT incident_id, customer_id, had_noticed, noticed_at, answered_at FROM noticed_answer
            WHERE incident_id = \(incidentID) AND customer_id = \(customerID)
            """,
            NoticedAnswer.init(row:)
        )
    }

    package static func answers(of incidentID: Int64, in session: any Session) throws -> [NoticedAnswer] {
        try session.rows(
            """
            SELECT incident_id, customer_id, had_noticed, noticed_at, answered_at FROM noticed_answer
            WHERE incident_id = \(incidentID) ORDER BY answered_at, customer_id
            """,
            NoticedAnswer.init(row:)
        )
    }

    package static func addTimeline(_ entry: TimelineEntry, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO timeline_entry (incident_id, happened_at, kind, actor_kind, actor_id, details)
            VALUES (\(entry.incidentID), \(entry.happenedAt), \(entry.kind), \(entry.actorKind), \(entry.actorID),
                    \(JSONColumn(entry.details)))
            """
        )
        try session.announce(.incident(entry.incidentID))
    }

    /// The story of an incident, newest first.
    package static func timeline(
        of incidentID: Int64,
        limit: Int,
        in session: any Session
    ) throws -> [TimelineEntry] {
        try session.rows(
            """
            SELECT id, incident_id, happened_at, kind, actor_kind, actor_id, details FROM timeline_entry
            WHERE incident_id = \(incidentID) ORDER BY happened_at DESC, id DESC LIMIT \(limit)
            """,
            TimelineEntry.init(row:)
        )
    }
}

extension Sighting {
    fileprivate init(row: Row) throws {
        id = try row.next()
        incidentID = try row.next()
        source = try row.next()
        who = try row.nextOrNil()
        said = try row.next()
        link = try row.nextOrNil()
        seenAt = try row.next()
        notedAt = try row.next()
        trust = try row.next()
        etaAt = try row.nextOrNil()
    }
}

extension FirstContact {
    fileprivate init(row: Row) throws {
        id = try row.next()
        incidentID = try row.next()
        customerID = try row.next()
        channel = try row.next()
        happenedAt = try row.next()
        said = try row.nextOrNil()
    }
}

extension NoticedAnswer {
    fileprivate init(row: Row) throws {
        incidentID = try row.next()
        customerID = try row.next()
        hadNoticed = try row.next()
        noticedAt = try row.nextOrNil()
        answeredAt = try row.next()
    }
}

extension TimelineEntry {
    fileprivate init(row: Row) throws {
        id = try row.next()
        incidentID = try row.next()
        happenedAt = try row.next()
        kind = try row.next()
        actorKind = try row.next()
        actorID = try row.nextOrNil()
        details = try row.json()
    }
}
