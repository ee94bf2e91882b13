import Basis
import Catalog
import Database

/// Taking people out of what was noted about incidents. What was counted stays.
extension IncidentStore {
    /// What stands in a timeline for a customer that nobody is to know any more.
    private static let nobody = "…"

    /// Takes what was said by and about a customer out of all incidents. Whoever is hurt by their subscriptions alone
    /// is written down as hurt first, because the subscriptions end.
    package static func erase(
        customer id: Int64,
        named externalID: String,
        alias: String,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO hurt_customer (incident_id, customer_id, severity, since_at, frozen_at)
            SELECT p.incident_id, s.customer_id, MAX(p.severity), MIN(i.began_at), 0
            FROM subscription s
            JOIN scope_past p ON p.component_id = s.component_id
            JOIN incident i ON i.id = p.incident_id
            WHERE s.customer_id = \(id) AND \(SubscriptionStore.activeFilter(at: now)) AND NOT EXISTS (
                SELECT 1 FROM hurt_customer h WHERE h.incident_id = p.incident_id AND h.customer_id = s.customer_id
            )
            GROUP BY p.incident_id, s.customer_id
            """
        )
        try session.run("UPDATE first_contact SET said = NULL WHERE customer_id = \(id)")
        try session.run("UPDATE scope_listed SET details = '{}' WHERE customer_id = \(id)")
        try renameInTimeline(externalID, to: alias, in: session)
        try session.announce(.incidents)
    }

    /// The next closed incident whose people are still in it, of those closed at `before` or earlier.
    package static func nextToForget(closedBefore before: Instant, in session: any Session) throws -> Int64? {
        try session.value(
            """
            SELECT id FROM incident
            WHERE closed_at <= \(before) AND (people_erased_at IS NULL OR people_erased_at < closed_at)
            ORDER BY closed_at, id LIMIT 1
            """
        )
    }

    /// When the next incident is due to be forgotten that was closed after `before`; nil where none is.
    package static func nextClosing(after before: Instant, in session: any Session) throws -> Instant? {
        try session.first("SELECT MIN(closed_at) FROM incident WHERE closed_at > \(before)") {
            try $0.nextOrNil(Instant.self)
        } ?? nil
    }

    /// Takes what was said by and about customers out of one incident, some rows at a time. Whether nothing is left.
    package static func forgetPeople(
        of incidentID: Int64,
        limit: Int,
        in session: any Session
    ) throws -> Bool {
        let said = try session.run(
            """
            UPDATE first_contact SET said = NULL WHERE id IN (
                SELECT id FROM first_contact WHERE incident_id = \(incidentID) AND said IS NOT NULL
                ORDER BY id LIMIT \(limit)
            )
            """
        )
        let listed = try session.run(
            """
            UPDATE scope_listed SET details = '{}' WHERE incident_id = \(incidentID) AND customer_id IN (
                SELECT customer_id FROM scope_listed WHERE incident_id = \(incidentID) AND details <> '{}'
                ORDER BY customer_id LIMIT \(limit)
            )
            """
        )
        let entries = try session.rows(
            """
            SELECT id, details FROM timeline_entry WHERE incident_id = \(incidentID)
                AND details LIKE '%"customer":%' AND details NOT LIKE \("%\"customer\":\"\(nobody)\"%")
            ORDER BY id LIMIT \(limit)
            """
        ) { NamedEntry(id: try $0.next(), details: try $0.json()) }
        for entry in entries { try rename(entry, to: nobody, in: session) }
        return said < limit && listed < limit && entries.count < limit
    }

    package static func markForgotten(_ incidentID: Int64, at now: Instant, in session: any Session) throws {
        try session.run("UPDATE incident SET people_erased_at = \(now) WHERE id = \(incidentID)")
        try session.announce(.incident(incidentID))
    }

    private struct NamedEntry {
        var id: Int64
        var details: [String: String]
    }

    /// In all entries that name the customer. Read one by one: there may be many entries, and few name one customer.
    private static func renameInTimeline(
        _ externalID: String,
        to alias: String,
        in session: any Session
    ) throws {
        var found: [NamedEntry] = []
        try session.each("SELECT id, details FROM timeline_entry WHERE details LIKE '%\"customer\":%'") {
            row in
            let entry = NamedEntry(id: try row.next(), details: try row.json())
            if entry.details["customer"] == externalID { found.append(entry) }
        }
        for entry in found { try rename(entry, to: alias, in: session) }
    }

    private static func rename(_ entry: NamedEntry, to name: String, in session: any Session) throws {
        var details = entry.details
        details["customer"] = name
        try session.run(
            "UPDATE timeline_entry SET details = \(JSONColumn(details)) WHERE id = \(entry.id)"
        )
    }
}
