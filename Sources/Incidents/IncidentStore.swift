import Access
import Basis
import Catalog
import Database

/// Reads and writes incidents, their updates and their components. Only deeds and background work write.
package enum IncidentStore {
    /// Stores a new incident and gives it its id.
    package static func insert(_ incident: inout Incident, in session: any Session) throws {
        incident.id = try session.insert(
            """
            INSERT INTO incident (public_id, title, kind, origin, stage, basis, began_at, opened_at, identified_at,
                                  monitoring_at, resolved_at, closed_at, version)
            VALUES (\(incident.publicID), \(incident.title), \(incident.kind), \(incident.origin), \(incident.stage),
                    \(incident.basis), \(incident.beganAt), \(incident.openedAt), \(incident.identifiedAt),
                    \(incident.monitoringAt), \(incident.resolvedAt), \(incident.closedAt), \(incident.version))
            RETURNING id
            """
        )
        try announce(incident.id, in: session)
    }

    package static func save(_ incident: Incident, in session: any Session) throws {
        try session.run(
            """
            UPDATE incident
            SET title = \(incident.title), kind = \(incident.kind), origin = \(incident.origin),
                stage = \(incident.stage), basis = \(incident.basis), began_at = \(incident.beganAt),
                identified_at = \(incident.identifiedAt), monitoring_at = \(incident.monitoringAt),
                resolved_at = \(incident.resolvedAt), closed_at = \(incident.closedAt),
                version = \(incident.version)
            WHERE id = \(incident.id)
            """
        )
        try announce(incident.id, in: session)
    }

    package static func with(id: Int64, in session: any Session) throws -> Incident? {
        try session.first("SELECT \(Incident.columns) FROM incident WHERE id = \(id)", Incident.init(row:))
    }

    /// The incident that people call `INC-7`.
    package static func with(name: String, in session: any Session) throws -> Incident? {
        guard let id = Incident.id(fromName: name) else { return nil }
        return try with(id: id, in: session)
    }

    package static func with(publicID: String, in session: any Session) throws -> Incident? {
        try session.first(
            "SELECT \(Incident.columns) FROM incident WHERE public_id = \(publicID)",
            Incident.init(row:)
        )
    }

    /// Those that are not over yet, newest first.
    package static func open(in session: any Session) throws -> [Incident] {
        try session.rows(
            """
            SELECT \(Incident.columns) FROM incident
            WHERE stage NOT IN (\(Incident.Stage.resolved), \(Incident.Stage.closed))
            ORDER BY id DESC
            """,
            Incident.init(row:)
        )
    }

    /// The newest ones, whatever their stage.
    /// - Parameter older: only those that were opened before this one.
    package static func all(
        limit: Int,
        before older: Int64? = nil,
        in session: any Session
    ) throws -> [Incident] {
        try session.rows(
            """
            SELECT \(Incident.columns) FROM incident WHERE id < \(older ?? Int64.max)
            ORDER BY id DESC LIMIT \(limit)
            """,
            Incident.init(row:)
        )
    }

    /// Those whose id is below `id` and whose stage is one of these, newest first.
    package static func page(
        before id: Int64,
        stages: [Incident.Stage],
        limit: Int,
        in session: any Session
    ) throws -> [Incident] {
        try session.rows(
            """
            SELECT \(Incident.columns) FROM incident
            WHERE id < \(id) AND stage IN \(list: stages) ORDER BY id DESC LIMIT \(limit)
            """,
            Incident.init(row:)
        )
    }

    /// Those of the newest ones whose title contains `text`, newest first; before them the one that has this name.
    package static func search(_ text: String, limit: Int, in session: any Session) throws -> [Incident] {
        let asked = SearchText.folded(text)
        let named = try with(name: text.uppercased(), in: session)
        let found = try session.rows(
            """
            SELECT \(Incident.columns) FROM (
                SELECT \(Incident.columns) FROM incident ORDER BY id DESC LIMIT \(searchedMax)
            ) newest
            WHERE \(session.dialect.contains("title", text)) ORDER BY id DESC LIMIT \(searchSlack)
            """,
            Incident.init(row:)
        ).filter { incident in
            // A title is kept with its languages: what is only the code of one is no title.
            incident.id != named?.id
                && incident.title.texts.values.contains { SearchText.folded($0).contains(asked) }
        }
        return Array(((named.map { [$0] } ?? []) + found).prefix(limit))
    }

    /// Older incidents are found in the list.
    private static let searchedMax = 2_000
    private static let searchSlack = 200

    /// The newest ones that are not closed.
    package static func unclosed(limit: Int, in session: any Session) throws -> [Incident] {
        try session.rows(
            """
            SELECT \(Incident.columns) FROM incident
            WHERE stage IN (
                \(Incident.Stage.investigating), \(Incident.Stage.identified), \(Incident.Stage.monitoring),
                \(Incident.Stage.resolved)
            )
            ORDER BY id DESC LIMIT \(limit)
            """,
            Incident.init(row:)
        )
    }

    /// The newest of those that have to do with one customer: they were hurt, told, listed, or turned to us.
    package static func of(customerID: Int64, limit: Int, in session: any Session) throws -> [Incident] {
        try session.rows(
            """
            SELECT \(Incident.columns) FROM incident
            WHERE EXISTS (
                SELECT 1 FROM hurt_customer h WHERE h.incident_id = incident.id AND h.customer_id = \(customerID)
            ) OR EXISTS (
                SELECT 1 FROM scope_listed l WHERE l.incident_id = incident.id AND l.customer_id = \(customerID)
            ) OR EXISTS (
                SELECT 1 FROM first_contact f WHERE f.incident_id = incident.id AND f.customer_id = \(customerID)
            ) OR EXISTS (
                SELECT 1 FROM subscription s JOIN scope_component c ON c.component_id = s.component_id
                WHERE c.incident_id = incident.id AND s.customer_id = \(customerID)
            )
            ORDER BY id DESC LIMIT \(limit)
            """,
            Incident.init(row:)
        )
    }

    /// Does what the life cycle asks for, and writes it into the timeline.
    package static func carryOut(
        _ effects: [Incident.Effect],
        of incident: Incident,
        by actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws {
        for effect in effects {
            switch effect {
            case .moved(let from, let to):
                let details = ["from": from.rawValue, "to": to.rawValue]
                try addTimeline(
                    TimelineEntry(
                        incidentID: incident.id,
                        happenedAt: now,
                        kind: TimelineEntry.Kind.moved,
                        actor: actor,
                        details: details
                    ),
                    in: session
                )
            case .forgetBackChecks: try BackCheckStore.forget(incident.id, in: session)
            }
        }
    }

    static func announce(_ incidentID: Int64, in session: any Session) throws {
        try session.announce(.incident(incidentID))
        try session.announce(.incidents)
    }
}

extension Incident {
    fileprivate static let columns: SQL = """
        id, public_id, title, kind, origin, stage, basis, began_at, opened_at, identified_at, monitoring_at,
        resolved_at, closed_at, version
        """

    fileprivate init(row: Row) throws {
        id = try row.next()
        publicID = try row.next()
        title = try row.next()
        kind = try row.next()
        origin = try row.next()
        stage = try row.next()
        basis = try row.next()
        beganAt = try row.next()
        openedAt = try row.next()
        identifiedAt = try row.nextOrNil()
        monitoringAt = try row.nextOrNil()
        resolvedAt = try row.nextOrNil()
        closedAt = try row.nextOrNil()
        version = try row.next()
    }
}
