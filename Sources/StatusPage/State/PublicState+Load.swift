import Basis
import Catalog
import Database
import Incidents
import Letters

extension PublicState {
    /// Reads all of it with a fixed number of queries, however much there is.
    package static func load(
        _ page: PageIdentity,
        in session: any Session,
        now: Instant
    ) throws -> PublicState {
        let census = try PublicCensus.read(at: now, in: session)
        let incidents = try PublicIncidents(listed: census.listed, now: now, in: session).all
        let times = census.components.map(\.updatedAt) + incidents.map(\.changedAt)
        return PublicState(
            page: page,
            components: census.components,
            componentCount: census.count,
            incidents: incidents,
            troubles: try troubles(listed: census.listed, now: now, in: session),
            knownSince: census.knownSince,
            changedAt: times.max() ?? Instant(milliseconds: 0)
        )
    }

    private static func troubles(listed: SQL, now: Instant, in session: any Session) throws -> [PublicTrouble]
    {
        let since = now - .days(Int64(Bounds.daysShown) + 1)
        return try session.rows(
            """
            SELECT i.began_at, i.resolved_at, MAX(p.severity)
            FROM incident i
            JOIN scope_past p ON p.incident_id = i.id
            JOIN component c ON c.id = p.component_id
            WHERE i.basis = \(Incident.Basis.components) AND (i.resolved_at IS NULL OR i.resolved_at >= \(since))
              AND \(listed)
            GROUP BY i.id, i.began_at, i.resolved_at
            ORDER BY i.began_at DESC, i.id DESC LIMIT \(Bounds.troubles)
            """
        ) { row in
            PublicTrouble(
                beganAt: try row.next(),
                endedAt: try row.nextOrNil(),
                impact: ImpactLevel(severity: try row.next()) ?? .operational
            )
        }
    }
}

/// The components that strangers may see, and how each is.
struct PublicCensus {
    let components: [PublicComponent]
    let count: Int
    let knownSince: Instant?
    /// The condition on the alias `c` under which a component is listed.
    let listed: SQL

    static func read(at now: Instant, in session: any Session) throws -> PublicCensus {
        let listed = condition(at: now)
        let components = try rows(listed, in: session)
        let totals = try session.first("SELECT count(*), MIN(c.created_at) FROM component c WHERE \(listed)")
        { row in
            (count: try row.next(Int.self), since: try row.nextOrNil(Instant.self))
        }
        return PublicCensus(
            components: components.sorted { ($0.position, $0.id) < ($1.position, $1.id) },
            count: totals?.count ?? 0,
            knownSince: totals?.since,
            listed: listed
        )
    }

    /// A component of ours is listed. One that somebody else provides is listed only where customers have it from
    /// us under its own name: a supplier's router room that no customer ever heard of would only frighten, and what
    /// it breaks is listed anyway.
    private static func condition(at now: Instant) -> SQL {
        """
        (c.provider IS NULL OR EXISTS (
            SELECT 1 FROM subscription s WHERE s.component_id = c.id AND \(SubscriptionStore.activeFilter(at: now))
        ))
        """
    }

    /// The affected ones first, so that a limit never hides them.
    private static func rows(_ listed: SQL, in session: any Session) throws -> [PublicComponent] {
        try session.rows(
            """
            SELECT c.id, c.public_id, c.name, c.group_name, c.position, COALESCE(w.severity, 0), c.created_at,
                   COALESCE(w.changed_at, c.updated_at)
            FROM component c
            LEFT JOIN (
                SELECT sc.component_id, MAX(sc.severity) AS severity, MAX(i.opened_at) AS changed_at
                FROM scope_component sc JOIN incident i ON i.id = sc.incident_id
                WHERE i.basis = \(Incident.Basis.components)
                  AND i.stage NOT IN (\(Incident.Stage.resolved), \(Incident.Stage.closed))
                GROUP BY sc.component_id
            ) w ON w.component_id = c.id
            WHERE \(listed)
            ORDER BY COALESCE(w.severity, 0) DESC, c.position, c.id LIMIT \(PublicState.Bounds.components)
            """
        ) { row in
            PublicComponent(
                id: try row.next(),
                publicID: try row.next(),
                name: try row.next(),
                group: try row.nextOrNil(),
                position: try row.next(),
                impact: ImpactLevel(severity: try row.next()) ?? .operational,
                createdAt: try row.next(),
                updatedAt: try row.next()
            )
        }
    }
}
