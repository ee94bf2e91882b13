import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

/// The first few before the rest.
struct CanaryTests {
    @Test(
        arguments: [
            (50, 50, 0, false, .pass), (50, 49, 1, false, .wait), (50, 40, 10, true, .pass),
            (50, 25, 25, true, .wait), (50, 0, 50, true, .wait), (50, 34, 0, false, .pass),
            (50, 33, 0, false, .fail), (50, 0, 33, false, .fail), (50, 0, 0, false, .fail),
            (1, 1, 0, false, .pass),
            (1, 0, 1, true, .wait), (1, 0, 0, false, .fail),
        ] as [(Int, Int, Int, Bool, Canary.Verdict)]
    )
    func `they pass, fail or are waited for`(
        _ all: Int,
        _ handedOver: Int,
        _ open: Int,
        _ isPatienceOver: Bool,
        _ verdict: Canary.Verdict
    ) {
        let count = Canary.Count(all: all, handedOver: handedOver, open: open)
        #expect(Canary.verdict(count, isPatienceOver: isPatienceOver) == verdict)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the worst hurt go first, and the rest follows once they arrived`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(300))
        let campaign = try await house.launch(canary: Canary(size: 50))
        #expect(campaign.gate == .canary)

        try await house.deliver()

        #expect(Set(house.mail.delivered.prefix(50).map(\.customerID)) == Set(ids.prefix(50)))
        #expect(house.mail.delivered.count == 300)
        let after = try #require(try await house.campaign(campaign.id))
        #expect(after.state == .finished && after.gate == nil)
        #expect(try await house.findings().isEmpty)
    }

    @Test(
        arguments: DatabaseUnderTest.available,
        [(50, 50, nil), (50, 51, Campaign.Gate.canary), (0, 300, nil)] as [(Int, Int, Campaign.Gate?)]
    )
    func `a small campaign, and one without the setting, goes at once`(
        engine: DatabaseUnderTest,
        given: (size: Int, customers: Int, gate: Campaign.Gate?)
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(given.customers))
        #expect(try await house.launch(canary: Canary(size: given.size)).gate == given.gate)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `where too many of them are lost the rest waits for a person, and calls go on`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...3).map { Sample("T\($0)").with(.phone, "+3460011122\($0)") })
        try await house.add(Sample.mailed(200))
        let campaign = try await house.launch(canary: Canary(size: 20))
        let refusing = RecordingChannel { _ in .refusedRecipient(detail: "550 spam") }

        for node in 1...2 { _ = try await house.pump(node: node, channels: [refusing]).tick(house.now) }
        try await house.deliver()

        let standing = try #require(try await house.campaign(campaign.id))
        #expect(standing.gate == .canaryFailed && standing.state == .sending)
        #expect(house.mail.delivered.isEmpty)
        let counts = try await house.report().counts
        #expect(counts.refused == 20 && counts.waiting == 180 && counts.addsUp)
        #expect(try await house.slips().count == 3)
        #expect(try await house.database.read { try CampaignStore.held(in: $0).map(\.id) } == [campaign.id])

        let (source, now) = (house.source, house.now)
        _ = try await house.database.write { try CampaignStore.goOn(nil, source: source, at: now, in: $0) }
        try await house.deliver()
        #expect(house.mail.delivered.count == 180)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `where the settings want a person they wait for one, however well it went`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(100))
        let campaign = try await house.launch(canary: Canary(size: 30, asksPerson: true))
        try await house.deliver()
        #expect(house.mail.delivered.count == 30)
        #expect(try await house.campaign(campaign.id)?.gate == .canaryPassed)

        let (source, now) = (house.source, house.now)
        _ = try await house.database.write { try CampaignStore.goOn(nil, source: source, at: now, in: $0) }
        try await house.deliver()
        #expect(house.mail.delivered.count == 100)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is not known after the patience is not waited for where most arrived`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(100))
        let campaign = try await house.launch(canary: Canary(size: 10))
        let slow = RecordingChannel { notice in
            notice.address.hasPrefix("c1@")
                ? .retry(after: .minutes(30), detail: "451 greylisted") : .handedOver(reference: nil)
        }
        _ = try await house.pump(channels: [slow]).tick(house.now)
        _ = try await house.planner().tick(house.now)
        #expect(try await house.campaign(campaign.id)?.gate == .canary)

        house.clock.advance(by: Canary.patience)
        _ = try await house.planner().tick(house.now)
        #expect(try await house.campaign(campaign.id)?.gate == nil)
    }

    /// Two nodes with two workers each, all at once: not one more than the first few leaves before they are settled.
    @Test(arguments: DatabaseUnderTest.available)
    func `no node runs ahead of the first few`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(600))
        _ = try await house.launch(canary: Canary(size: 25, asksPerson: true))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in 1...2 {
                let pump = house.pump(node: node, workers: 2)
                group.addTask { _ = try await pump.tick(house.now) }
            }
            try await group.waitForAll()
        }
        #expect(house.mail.delivered.count == 25)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nothing leaves before the approval, then the first few, then the rest`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_200))
        let campaign = try await house.launch(canary: Canary(size: 40), needsApproval: true)
        try await house.deliver()
        #expect(house.mail.delivered.isEmpty)
        #expect(try await house.report().counts.planned == 1_200, "planning does not wait")

        let now = house.now
        let wasOpened = try await house.database.write {
            try CampaignStore.approve(campaign.id, at: now, in: $0)
        }
        #expect(wasOpened)
        #expect(try await house.campaign(campaign.id)?.gate == .canary)
        try await house.deliver()
        #expect(house.mail.delivered.count == 1_200)
        let again = try await house.database.write {
            try CampaignStore.approve(campaign.id, at: now, in: $0)
        }
        #expect(again == false)
    }
}
