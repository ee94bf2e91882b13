import Basis
import Catalog
import Database

/// Who is hurt by an incident, and why: computed from components and dependencies, or taken from a list.
package enum ScopeStore {
    /// How badly those are hurt who were listed by name, as nobody said anything finer about them.
    package static let listedImpact = ImpactLevel.partialOutage

    /// Walks the dependencies from the components that fail and stores what they reach.
    /// - Returns: whether the scope changed.
    @discardableResult
    package static func recompute(_ incidentID: Int64, in session: any Session) throws -> Bool {
        let failed = try failedComponents(incidentID, in: session)
        let graph = failed.isEmpty ? ScopeGraph(dependencies: []) : try graph(in: session)
        return try recompute(incidentID, graph, in: session)
    }

    /// The same for every incident that is not over, after the catalogue changed.
    /// - Returns: the incidents whose scope changed.
    @discardableResult
    package static func recomputeOpen(in session: any Session) throws -> [Int64] {
        let incidents = try IncidentStore.open(in: session)
        guard !incidents.isEmpty else { return [] }
        let graph = try graph(in: session)
        return try incidents.map(\.id).filter { try recompute($0, graph, in: session) }
    }

    /// The components in the scope by id, the failed ones included.
    package static func components(
        of incidentID: Int64,
        in session: any Session
    ) throws -> [Int64: Reached] {
        var components: [Int64: Reached] = [:]
        try session.each(
            """
            SELECT component_id, impact, via_id, is_certain FROM scope_component
            WHERE incident_id = \(incidentID)
            """
        ) { row in
            let id = try row.next(Int64.self)
            components[id] = Reached(
                impact: try row.next(),
                viaID: try row.nextOrNil(),
                isCertain: try row.next()
            )
        }
        return components
    }

    package static func componentIDs(of incidentID: Int64, in session: any Session) throws -> Set<Int64> {
        Set(
            try session.rows("SELECT component_id FROM scope_component WHERE incident_id = \(incidentID)") {
                try $0.next(Int64.self)
            }
        )
    }

    /// Counts the changes of a scope, so that a walk over it can begin again.
    static func version(of incidentID: Int64, in session: any Session) throws -> Int64 {
        try session.value("SELECT scope_version FROM incident WHERE id = \(incidentID)") ?? 0
    }

    static func raiseVersion(of incidentID: Int64, in session: any Session) throws {
        try session.run("UPDATE incident SET scope_version = scope_version + 1 WHERE id = \(incidentID)")
        try IncidentStore.announce(incidentID, in: session)
    }

    /// All dependencies as a graph. Read as three integers a row, in the order of the table: a quarter of a million of
    /// them take 30 ms that way, and 170 ms as `ComponentStore.dependencies` with its words and its order.
    private static func graph(in session: any Session) throws -> ScopeGraph {
        var dependencies: [Dependency] = []
        try session.each(
            """
            SELECT component_id, depends_on_id, CASE WHEN kind = \(Dependency.Kind.hard) THEN 1 ELSE 0 END
            FROM dependency
            """
        ) { row in
            let kind: Dependency.Kind = try row.int64(2) == 1 ? .hard : .soft
            dependencies.append(
                Dependency(componentID: try row.int64(0), dependsOnID: try row.int64(1), kind: kind)
            )
        }
        return ScopeGraph(dependencies: dependencies)
    }

    private static func failedComponents(
        _ incidentID: Int64,
        in session: any Session
    ) throws -> [Int64: ImpactLevel] {
        let impacts = try IncidentStore.impacts(of: incidentID, in: session)
        return impacts.reduce(into: [:]) { failed, component in
            if component.impact > .operational { failed[component.componentID] = component.impact }
        }
    }

    private static func recompute(
        _ incidentID: Int64,
        _ graph: ScopeGraph,
        in session: any Session
    ) throws -> Bool {
        let reached = graph.reach(of: try failedComponents(incidentID, in: session))
        let order = try ordered(reached, in: session)
        let known = try storedOrder(incidentID, in: session)
        if known == order, try components(of: incidentID, in: session) == reached { return false }

        try session.run("DELETE FROM scope_component WHERE incident_id = \(incidentID)")
        let rows = order.enumerated().compactMap { index, id in
            reached[id].map { row(incidentID, id, $0, position: index + 1) }
        }
        try session.insertRows(
            """
            INSERT INTO scope_component
                (incident_id, component_id, impact, severity, via_id, is_certain, position)
            """,
            rows
        )
        try remember(incidentID, in: session)
        try raiseVersion(of: incidentID, in: session)
        return true
    }

    /// Worst impact first; then those that carry no mail, because their customers notice later than those who
    /// miss their mail; then by id.
    private static func ordered(_ reached: [Int64: Reached], in session: any Session) throws -> [Int64] {
        let mailing = Set(
            try session.rows("SELECT DISTINCT component_id FROM component_mail_domain") {
                try $0.next(Int64.self)
            }
        )
        let keyed = reached.map { (-$1.impact.severity, mailing.contains($0) ? 1 : 0, $0) }
        return keyed.sorted(by: <).map(\.2)
    }

    private static func storedOrder(_ incidentID: Int64, in session: any Session) throws -> [Int64] {
        try session.rows(
            "SELECT component_id FROM scope_component WHERE incident_id = \(incidentID) ORDER BY position"
        ) { try $0.next() }
    }

    private static func row(_ incidentID: Int64, _ id: Int64, _ reached: Reached, position: Int) -> [SQLValue]
    {
        [
            incidentID.sqlValue, id.sqlValue, reached.impact.sqlValue, reached.impact.severity.sqlValue,
            reached.viaID?.sqlValue ?? .null, reached.isCertain.sqlValue, position.sqlValue,
        ]
    }
}
