import Access
import Assembly
import Basis
import Catalog
import Database
import Incidents
import Letters
import Response

extension Crowd {
    /// Customers who were hurt by each incident of the past.
    private static let hurtEach = 20
    /// Incidents that are open, the last of which hurts everybody.
    private static let open = 5

    /// Years of small incidents that are closed, each with its story and the people who were told.
    func pastIncidents() async throws {
        let customers = customers
        for id in 1...(Self.incidents - Self.open) {
            let start = Self.now.milliseconds - Int64(Self.incidents - id) * 86_400_000
            try await house.database.write { session in
                try Self.past(Int64(id), start, customers, in: session)
            }
        }
        guard house.database.dialect == .postgres else { return }
        // The rows above came with their ids.
        try await house.database.write { session in
            for table in ["incident", "component", "customer"] as [SQL] {
                try session.run(
                    "SELECT setval(pg_get_serial_sequence('\(table)', 'id'), (SELECT MAX(id) FROM \(table)))"
                )
            }
        }
    }

    private static func past(_ id: Int64, _ start: Int64, _ customers: Int, in session: any Session) throws {
        let end = start + 7_200_000
        try session.run(
            """
            INSERT INTO incident (id, public_id, title, kind, origin, stage, basis, began_at, opened_at, resolved_at,
                                  closed_at, version, scope_frozen_at)
            VALUES (\(id), \("past\(100_000 + id)"), \("{\"es\":\"Corte número \(id)\",\"en\":\"Outage \(id)\"}"),
                    'outage', 'ours', 'closed', 'components', \(start), \(start), \(end), \(end), 1, \(start))
            """
        )
        try session.run(
            "INSERT INTO scope_past (incident_id, component_id, severity) VALUES (\(id), \(2 + id % 50), 3)"
        )
        let campaign = try session.insert(
            """
            INSERT INTO campaign (subject_kind, subject_id, purpose, audience, state, is_urgent, time_zone,
                                  machine_channels, created_at)
            VALUES ('incident', \(id), 'update', 'hurt', 'finished', 1, 'Europe/Madrid', '["email"]', \(start))
            RETURNING id
            """
        )
        let wave = try session.insert(
            """
            INSERT INTO wave (campaign_id, number, recipients, hash, frozen_at)
            VALUES (\(campaign), 1, \(hurtEach), '', \(start)) RETURNING id
            """
        )
        let people = (0..<hurtEach).map { 1 + (Int64($0) * 7_919 + id * 104_729) % Int64(customers) }
        try session.insertRows(
            "INSERT INTO hurt_customer (incident_id, customer_id, severity, since_at, frozen_at)",
            Set(people).map { [.integer(id), .integer($0), .integer(3), .integer(start), .integer(start)] }
        )
        try session.insertRows(
            """
            INSERT INTO notice (campaign_id, wave_id, customer_id, state, channel, attempts, is_possible_duplicate,
                                handed_over_at)
            """,
            Set(people).map {
                [
                    .integer(campaign), .integer(wave), .integer($0), .text("handed_over"), .text("email"),
                    .integer(1), .integer(0), .integer(start + 60_000),
                ]
            }
        )
        try session.insertRows(
            "INSERT INTO timeline_entry (incident_id, happened_at, kind, actor_kind, details)",
            (0..<12).map {
                [
                    .integer(id), .integer(start + $0 * 60_000), .text("called"), .text("operator"),
                    .text("{}"),
                ]
            }
        )
    }

    /// Four small ones, and one that hurts everybody, most of whom were told.
    func openIncidents() async throws {
        for component in (2...Self.open).map({ "c\($0)" }) { _ = try await open(component) }
        let worst = try await open("c1")
        let customers = Int64(customers)
        try await house.database.write { session in
            guard let id = Incident.id(fromName: worst),
                let campaign = try session.value(
                    "SELECT id FROM campaign WHERE subject_kind = 'incident' AND subject_id = \(id)",
                    as: Int64.self
                )
            else { return }
            let wave = try session.insert(
                """
                INSERT INTO wave (campaign_id, number, recipients, hash, frozen_at)
                VALUES (\(campaign), 2, \(customers), '', \(Self.now)) RETURNING id
                """
            )
            try session.run(
                """
                INSERT INTO notice (campaign_id, wave_id, customer_id, state, channel, attempts,
                                    is_possible_duplicate, handed_over_at)
                SELECT \(campaign), \(wave), id,
                       CASE WHEN id % 10 < 7 THEN 'handed_over' WHEN id % 10 < 9 THEN 'waiting' ELSE 'skipped' END,
                       'email', 1, 0, CASE WHEN id % 10 < 7 THEN \(Self.now) END
                FROM customer c
                WHERE NOT EXISTS (
                    SELECT 1 FROM notice n WHERE n.campaign_id = \(campaign) AND n.customer_id = c.id
                )
                """
            )
            try session.run(
                """
                INSERT INTO hurt_customer (incident_id, customer_id, severity, since_at, frozen_at)
                SELECT \(id), id, 4, \(Self.now), \(Self.now) FROM customer c
                WHERE NOT EXISTS (
                    SELECT 1 FROM hurt_customer h WHERE h.incident_id = \(id) AND h.customer_id = c.id
                )
                """
            )
        }
    }

    private func open(_ component: String) async throws -> String {
        let title = LocalizedText([.spanish: "No funciona \(component)", .english: "\(component) is down"])
        return try await house.response.perform(
            OpenIncident(
                title: title,
                impacts: [component: .majorOutage],
                origin: .upstream,
                message: title,
                nextUpdate: Self.now + .minutes(30),
                notify: true
            ),
            by: .operator,
            at: Self.now
        ).id
    }
}
