import Basis
import Catalog
import Database
import Incidents
import TestSupport
import Testing

struct AudienceTests {
    /// Component 1 fails; 2 and 3 need it hard, 3 carries mail; 4 needs it softly; 5 has nothing to do with it.
    private func shop(_ engine: DatabaseUnderTest) async throws -> (shop: Shop, incident: Incident) {
        let shop = try await Shop(engine)
        try await shop.components(5, mailing: [2])
        try await shop.depend([.hard(2, on: 1), .hard(3, on: 1), .soft(4, on: 1)])
        try await shop.customers(9)
        try await shop.subscribe(9, to: 2)
        try await shop.subscribe(8, to: 2, 3)
        try await shop.subscribe(7, to: 3, 5)
        try await shop.subscribe(6, to: 4)
        try await shop.subscribe(5, to: 4, 2)
        try await shop.subscribe(4, to: 5)
        try await shop.subscribe(3, to: 4, 5)
        return (shop, try await shop.open([1: .majorOutage]))
    }

    @Test(arguments: DatabaseUnderTest.available, [1, 2, 3, 100])
    func `the worst hurt come first, then those who notice later`(
        engine: DatabaseUnderTest,
        limit: Int
    ) async throws {
        let (shop, incident) = try await shop(engine)

        let hurt = try await shop.walk(incident, .hurt, limit: limit).firsts

        // 3 carries no mail, so its customers come before those of 2; 4 is reached softly.
        #expect(hurt.map(\.customerID) == [7, 8, 5, 9, 3, 6])
        #expect(hurt.map(\.severity) == [4, 4, 4, 4, 2, 2])
    }

    @Test(arguments: DatabaseUnderTest.available, [1, 2, 100])
    func `the audiences divide the customers`(engine: DatabaseUnderTest, limit: Int) async throws {
        let (shop, incident) = try await shop(engine)

        let surely = try await shop.walk(incident, .surely, limit: limit).firsts
        let possibly = try await shop.walk(incident, .possibly, limit: limit).firsts
        let others = try await shop.walk(incident, .notHurt, limit: limit)
        let everyone = try await shop.walk(incident, .everyone, limit: limit).firsts

        #expect(surely.map(\.customerID) == [7, 8, 5, 9])
        #expect(possibly.map(\.customerID) == [3, 6])
        #expect(others.map(\.customerID) == [1, 2, 4])
        #expect(others.allSatisfy { $0.severity == 0 })
        #expect(everyone.map(\.customerID) == [7, 8, 5, 9, 3, 6, 1, 2, 4])
    }

    @Test(arguments: DatabaseUnderTest.available, Audience.allCases)
    func `an audience is counted as it is walked`(engine: DatabaseUnderTest, audience: Audience) async throws
    {
        let (shop, incident) = try await shop(engine)

        let walked = try await shop.walk(incident, audience, limit: 2).firsts
        let counted = try await shop.database.read { session in
            try ScopeStore.customersHurt(incident.id, audience: audience, at: .morning, in: session)
        }

        #expect(counted == walked.count)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `when the scope grows during a walk, nobody new is missed`(engine: DatabaseUnderTest) async throws {
        let (shop, incident) = try await shop(engine)
        let first = try await shop.database.read { session in
            try ScopeStore.nextHurt(incident.id, .hurt, cursor: nil, limit: 4, at: .morning, in: session)
        }

        try await shop.database.write { session in
            let id = incident.id
            try IncidentStore.setImpact(.majorOutage, componentID: 5, incidentID: id, at: .at(1), in: session)
            try ScopeStore.recompute(id, in: session)
        }
        var rest: [HurtCustomer] = []
        var cursor = try #require(first.next)
        while true {
            let before = cursor
            let page = try await shop.database.read { session in
                try ScopeStore.nextHurt(incident.id, .hurt, cursor: before, limit: 4, at: .at(1), in: session)
            }
            rest += page.recipients
            guard let next = page.next else { break }
            cursor = next
        }

        let told = Set((first.recipients + rest).map(\.customerID))
        #expect(told == [3, 4, 5, 6, 7, 8, 9])
    }

    @Test(arguments: DatabaseUnderTest.available, [1, 2, 10])
    func `a list is walked by customer, and all on it are hurt for certain`(
        engine: DatabaseUnderTest,
        limit: Int
    ) async throws {
        let shop = try await Shop(engine)
        try await shop.customers(4)
        let incident = try await shop.open(basis: .list)
        try await shop.database.write { session in
            let listed = [Int64(3), 1].map { ListedCustomer(customerID: $0) }
            try ScopeStore.addListed(listed, incidentID: incident.id, in: session)
        }

        let hurt = try await shop.walk(incident, .hurt, limit: limit)
        let possibly = try await shop.walk(incident, .possibly, limit: limit)
        let others = try await shop.walk(incident, .notHurt, limit: limit)

        #expect(hurt.map(\.customerID) == [1, 3])
        #expect(hurt.allSatisfy { $0.severity == ImpactLevel.partialOutage.severity })
        #expect(possibly.isEmpty)
        #expect(others.map(\.customerID) == [2, 4])
    }

    @Test func `who is told without being hurt is not frozen as hurt`() async throws {
        let (shop, incident) = try await shop(.sqlite)

        try await shop.freeze(try await shop.walk(incident, .everyone, limit: 3), incident)
        let report = try #require(await shop.report(incident))

        #expect([report.customers, report.new, report.gone] == [6, 0, 0])
    }

    @Test(arguments: DatabaseUnderTest.available, 0..<6 as Range<UInt64>)
    func `in any graph the walk gives exactly the customers that the report counts`(
        engine: DatabaseUnderTest,
        seed: UInt64
    ) async throws {
        var random = Dice(seed: seed)
        let shop = try await Shop(engine)
        try await shop.components(8, mailing: [2, 5])
        let dependencies = random.dependencies(among: 8, edges: 12).map { edge in
            Dependency(componentID: edge.componentID + 1, dependsOnID: edge.dependsOnID + 1, kind: edge.kind)
        }
        var seen: Set<[Int64]> = []
        try await shop.depend(dependencies.filter { seen.insert([$0.componentID, $0.dependsOnID]).inserted })
        try await shop.customers(20)
        for customer in Int64(1)...20 {
            let component = Int64(random.roll(8) + 1)
            try await shop.subscribe(customer, to: component)
            if component > 1 { try await shop.subscribe(customer, to: component - 1) }
        }
        var impacts: [Int64: ImpactLevel] = [3: .underMaintenance]
        impacts[Int64(random.roll(8) + 1)] = .majorOutage
        let incident = try await shop.open(impacts)

        let walked = try await shop.walk(incident, .hurt, limit: 3)
        let report = try #require(await shop.report(incident))

        #expect(Set(walked.map(\.customerID)).count == report.customers)
        #expect(walked.firsts.map(\.severity) == walked.firsts.map(\.severity).sorted(by: >))
    }
}
