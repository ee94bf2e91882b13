import Basis
import Catalog
import Database
import Incidents
import TestSupport
import Testing

struct ScopeStoreTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `a scope names components with their paths and counts customers once`(
        engine: DatabaseUnderTest
    ) async throws {
        let shop = try await Shop(engine)
        try await shop.components(5, mailing: [2])
        try await shop.depend([.hard(2, on: 1), .soft(3, on: 2), .hard(4, on: 5)])
        try await shop.customers(6)
        try await shop.subscribe(1, to: 1, 2, 3)
        try await shop.subscribe(2, to: 3)
        try await shop.subscribe(3, to: 4)
        try await shop.subscribe(4, to: 2, status: "suspended")
        try await shop.subscribe(5, to: 2, from: .at(-500), until: .morning)
        try await shop.subscribe(6, to: 2, from: .at(1))

        let incident = try await shop.open([1: .majorOutage])
        let report = try #require(await shop.report(incident))
        let later = try #require(await shop.report(incident, at: .at(1)))

        #expect(report.incident == incident.name)
        #expect(report.components.map(\.id) == ["c1", "c2", "c3"])
        #expect(report.components.map(\.impact) == [.majorOutage, .majorOutage, .degradedPerformance])
        #expect(report.components.map(\.path) == [["c1"], ["c1", "c2"], ["c1", "c2", "c3"]])
        #expect(report.customers == 2)
        #expect(report.new == 2)
        #expect(report.gone == 0)
        #expect(later.customers == 3)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a scope follows its impacts and the catalogue`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        try await shop.components(3)
        try await shop.depend([.hard(2, on: 1)])
        let incident = try await shop.open([1: .partialOutage])

        let unchanged = try await shop.database.write { try ScopeStore.recompute(incident.id, in: $0) }
        try await shop.depend([.hard(3, on: 2)])
        let changed = try await shop.database.write { try ScopeStore.recomputeOpen(in: $0) }
        let grown = try await shop.database.read { try ScopeStore.components(of: incident.id, in: $0) }
        try await shop.database.write { session in
            try IncidentStore.setImpact(
                .operational,
                componentID: 1,
                incidentID: incident.id,
                at: .at(5),
                in: session
            )
            try ScopeStore.recompute(incident.id, in: session)
        }
        let ended = try await shop.database.read { try ScopeStore.componentIDs(of: incident.id, in: $0) }

        #expect(!unchanged)
        #expect(changed == [incident.id])
        #expect(grown[3] == Reached(impact: .partialOutage, viaID: 2, isCertain: true))
        #expect(ended.isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `new and gone are counted against the frozen scope`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        try await shop.components(2)
        try await shop.customers(4)
        try await shop.subscribe(1, to: 1)
        try await shop.subscribe(2, to: 1, until: .at(10))
        let incident = try await shop.open([1: .majorOutage])

        try await shop.freeze(try await shop.walk(incident, .hurt, limit: 10), incident)
        let frozen = try #require(await shop.report(incident))
        try await shop.subscribe(3, to: 1, from: .at(20))
        let moved = try #require(await shop.report(incident, at: .at(20)))
        try await shop.freeze(
            try await shop.walk(incident, .hurt, limit: 10, at: .at(20)),
            incident,
            at: .at(20)
        )
        let again = try #require(await shop.report(incident, at: .at(20)))

        #expect([frozen.customers, frozen.new, frozen.gone] == [2, 0, 0])
        #expect([moved.customers, moved.new, moved.gone] == [2, 1, 1])
        #expect([again.customers, again.new, again.gone] == [2, 0, 0])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `every hurt customer and component is a row with its path`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        try await shop.components(3)
        try await shop.depend([.hard(2, on: 1), .soft(3, on: 1)])
        try await shop.customers(3)
        try await shop.subscribe(1, to: 3, 2)
        try await shop.subscribe(2, to: 2)
        try await shop.subscribe(2, to: 2, from: .at(-10))
        let incident = try await shop.open([1: .majorOutage])

        let rows = try await shop.database.read { session in
            var rows: [String] = []
            try ScopeStore.eachRow(incident.id, at: .morning, in: session) {
                customer,
                component,
                impact,
                path in
                rows.append("\(customer) \(component) \(impact) \(path.joined(separator: ">"))")
            }
            return rows
        }

        #expect(
            rows == [
                "k1 c2 major_outage c1>c2", "k2 c2 major_outage c1>c2", "k1 c3 degraded_performance c1>c3",
            ]
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a list makes its own scope, and its columns are facts of each customer`(
        engine: DatabaseUnderTest
    ) async throws {
        let shop = try await Shop(engine)
        try await shop.components(1)
        try await shop.customers(3)
        try await shop.subscribe(3, to: 1)
        let incident = try await shop.open([1: .majorOutage], basis: .list)
        try await shop.database.write { session in
            let listed = [
                ListedCustomer(customerID: 2, details: ["order": "A-7", "lot": "12"]),
                ListedCustomer(customerID: 1, details: ["order": "A-3"]),
                ListedCustomer(customerID: 2, details: ["order": "A-8", "lot": "12"]),
            ]
            try ScopeStore.addListed(listed, incidentID: incident.id, in: session)
        }

        let report = try #require(await shop.report(incident))
        let details = try await shop.database.read { session in
            try ScopeStore.listed([1, 2, 3], incidentID: incident.id, in: session)
        }
        let rows = try await shop.database.read { session in
            var rows: [String] = []
            try ScopeStore.eachRow(incident.id, at: .morning, in: session) {
                customer,
                component,
                impact,
                path in
                rows.append("\(customer)|\(component)|\(impact)|\(path.joined(separator: ";"))")
            }
            return rows
        }

        #expect(report.customers == 2)
        #expect(report.components.map(\.id) == ["c1"])
        #expect(details == [1: ["order": "A-3"], 2: ["order": "A-7, A-8", "lot": "12"]])
        #expect(rows == ["k1|||order=A-3", "k2|||lot=12;order=A-7, A-8"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what hurts a customer comes worst first`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        try await shop.components(4)
        try await shop.customers(2)
        try await shop.subscribe(1, to: 1, 2, 4)
        try await shop.subscribe(2, to: 4)
        let incident = try await shop.open([1: .degradedPerformance, 2: .majorOutage, 3: .majorOutage])

        let hurting = try await shop.database.read { session in
            try ScopeStore.componentsHurting([1, 2], incidentID: incident.id, at: .morning, in: session)
        }

        #expect(hurting == [1: [2, 1]])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an incident that is not there has no scope`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)

        let report = try await shop.database.read { try ScopeStore.report(99, at: .morning, in: $0) }
        let hurt = try await shop.database.read { try ScopeStore.customersHurt(99, at: .morning, in: $0) }

        #expect(report == nil)
        #expect(hurt == 0)
    }
}
