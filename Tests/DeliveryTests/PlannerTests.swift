import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct PlannerTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `all waves are planned, each frozen, nobody twice`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(4_000))
        house.source.replace(ids + ids[1_500..<2_500])
        let campaign = try await house.launch()

        let planner = house.planner()
        try await house.runOut(planner)

        let report = try await house.report()
        #expect(report.counts.planned == 4_000 && report.counts.waiting == 4_000)
        let waves = report.campaigns[0].waves
        #expect(waves.count > 1 && waves.map(\.number) == Array(1...waves.count))
        #expect(Set(waves.map(\.hash)).count == waves.count)
        #expect(house.source.frozen.sorted() == ids.sorted())
        #expect(try await house.campaign(campaign.id)?.plannedAt == house.now)
        #expect(try await house.findings().isEmpty)
    }

    /// Around the numbers of ids that look-ups are filled up to.
    @Test(arguments: DatabaseUnderTest.available, [1, 17, 129, 400, 499, 501])
    func `in a wave of any size each address is passed over once`(
        _ engine: DatabaseUnderTest,
        _ count: Int
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(count, domain: "ovh.net").map { $0.with(.phone, "+34968111222") })

        _ = try await house.launch(blocked: [.mailDomain("ovh.net", componentID: 1)])

        let report = try await house.report()
        #expect(report.counts.toCall == count)
        #expect(report.counts.passedOverByReason == ["carrier_affected": count])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `killed anywhere, the next planner goes on where it stood`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(3_000))
        _ = try await house.launch()

        for uses in 1...12 {
            let dying = DyingDatabase(house.database, after: uses, losesAnswer: uses.isMultiple(of: 2))
            _ = try? await house.planner(over: dying).tick(house.now)  // it was killed
            #expect(try await house.findings().isEmpty)
        }
        let planner = house.planner()
        try await house.runOut(planner)
        #expect(try await house.report().counts.planned == 3_000)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `two planners on one database plan everybody once`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(5_000))
        _ = try await house.launch()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                let planner = house.planner()
                group.addTask {
                    try await house.runOut(planner)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await house.report().counts.planned == 5_000)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `when it was fixed meanwhile nobody else is planned or told`(engine: DatabaseUnderTest) async throws
    {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_500) + [Sample("Called").with(.phone, "+34600111222")])
        try await house.add([])
        let campaign = try await house.launch()
        house.source.fix()

        _ = try await house.planner().tick(house.now)

        let report = try await house.report()
        #expect(report.counts.planned == 1_000)
        #expect(report.counts.skippedByReason == ["fixed_meanwhile": 1_000])
        #expect(try await house.campaign(campaign.id)?.state == .stopped)
        _ = try await house.pump().tick(house.now)
        #expect(house.mail.delivered.isEmpty)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a fixed matter ends open calls too`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([
            Sample("Called").with(.phone, "+34600111222"), Sample("Mailed").with(.email, "a@cliente.example"),
        ])
        _ = try await house.launch()
        house.source.fix()

        _ = try await house.planner().tick(house.now)

        #expect(try await house.slips().isEmpty)
        #expect(try await house.report().counts.skippedByReason == ["fixed_meanwhile": 2])
        #expect(try await house.findings().isEmpty)
    }
}
