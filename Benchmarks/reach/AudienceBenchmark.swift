import Basis
import Catalog
import Database
import Incidents
import Letters

/// Times the walk over the hurt customers of one failure. Goal: the first thousand of a million in 100 ms.
struct AudienceBenchmark {
    private static let pageSize = 1_000
    /// So many components fail, one after the other in the walk; the customers are spread over them.
    private static let components: Int64 = 7

    let database: any Migratable
    let graph: BenchmarkGraph
    let customers: Int64

    func run() async throws {
        let stored = try await timed { try await store() }
        report("\(customers) customers with a subscription stored in", stored.cost.description)
        let incidentID = try await open()
        let first = try await timed { try await page(incidentID, nil, .hurt) }
        report("first \(first.value.recipients.count) of the hurt", first.cost.description)
        for audience in [Audience.hurt, .notHurt] {
            let walked = try await timed { try await walk(incidentID, audience) }
            report(
                "whole walk, \(audience.rawValue): \(walked.value.count) customers",
                walked.cost.description
            )
            report("its slowest step", walked.value.slowest.description)
        }
        let counted = try await timed {
            try await database.read {
                try ScopeStore.customersHurt(incidentID, at: Instant(seconds: 1), in: $0)
            }
        }
        report("distinct customers counted: \(counted.value)", counted.cost.description)
        let frozen = try await timed { try await freeze(incidentID) }
        report("frozen in steps: \(frozen.value.count)", frozen.cost.description)
        report("its slowest step", frozen.value.slowest.description)
        let reported = try await timed {
            try await database.read { try ScopeStore.report(incidentID, at: Instant(seconds: 1), in: $0) }
        }
        let new = reported.value.map { "\($0.new) new, \($0.gone) gone" } ?? "none"
        report("report against the frozen scope: \(new)", reported.cost.description)
    }

    private func page(
        _ id: Int64,
        _ cursor: AudienceCursor?,
        _ audience: Audience
    ) async throws -> AudiencePage {
        try await database.read { session in
            try ScopeStore.nextHurt(
                id,
                audience,
                cursor: cursor,
                limit: Self.pageSize,
                at: Instant(seconds: 1),
                in: session
            )
        }
    }

    private func walk(_ id: Int64, _ audience: Audience) async throws -> (count: Int, slowest: Cost) {
        var count = 0
        var slowest = Cost.none
        var cursor: AudienceCursor?
        repeat {
            let step = try await timed { try await page(id, cursor, audience) }
            slowest = max(slowest, step.cost)
            count += step.value.recipients.count
            cursor = step.value.next
        } while cursor != nil
        return (count, slowest)
    }

    private func freeze(_ id: Int64) async throws -> (count: Int, slowest: Cost) {
        var count = 0
        var slowest = Cost.none
        var cursor: AudienceCursor?
        repeat {
            let page = try await page(id, cursor, .hurt)
            let step = try await timed {
                try await database.write { session in
                    try ScopeStore.freeze(
                        page.recipients,
                        incidentID: id,
                        start: Instant(seconds: 1),
                        at: Instant(seconds: 1),
                        in: session
                    )
                }
            }
            slowest = max(slowest, step.cost)
            count += page.recipients.count
            cursor = page.next
        } while cursor != nil
        return (count, slowest)
    }

    /// The customers have one of a few components; one in ten has a component that does not fail.
    private func store() async throws {
        let (customers, components) = (customers, Self.components)
        let spare = Int64(graph.nodes.count)
        try await database.write { session in
            let numbers: SQL = """
                WITH RECURSIVE numbers(n) AS (
                    SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < \(customers)
                )
                """
            try session.run(
                """
                INSERT INTO customer (id, external_id, name, language)
                \(numbers) SELECT n, 'k' || CAST(n AS TEXT), 'Cliente', 'es' FROM numbers
                """
            )
            try session.run(
                """
                INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)
                \(numbers)
                SELECT CASE WHEN n % 10 = 0 THEN \(spare) ELSE n % \(components) + 1 END, n, 1, 'active', 0
                FROM numbers
                """
            )
        }
    }

    private func open() async throws -> Int64 {
        try await database.write { session in
            var incident = Incident(
                publicID: "audience",
                title: LocalizedText([.english: "fails"]),
                kind: .outage,
                origin: .ours,
                basis: .components,
                beganAt: Instant(seconds: 0),
                openedAt: Instant(seconds: 0)
            )
            try IncidentStore.insert(&incident, in: session)
            for id in 1...Self.components {
                try IncidentStore.setImpact(
                    .majorOutage,
                    componentID: id,
                    incidentID: incident.id,
                    at: Instant(seconds: 0),
                    in: session
                )
            }
            try ScopeStore.recompute(incident.id, in: session)
            return incident.id
        }
    }
}
