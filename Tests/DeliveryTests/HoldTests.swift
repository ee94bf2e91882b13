import Access
import Basis
import Catalog
import Database
import Delivery
import Mail
import TestSupport
import Testing

struct HoldTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `nothing of a held campaign is planned or sent, and nobody is lost`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_300))
        let campaign = try await house.launch()

        #expect(try await house.hold(reason: "Wrong text").map(\.id) == [campaign.id])
        try await house.deliver()

        #expect(house.mail.delivered.isEmpty)
        let held = try #require(try await house.campaign(campaign.id))
        #expect(held.state == .held && held.heldAt == house.now && held.holdReason == "Wrong text")
        let report = try await house.report()
        #expect(report.counts.planned == 1_000 && report.counts.waiting == 1_000 && report.counts.addsUp)
        #expect(try await house.findings().isEmpty)

        #expect(try await house.goOn().map(\.id) == [campaign.id])
        try await house.deliver()
        #expect(Set(house.mail.addresses).count == 1_300 && house.mail.delivered.count == 1_300)
        let after = try #require(try await house.campaign(campaign.id))
        #expect(after.state == .finished && after.heldAt == nil && after.holdReason == nil)
        #expect(try await house.findings().isEmpty)
    }

    /// Two segments are claimed, by two nodes, when it is held: each finishes the group it has in its hands.
    @Test(arguments: DatabaseUnderTest.available)
    func `claimed segments stop between two groups, on every node`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(600))
        let campaign = try await house.launch()
        let both = Meeting(2)
        let channel = RecordingChannel { _ in
            await both.arrive()
            // Holding twice changes nothing; a failure shows below.
            _ = try? await house.hold()
            return .handedOver(reference: nil)
        }

        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in 1...2 {
                let pump = house.pump(node: node, channels: [channel])
                group.addTask { _ = try await pump.tick(house.now) }
            }
            try await group.waitForAll()
        }

        let handedOver = channel.delivered.count
        #expect(handedOver == 20)
        let counts = try await house.report().counts
        #expect(counts.handedOver == handedOver && counts.waiting == 600 - handedOver && counts.addsUp)
        #expect(try await house.campaign(campaign.id)?.state == .held)
        #expect(try await house.findings().isEmpty)

        try await house.goOn()
        try await house.deliver()
        #expect(Set(house.mail.addresses + channel.addresses).count == 600)
        #expect(house.mail.delivered.count == 600 - handedOver)
    }

    /// The far end is slow: the first message of a group is under way when it is held, the others have not begun.
    @Test(arguments: DatabaseUnderTest.available)
    func `of a group under way to a slow far end, what has not begun stays here`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(10))
        _ = try await house.launch()
        let channel = RecordingChannel { notice in
            if notice.customerID == ids[0] {
                _ = try? await house.hold()  // a failure shows below
                while notice.brake?.isPulled == false { await Task.yield() }
            }
            let isLate = notice.customerID != ids[0] && notice.brake?.isPulled == true
            return isLate
                ? .notTried(after: .seconds(1), stopsChannel: false) : .handedOver(reference: nil)
        }

        _ = try await house.pump(channels: [channel]).tick(house.now)

        #expect(channel.delivered.map(\.customerID) == [ids[0]])
        let counts = try await house.report().counts
        #expect(counts.handedOver == 1 && counts.waiting == 9 && counts.addsUp)
        house.clock.advance(by: .seconds(1))
        try await house.goOn()
        try await house.deliver()
        #expect(house.mail.delivered.count == 9)
        #expect(try await house.report().counts.possibleDuplicates == 0)
        #expect(try await house.findings().isEmpty)
    }

    @Test(
        arguments: DatabaseUnderTest.available,
        [
            (DeliveryOutcome.retry(after: .minutes(1), detail: "451"), NoticeState.waiting),
            (.unknown(detail: "lost"), .unknown),
            (.notTried(after: .minutes(1), stopsChannel: false), .waiting),
            (.refusedRecipient(detail: "550"), .waiting),
        ]
    )
    func `what did not arrive when it was held is tried again afterwards`(
        engine: DatabaseUnderTest,
        given: (outcome: DeliveryOutcome, state: NoticeState)
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let id = try await house.add([
            Sample("A").with(.email, "a@x.example").with(.email, "b@x.example")
        ])[0]
        _ = try await house.launch()
        let channel = RecordingChannel { _ in
            _ = try? await house.hold()  // a failure shows below
            return given.outcome
        }

        _ = try await house.pump(channels: [channel]).tick(house.now)
        #expect(try await house.history(id)[0].state == given.state)
        house.clock.advance(by: .minutes(10))
        try await house.deliver()
        #expect(house.mail.delivered.isEmpty)

        try await house.goOn()
        try await house.deliver()
        #expect(house.mail.delivered.count == 1)
        #expect(try await house.history(id)[0].state == .handedOver)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody begins a call of a held campaign, but who is on one may say what came of it`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...3).map { Sample("C\($0)").with(.phone, "+3460011122\($0)") })
        let ana = try await house.staff("Ana")
        let campaign = try await house.launch()
        let calls = try await house.slips().map(\.id)
        try await house.hold(calls[0], by: ana)
        #expect(try await house.campaign(campaign.id)?.state == .finished)

        try await house.hold()

        #expect(try await house.campaign(campaign.id)?.state == .held)
        #expect(try await house.slips().map(\.id) == [calls[0]])
        await #expect(throws: CallDesk.Refusal.campaignHeld) { try await house.hold(calls[1], by: ana) }
        #expect(try await house.record(.reached, calls[0], by: ana.actor) == .settled(.handedOver))
        let counts = try await house.report().counts
        #expect(counts.toCall == 2 && counts.handedOver == 1 && counts.addsUp)

        try await house.goOn()
        #expect(try await house.slips().map(\.id) == [calls[1], calls[2]])
        #expect(try await house.campaign(campaign.id)?.state == .finished)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what was settled while it was held is not told afterwards`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(30))
        let campaign = try await house.launch()
        try await house.hold()
        house.source.fix()

        try await house.goOn()
        // The pump comes before the planner.
        _ = try await house.pump().tick(house.now)
        try await house.deliver()

        #expect(house.mail.delivered.isEmpty)
        #expect(try await house.campaign(campaign.id)?.state == .stopped)
        #expect(try await house.report().counts.skippedByReason == ["fixed_meanwhile": 30])
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a newer campaign replaces a held one`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(20))
        let old = try await house.launch(words: "Ayer.")
        try await house.hold()
        _ = try await house.launch(words: "Hoy.")

        try await house.goOn()
        try await house.deliver()

        #expect(house.mail.delivered.count == 20)
        #expect(house.mail.delivered.allSatisfy { $0.text.contains("Hoy.") })
        #expect(try await house.campaign(old.id)?.state == .superseded)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `one subject is held alone, or all together`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(2))
        let first = try await house.launch()
        let (source, now) = (house.source, house.now)
        let second = try await house.database.write { session in
            var order = DeliveryHouse.order()
            order.subject = Subject(kind: "incident", id: 8)
            return try CampaignStore.launch(order, source: source, at: now, in: session)
        }

        #expect(try await house.hold().map(\.id) == [first.id])
        #expect(try await house.hold(nil).map(\.id) == [second.id])
        try await house.deliver()
        #expect(house.mail.delivered.isEmpty)
        #expect(
            try await house.database.read { try CampaignStore.held(in: $0).map(\.id) } == [
                first.id, second.id,
            ]
        )

        #expect(try await house.goOn().map(\.id) == [first.id])
        try await house.deliver()
        #expect(house.mail.delivered.count == 2)
        #expect(try await house.goOn(nil).map(\.id) == [second.id])
        #expect(try await house.goOn(nil).isEmpty)
    }
}

/// Where the first arrivals wait for each other; later ones pass.
private actor Meeting {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { missing = count }

    func arrive() async {
        missing -= 1
        guard missing >= 0 else { return }
        guard missing > 0 else {
            for continuation in waiting { continuation.resume() }
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}

extension DeliveryHouse {
    @discardableResult
    fileprivate func hold(
        _ subject: Subject? = subject,
        reason: String? = nil
    ) async throws -> [Campaign] {
        let now = now
        return try await database.write { try CampaignStore.hold(subject, reason: reason, at: now, in: $0) }
    }

    @discardableResult
    fileprivate func goOn(_ subject: Subject? = subject) async throws -> [Campaign] {
        let (source, now) = (source, now)
        return try await database.write { try CampaignStore.goOn(subject, source: source, at: now, in: $0) }
    }
}
