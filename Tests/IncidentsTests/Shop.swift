import Access
import Basis
import Catalog
import Database
import Incidents
import TestSupport

/// A small business in a fresh database: components, what they depend on, customers and what these have.
struct Shop: Sendable {
    let database: ThrowAwayDatabase

    init(_ engine: DatabaseUnderTest) async throws {
        database = try await engine.open(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all
        )
    }

    /// Components `c1`, `c2` … with the ids 1, 2 …; those in `mailing` carry mail.
    func components(_ count: Int64, mailing: Set<Int64> = []) async throws {
        try await database.write { session in
            for id in 1...count {
                try session.run(
                    """
                    INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)
                    VALUES (\(id), \("c\(id)"), \("public\(id)"), \("{\"es\":\"Componente \(id)\"}"), \(id), 0, 0)
                    """
                )
            }
            for id in mailing.sorted() {
                try session.run(
                    """
                    INSERT INTO component_mail_domain (component_id, domain, covers_subdomains)
                    VALUES (\(id), \("d\(id).example"), 0)
                    """
                )
            }
        }
    }

    func depend(_ dependencies: [Dependency]) async throws {
        try await database.write { session in
            for edge in dependencies {
                try session.run(
                    """
                    INSERT INTO dependency (component_id, depends_on_id, kind)
                    VALUES (\(edge.componentID), \(edge.dependsOnID), \(edge.kind.rawValue))
                    """
                )
            }
        }
    }

    /// Customers `k1`, `k2` … with the ids 1, 2 …
    func customers(_ count: Int64) async throws {
        try await database.write { session in
            for id in 1...count {
                try session.run(
                    """
                    INSERT INTO customer (id, external_id, name, language)
                    VALUES (\(id), \("k\(id)"), \("Cliente \(id)"), 'es')
                    """
                )
            }
        }
    }

    func subscribe(
        _ customerID: Int64,
        to componentIDs: Int64...,
        status: String = "active",
        from start: Instant = .at(-1_000),
        until end: Instant? = nil
    ) async throws {
        try await database.write { session in
            for componentID in componentIDs {
                try session.run(
                    """
                    INSERT INTO subscription (component_id, customer_id, quantity, status, started_at, ended_at)
                    VALUES (\(componentID), \(customerID), 1, \(status), \(start), \(end))
                    """
                )
            }
        }
    }

    /// Opens an incident with these impacts and computes its scope.
    func open(
        _ impacts: [Int64: ImpactLevel] = [:],
        basis: Incident.Basis = .components,
        publicID: String = "abcdef123456"
    ) async throws -> Incident {
        let sample = try Incident.sample(basis: basis, publicID: publicID)
        return try await database.write { session in
            var incident = sample
            try IncidentStore.insert(&incident, in: session)
            for (id, impact) in impacts {
                try IncidentStore.setImpact(
                    impact,
                    componentID: id,
                    incidentID: incident.id,
                    at: .morning,
                    in: session
                )
            }
            try ScopeStore.recompute(incident.id, in: session)
            return incident
        }
    }

    func report(_ incident: Incident, at now: Instant = .morning) async throws -> ScopeReport? {
        try await database.read { try ScopeStore.report(incident.id, at: now, in: $0) }
    }

    /// All customers of an audience, as a walk in steps of `limit` gives them.
    func walk(
        _ incident: Incident,
        _ audience: Audience,
        limit: Int,
        at now: Instant = .morning
    ) async throws -> [HurtCustomer] {
        var all: [HurtCustomer] = []
        var cursor: AudienceCursor?
        for _ in 0..<1_000 {
            let (id, before) = (incident.id, cursor)
            let page = try await database.read { session in
                try ScopeStore.nextHurt(id, audience, cursor: before, limit: limit, at: now, in: session)
            }
            all += page.recipients
            guard let next = page.next else { return all }
            cursor = next
        }
        throw DatabaseError(.unavailable, "the walk has no end")
    }

    func freeze(_ customers: [HurtCustomer], _ incident: Incident, at now: Instant = .morning) async throws {
        try await database.write { session in
            try ScopeStore.freeze(customers, incidentID: incident.id, start: now, at: now, in: session)
        }
    }
}

extension [HurtCustomer] {
    /// Each customer at their first place, as a planner keeps them.
    var firsts: [HurtCustomer] {
        var seen: Set<Int64> = []
        return filter { seen.insert($0.customerID).inserted }
    }
}
