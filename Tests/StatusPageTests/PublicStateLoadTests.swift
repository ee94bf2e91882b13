import Access
import Basis
import Catalog
import Database
import Incidents
import Letters
import StatusPage
import TestSupport
import Testing

/// What of the database strangers get to see, on both engines.
struct PublicStateLoadTests {
    private static let morning = Sample.at("08:00")

    private func shop(_ engine: DatabaseUnderTest) async throws -> ThrowAwayDatabase {
        let database = try await engine.open(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all
        )
        try await database.write { session in
            let rows: [(Int64, String, String?, String?)] = [
                (1, "own", "Hosting", nil), (2, "resold", "Hosting", "OVH"), (3, "router room", nil, "OVH"),
                (4, "panel", nil, nil),
            ]
            for (id, name, group, provider) in rows {
                try session.run(
                    """
                    INSERT INTO component
                        (id, external_id, public_id, name, group_name, provider, position, created_at, updated_at)
                    VALUES (\(id), \(name), \("public\(id)"), \(LocalizedText([.english: name])), \(group), \(provider),
                            \(id), \(Sample.at("08:00", "2017-01-01")), \(Sample.at("08:00", "2017-01-01")))
                    """
                )
            }
            try session.run(
                "INSERT INTO customer (id, external_id, name, language) VALUES (1, 'k1', 'K', 'es')"
            )
            try session.run(
                """
                INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)
                VALUES (2, 1, 1, 'active', 0), (3, 1, 1, 'ended', 0)
                """
            )
            try session.run(
                """
                INSERT INTO dependency (component_id, depends_on_id, kind)
                VALUES (2, 3, 'hard'), (4, 3, 'soft')
                """
            )
        }
        return database
    }

    @discardableResult
    private func open(
        _ database: ThrowAwayDatabase,
        basis: Incident.Basis = .components,
        impacts: [Int64: ImpactLevel] = [3: .majorOutage],
        at moment: Instant = morning
    ) async throws -> Int64 {
        try await database.write { session in
            var incident = Incident(
                publicID: "inc\(moment.milliseconds)",
                title: Sample.text("Caída", "Outage"),
                kind: .outage,
                origin: .upstream,
                basis: basis,
                beganAt: moment,
                openedAt: moment
            )
            try IncidentStore.insert(&incident, in: session)
            for (id, impact) in impacts.sorted(by: { $0.key < $1.key }) {
                try IncidentStore.setImpact(
                    impact,
                    componentID: id,
                    incidentID: incident.id,
                    at: moment,
                    in: session
                )
            }
            try ScopeStore.recompute(incident.id, in: session)
            return incident.id
        }
    }

    private func say(_ id: Int64, at moment: Instant, in database: ThrowAwayDatabase) async throws {
        try await database.write { session in
            var update = IncidentUpdate(
                publicID: "upd\(id)-\(moment.milliseconds)",
                incidentID: id,
                status: .investigating,
                message: Sample.text("Hola", "Hello"),
                publishedAt: moment,
                isNotified: true
            )
            try IncidentStore.addUpdate(&update, in: session)
        }
    }

    private func load(_ database: ThrowAwayDatabase, now: Instant = Sample.now) async throws -> PublicState {
        try await database.read { try PublicState.load(Sample.page, in: $0, now: now) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an empty database is a quiet page`(engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all
        )

        let state = try await load(database)
        #expect(state.components.isEmpty && state.incidents.isEmpty && state.troubles.isEmpty)
        #expect(state.knownSince == nil)
        #expect(try Rendered.site(state).text("/").contains("All services are working normally"))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a supplier's component is listed only where customers have it`(
        engine: DatabaseUnderTest
    ) async throws {
        let state = try await load(try await shop(engine))

        #expect(state.components.map { $0.name.text(.english) } == ["own", "resold", "panel"])
        #expect(state.componentCount == 3)
        #expect(state.worst == .operational)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what a supplier breaks is shown on what depends on it`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        try await open(database)

        let state = try await load(database)
        #expect(state.components.map(\.impact) == [.operational, .majorOutage, .degradedPerformance])
        let incident = try #require(state.incidents.first)
        #expect(incident.affected.map(\.componentID) == [2, 4])
        #expect(incident.providers == ["OVH"])
        #expect(incident.impact == .majorOutage)
        #expect(state.troubles == [PublicTrouble(beganAt: Self.morning, endedAt: nil, impact: .majorOutage)])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an incident about a list of customers is not everybody's business`(
        engine: DatabaseUnderTest
    ) async throws {
        let database = try await shop(engine)
        try await open(database, basis: .list, impacts: [:])

        let state = try await load(database)
        #expect(state.incidents.isEmpty)
        #expect(state.troubles.isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what works again stays in the story with how bad it was`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        let id = try await open(database, impacts: [1: .majorOutage, 4: .partialOutage])
        try await database.write { session in
            for component in [Int64(1), 4] {
                try IncidentStore.setImpact(
                    .operational,
                    componentID: component,
                    incidentID: id,
                    at: Sample.now,
                    in: session
                )
            }
            try ScopeStore.recompute(id, in: session)
        }

        let state = try await load(database)
        #expect(state.worst == .operational)
        let incident = try #require(state.incidents.first)
        #expect(incident.affected.map(\.worst) == [.majorOutage, .partialOutage])
        #expect(incident.affected.map(\.impact) == [.operational, .operational])
        #expect(incident.impact == .majorOutage)
        #expect(incident.level == nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is over no longer colours the page`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        let id = try await open(database)
        try await database.write { session in
            guard var incident = try IncidentStore.with(id: id, in: session) else { return }
            _ = try incident.publish(.resolved, at: Sample.now)
            try IncidentStore.save(incident, in: session)
        }

        let state = try await load(database, now: Sample.at("12:00"))
        #expect(state.worst == .operational)
        #expect(state.incidents.first?.level == .majorOutage)
        #expect(state.incidents.first?.resolvedAt == Sample.now)
        #expect(state.troubles.first?.endedAt == Sample.now)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a fact becomes public with the next update`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        let id = try await open(database)
        try await say(id, at: Sample.at("08:10"), in: database)
        try await database.write { session in
            let fact = Fact(id: Fact.Name.workaround, type: .text, text: Sample.text("Llame", "Call"))
            try FactStore.state(fact, of: id, at: Sample.at("08:20"), in: session)
            let inner = Fact(id: "supplier_ticket", type: .text, text: Sample.text("X", "X"))
            try FactStore.state(inner, of: id, at: Sample.at("08:20"), in: session)
        }

        #expect(try await load(database).incidents.first?.sheet.facts.isEmpty == true)
        try await say(id, at: Sample.at("08:30"), in: database)
        let sheet = try #require(try await load(database).incidents.first?.sheet)
        #expect(sheet.facts.map(\.id) == [Fact.Name.workaround])
        #expect(sheet.text(Fact.Name.workaround, .english) == "Call")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `whose estimate it is, and who is not named`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        let id = try await open(database)
        func note(_ source: Sighting.Source, _ who: String, _ trust: Sighting.Trust, eta: String) async throws
        {
            try await database.write { session in
                var sighting = Sighting(
                    incidentID: id,
                    source: source,
                    who: who,
                    said: Sample.text("a", "a"),
                    link: "https://example.com/1",
                    seenAt: Sample.at("08:15"),
                    notedAt: Sample.at("08:16"),
                    trust: trust,
                    etaAt: Sample.at(eta)
                )
                try IncidentStore.addSighting(&sighting, in: session)
            }
        }

        try await note(.customer, "Ana Ruiz", .confirmed, eta: "10:00")
        try await note(.twitter, "@somebody", .rumour, eta: "10:10")
        #expect(try await load(database).incidents.first?.estimates.isEmpty == true)
        try await note(.twitter, "OVH", .plausible, eta: "11:00")
        try await database.write { session in
            var promise = try Promise(
                incidentID: id,
                kind: .eta,
                madeAt: Sample.at("08:20"),
                dueAt: Sample.at("09:00")
            )
            try PromiseStore.make(&promise, by: .system, in: session)
        }

        let incident = try #require(try await load(database).incidents.first)
        #expect(
            incident.estimates == [
                .init(source: .ours, at: Sample.at("09:00"), saidAt: Sample.at("08:20")),
                .init(
                    source: .theirs(who: "OVH", link: "https://example.com/1"),
                    at: Sample.at("11:00"),
                    saidAt: Sample.at("08:15")
                ),
            ]
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `updates come newest first, with when they were changed`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        let id = try await open(database)
        try await say(id, at: Sample.at("08:10"), in: database)
        try await say(id, at: Sample.at("08:30"), in: database)
        try await database.write { session in
            try IncidentStore.editUpdate(
                publicID: "upd\(id)-\(Sample.at("08:10").milliseconds)",
                message: Sample.text("Otra", "Other"),
                at: Sample.at("08:40"),
                in: session
            )
        }

        let state = try await load(database)
        let updates = try #require(state.incidents.first?.updates)
        #expect(updates.map(\.publishedAt) == [Sample.at("08:30"), Sample.at("08:10")])
        #expect(updates.map(\.editedAt) == [nil, Sample.at("08:40")])
        #expect(updates.last?.message.text(.english) == "Other")
        #expect(state.changedAt == Sample.at("08:40"))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the number of queries does not grow`(engine: DatabaseUnderTest) async throws {
        let database = try await shop(engine)
        try await open(database)
        let few = try await queries(database)
        for minute in 1...30 {
            let id = try await open(database, at: Self.morning + .minutes(Int64(minute)))
            try await say(id, at: Sample.now, in: database)
        }

        #expect(try await queries(database) == few)
        #expect(few <= 12)
        #expect(try await load(database).incidents.count == 31)
    }

    private func queries(_ database: ThrowAwayDatabase) async throws -> Int {
        try await database.read { session in
            let counting = CountingSession(session)
            _ = try PublicState.load(Sample.page, in: counting, now: Sample.now)
            return counting.count
        }
    }
}

/// Counts what is asked of a session.
private final class CountingSession: Session {
    private let base: any Session
    private(set) var count = 0

    init(_ base: any Session) { self.base = base }

    var dialect: Dialect { base.dialect }

    func each(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        count += 1
        try base.each(statement, body)
    }

    func run(_ statement: SQL) throws -> Int {
        count += 1
        return try base.run(statement)
    }

    func announce(_ topic: Topic) throws { try base.announce(topic) }
}
