import Basis
import Catalog
import Database
import Incidents
import Letters

/// Reads the incidents that strangers may see.
///
/// An incident whose hurt customers are a list (wrong books to one school, one mistake in one order) is not
/// everybody's business: those people are told themselves, and the page is silent about it.
struct PublicIncidents {
    /// The condition on the alias `c` under which a component is listed.
    let listed: SQL
    let now: Instant
    private let session: any Session

    init(listed: SQL, now: Instant, in session: any Session) {
        self.listed = listed
        self.now = now
        self.session = session
    }

    /// Newest first; among too many the open ones stay.
    var all: [PublicIncident] {
        get throws {
            var incidents = try heads()
            let ids = incidents.map(\.id)
            let updates = try updates(of: ids)
            let affected = try affected(of: ids)
            let promises = Dictionary(grouping: try openPromises(), by: \.incidentID)
            let sightings = Dictionary(grouping: try sightings(of: ids), by: \.incidentID)
            let providers = try providers(of: ids)
            let sheets = try sheets(of: ids)
            for index in incidents.indices {
                let id = incidents[index].id
                let promised = promises[id] ?? []
                incidents[index].updates = updates[id] ?? []
                incidents[index].affected = affected[id]?.shown ?? []
                incidents[index].affectedCount = affected[id]?.count ?? 0
                incidents[index].nextUpdateAt = promised.last { $0.kind == .nextUpdate }?.dueAt
                incidents[index].estimates =
                    incidents[index].isOpen ? estimates(promised, sightings[id] ?? []) : []
                incidents[index].providers = incidents[index].origin == .upstream ? providers[id] ?? [] : []
                incidents[index].sheet = FactSheet(sheets[id] ?? [])
            }
            return incidents.sorted { ($1.openedAt, $1.id) < ($0.openedAt, $0.id) }
        }
    }

    private func heads() throws -> [PublicIncident] {
        try session.rows(
            """
            SELECT id, public_id, title, kind, origin, stage, began_at, opened_at, monitoring_at, resolved_at
            FROM incident WHERE basis = \(Incident.Basis.components)
            ORDER BY CASE WHEN stage IN (\(Incident.Stage.resolved), \(Incident.Stage.closed)) THEN 1 ELSE 0 END,
                     opened_at DESC, id DESC
            LIMIT \(PublicState.Bounds.incidents)
            """
        ) { row in
            PublicIncident(
                id: try row.next(),
                publicID: try row.next(),
                title: try row.next(),
                kind: try row.next(),
                origin: try row.next(),
                stage: try row.next(),
                beganAt: try row.next(),
                openedAt: try row.next(),
                monitoringAt: try row.nextOrNil(),
                resolvedAt: try row.nextOrNil()
            )
        }
    }

    private func updates(of ids: [Int64]) throws -> [Int64: [PublicUpdate]] {
        let rows = try session.rows(
            """
            SELECT incident_id, public_id, status, message, published_at, edited_at, is_notified
            FROM incident_update WHERE incident_id IN \(list: ids)
            ORDER BY id DESC LIMIT \(PublicState.Bounds.updates)
            """
        ) { row in
            let incidentID: Int64 = try row.next()
            return (
                incidentID,
                PublicUpdate(
                    publicID: try row.next(),
                    stage: try row.next(),
                    message: try row.next(),
                    publishedAt: try row.next(),
                    editedAt: try row.nextOrNil(),
                    isNotified: try row.next()
                )
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    /// Those worst off now first, then in the order of the page; how many there are besides those shown is counted.
    private func affected(of ids: [Int64]) throws -> [Int64: (shown: [PublicIncident.Affected], count: Int)] {
        var affected: [Int64: (shown: [PublicIncident.Affected], count: Int)] = [:]
        try session.each(
            """
            SELECT incident_id, component_id, severity, worst, total FROM (
                SELECT p.incident_id, p.component_id, COALESCE(sc.severity, 0) AS severity, p.severity AS worst,
                       COUNT(*) OVER (PARTITION BY p.incident_id) AS total,
                       ROW_NUMBER() OVER (
                           PARTITION BY p.incident_id
                           ORDER BY COALESCE(sc.severity, 0) DESC, p.severity DESC, c.position, c.id
                       ) AS place
                FROM scope_past p JOIN component c ON c.id = p.component_id
                LEFT JOIN scope_component sc
                    ON sc.incident_id = p.incident_id AND sc.component_id = p.component_id
                WHERE p.incident_id IN \(list: ids) AND \(listed)
            ) ranked
            WHERE place <= \(PublicState.Bounds.affectedPerIncident) ORDER BY incident_id, place
            """
        ) { row in
            let incidentID: Int64 = try row.next()
            let component = PublicIncident.Affected(
                componentID: try row.next(),
                impact: ImpactLevel(severity: try row.next()) ?? .operational,
                worst: ImpactLevel(severity: try row.next()) ?? .operational
            )
            let total: Int = try row.next()
            affected[incidentID, default: ([], total)].shown.append(component)
        }
        return affected
    }

    /// What we promised and still owe, also when it is late.
    private func openPromises() throws -> [Promise] {
        try IncidentStore.openPromises(dueBefore: Instant(milliseconds: .max), in: session)
            .sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
    }

    /// What others expect. Who a customer is or who phoned is nobody's business, so only what was said in public
    /// counts, or by a provider.
    private func sightings(of ids: [Int64]) throws -> [Sighting] {
        try session.rows(
            """
            SELECT incident_id, source, who, said, link, seen_at, noted_at, trust, eta_at FROM sighting
            WHERE incident_id IN \(list: ids) AND eta_at IS NOT NULL AND source <> \(Sighting.Source.customer)
            ORDER BY id DESC
            """
        ) { row in
            Sighting(
                incidentID: try row.next(),
                source: try row.next(),
                who: try row.nextOrNil(),
                said: try row.next(),
                link: try row.nextOrNil(),
                seenAt: try row.next(),
                notedAt: try row.next(),
                trust: try row.next(),
                etaAt: try row.nextOrNil()
            )
        }
    }

    private func estimates(_ promises: [Promise], _ sightings: [Sighting]) -> [PublicIncident.Estimate] {
        let ours = promises.last { $0.kind == .eta }.map { promise in
            PublicIncident.Estimate(source: .ours, at: promise.dueAt, saidAt: promise.madeAt)
        }
        let theirs = sightings.estimateOfOthers(at: now).flatMap { sighting in
            sighting.etaAt.map { eta in
                PublicIncident.Estimate(
                    source: .theirs(who: sighting.who, link: publicLink(of: sighting)),
                    at: eta,
                    saidAt: sighting.seenAt
                )
            }
        }
        return [ours, theirs].compactMap(\.self)
    }

    private func publicLink(of sighting: Sighting) -> String? {
        guard [.twitter, .media, .upstreamPage].contains(sighting.source), let link = sighting.link else {
            return nil
        }
        return link.hasPrefix("https://") || link.hasPrefix("http://") ? link : nil
    }

    /// Whose component failed, where it was not ours.
    private func providers(of ids: [Int64]) throws -> [Int64: [String]] {
        let rows = try session.rows(
            """
            SELECT DISTINCT ic.incident_id, c.provider
            FROM incident_component ic JOIN component c ON c.id = ic.component_id
            WHERE ic.incident_id IN \(list: ids) AND c.provider IS NOT NULL
            ORDER BY ic.incident_id, c.provider
            """
        ) { (incidentID: try $0.next(Int64.self), provider: try $0.next(String.self)) }
        return Dictionary(grouping: rows, by: \.incidentID).mapValues { $0.map(\.provider) }
    }

    /// What was stated for customers. A fact becomes public with the next update, not while somebody still types.
    private func sheets(of ids: [Int64]) throws -> [Int64: [Fact]] {
        let names = [Fact.Name.cause, Fact.Name.workaround, Fact.Name.dataExposed, Fact.Name.dataLost]
        let rows = try session.rows(
            """
            SELECT f.incident_id, f.name, f.type, f.value, f.wording, f.version FROM fact f
            WHERE f.incident_id IN \(list: ids) AND f.name IN \(list: names)
              AND f.stated_at <= (
                  SELECT MAX(u.published_at) FROM incident_update u WHERE u.incident_id = f.incident_id
              )
            ORDER BY f.incident_id, f.name, f.version
            """
        ) { row in
            (
                incidentID: try row.next(Int64.self),
                fact: Fact(
                    id: try row.next(),
                    type: try row.next(),
                    value: try row.next(),
                    text: try row.next(),
                    version: try row.next()
                )
            )
        }
        return Dictionary(grouping: rows, by: \.incidentID).mapValues { $0.map(\.fact) }
    }
}
