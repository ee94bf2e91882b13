import Basis
import Catalog
import Database
import Incidents
import Letters

/// Times the walk over the dependencies, in memory and through the database. Goal: a second a failure.
struct GraphBenchmark {
    let database: any Migratable
    let graph: BenchmarkGraph

    /// False where a figure is not the one that somebody else counted.
    func run() async throws -> Bool {
        report("\(graph.name): components", "\(graph.nodes.count)")
        report("\(graph.name): dependencies", "\(graph.edges.count)")
        let stored = try await timed { try await store() }
        report("stored in", stored.cost.description)
        let built = await timed { ScopeGraph(dependencies: graph.edges) }
        report("graph built from edges in memory", built.cost.description)
        let cycles = await timed { built.value.cycles() }
        let largest = cycles.value.map(\.count).max() ?? 0
        report("circles: \(cycles.value.count), the largest of \(largest)", cycles.cost.description)

        var isRight = true
        let hard = ScopeGraph(dependencies: graph.edges.filter { $0.kind == .hard })
        for name in graph.failures {
            guard let index = graph.nodes.firstIndex(of: name) else { continue }
            isRight = try await fail(name, Int64(index + 1), hard) && isRight
        }
        return isRight
    }

    private func fail(_ name: String, _ id: Int64, _ hard: ScopeGraph) async throws -> Bool {
        let walked = await timed { hard.reach(of: [id: .majorOutage]) }
        let dependents = walked.value.count - 1
        report("\(name) fails: \(dependents) dependents, walk alone", walked.cost.description)
        let stored = try await timed { try await recompute(id) }
        report(
            "\(name) fails: loaded, walked and stored (\(stored.value) components)",
            stored.cost.description
        )
        guard let expected = graph.expected[name], expected != dependents else { return true }
        report("\(name) SHOULD HAVE", "\(expected)")
        return false
    }

    private func recompute(_ id: Int64) async throws -> Int {
        try await database.write { session in
            var incident = Incident(
                publicID: "fails\(id)",
                title: LocalizedText([.english: "fails"]),
                kind: .outage,
                origin: .ours,
                basis: .components,
                beganAt: Instant(seconds: 0),
                openedAt: Instant(seconds: 0)
            )
            try IncidentStore.insert(&incident, in: session)
            try IncidentStore.setImpact(
                .majorOutage,
                componentID: id,
                incidentID: incident.id,
                at: Instant(seconds: 0),
                in: session
            )
            try ScopeStore.recompute(incident.id, in: session)
            return try ScopeStore.componentIDs(of: incident.id, in: session).count
        }
    }

    private func store() async throws {
        let (nodes, edges) = (graph.nodes, graph.edges)
        try await database.write { session in
            try session.insertRows(
                "INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)",
                nodes.enumerated().map { index, name in
                    [
                        .integer(Int64(index + 1)), .text(name), .text(name),
                        LocalizedText([.english: name]).sqlValue, .integer(Int64(index)), .integer(0),
                        .integer(0),
                    ]
                }
            )
            try session.insertRows(
                "INSERT INTO dependency (component_id, depends_on_id, kind)",
                edges.map { [.integer($0.componentID), .integer($0.dependsOnID), $0.kind.sqlValue] }
            )
        }
    }
}
