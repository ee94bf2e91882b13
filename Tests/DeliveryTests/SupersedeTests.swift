import Access
import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct SupersedeTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `from the launch on nobody is told what the older campaign said`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(600))
        let old = try await house.launch(words: "Ayer.")
        let new = try await house.launch(words: "Hoy.")

        // Before the planner wrote anything off.
        try await house.runOut(house.pump())

        #expect(house.mail.delivered.count == 600)
        #expect(house.mail.delivered.allSatisfy { $0.text.contains("Hoy.") })
        #expect(try await house.campaign(old.id)?.state == .superseded)
        #expect(try await house.campaign(old.id)?.supersededByID == new.id)
        #expect(try await house.report().counts.waiting == 600)

        _ = try await house.planner().tick(house.now)
        let report = try await house.report()
        #expect(report.counts.waiting == 0 && report.counts.skippedByReason == ["superseded": 600])
        #expect(report.customers.told == 600 && report.customers.unreachable == 0)
        #expect(try await house.campaign(old.id)?.finishedAt == house.now)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a campaign replaced while planning plans nobody more`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_300))
        let old = try await house.launch()
        _ = try await house.launch()

        try await house.deliver()

        let report = try await house.report()
        #expect(report.campaigns.map(\.counts.planned) == [1_000, 1_300])
        #expect(report.campaigns.map(\.counts.handedOver) == [0, 1_300])
        #expect(try await house.campaign(old.id)?.state == .superseded)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `another subject is left alone`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(2))
        let first = try await house.launch()
        var order = DeliveryHouse.order()
        order.subject = Subject(kind: "incident", id: 8)
        let (source, now, other) = (house.source, house.now, order)

        _ = try await house.database.write {
            try CampaignStore.launch(other, source: source, at: now, in: $0)
        }

        #expect(try await house.campaign(first.id)?.state == .sending)
        try await house.deliver()
        #expect(house.mail.delivered.count == 4)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is on its way when the newer one comes is settled, and not tried again`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(2))
        let old = try await house.launch()
        let channel = RecordingChannel { notice in
            // The newer campaign is launched while this message is on its way.
            _ = try? await house.launch(words: "Hoy.")  // a failure shows below
            return notice.customerID == ids[0]
                ? .handedOver(reference: nil) : .retry(after: .minutes(1), detail: "421")
        }

        _ = try await house.pump(channels: [channel]).tick(house.now)

        let entries = try await [house.history(ids[0])[0], house.history(ids[1])[0]]
        #expect(entries.map(\.campaign.id) == [old.id, old.id])
        #expect(entries.map(\.state) == [.handedOver, .skipped])
        #expect(entries[1].reason == .superseded)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `open calls move to the new campaign at once and stay with the same person`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...4).map { Sample("C\($0)").with(.phone, "+3460011122\($0)") })
        let staff = try await house.staff("Ana")
        let other = try await house.staff("Luis")
        _ = try await house.launch(words: "Ayer.")
        let now = house.now
        try await house.database.write { try CallDesk.assign(DeliveryHouse.subject, at: now, in: $0) }
        let before = try await house.slips()
        try await house.hold(before[0].id, by: staff)

        _ = try await house.launch(words: "Hoy.")

        let after = try await house.slips()
        #expect(after.map(\.owner) == before.map(\.owner))
        #expect(Set(after.map(\.owner)) == [.staff(staff.id), .staff(other.id)])
        #expect(after.allSatisfy { $0.script.contains("Hoy.") } && after[0].heldBy == "staff:\(staff.id)")
        let report = try await house.report()
        #expect(report.counts.toCall == 4 && report.counts.skippedByReason == ["superseded": 4])
        #expect(try await house.findings().isEmpty)

        // Whoever was on the telephone then still says that they reached them.
        #expect(try await house.record(.reached, before[0].id, by: staff.actor) == .settled(.handedOver))
        #expect(try await house.report().customers.told == 1)
        #expect(try await house.findings().isEmpty)
    }
}
