import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct LaunchTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `a small audience is planned and frozen at once`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add([
            Sample("Mailed").with(.email, "a@cliente.example"),
            Sample("Carried").with(.email, "b@ovh.net").with(.phone, "+34600111222"),
            Sample("Nowhere").with(.email, "c@cliente.example", .no),
        ])

        let campaign = try await house.launch(blocked: [.mailDomain("ovh.net", componentID: 1)])

        #expect(campaign.state == .sending)
        #expect(house.source.frozen == ids)
        let report = try await house.report()
        #expect(report.counts.planned == 3 && report.counts.addsUp)
        #expect((report.counts.waiting, report.counts.toCall, report.counts.skipped) == (1, 1, 1))
        #expect(report.counts.skippedByReason == ["no_consent": 1])
        #expect(report.counts.passedOverByReason == ["carrier_affected": 1, "no_consent": 1])
        #expect(report.counts.byChannel == ["email": ["waiting": 1], "phone": ["to_call": 1]])
        #expect(report.campaigns[0].waves.map(\.recipients) == [3])
        #expect(try await house.findings().isEmpty)
        let entry = try await house.history(ids[1])[0]
        #expect(entry.passedOver.map(\.reason) == [.carrierAffected])
        #expect(entry.state == .toCall && entry.address == "+34600111222")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the list is frozen with its hash before the first message leaves`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(3))
        _ = try await house.launch()
        let before = try await house.report().campaigns[0].waves

        #expect(house.mail.delivered.isEmpty)
        let entries = try await house.database.read { session in
            let addresses = try AddressStore.of(customerIDs: ids, in: session)
            return ids.reversed().map { id in
                WavePlan.Entry(
                    customerID: id,
                    severity: 4,
                    choice: AddressChoice(
                        way: .machine(channel: .email, addressID: addresses[id]?[0].id ?? 0)
                    )
                )
            }
        }
        #expect(before.map(\.hash) == [WavePlan.hash(of: entries)])

        try await house.deliver()
        #expect(try await house.report().campaigns[0].waves == before)
        #expect(house.mail.delivered.count == 3)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a large audience gets its first thousand at once and stays visibly planning`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_200))

        let campaign = try await house.launch()

        #expect(campaign.state == .planning && campaign.planCursor == "1000")
        #expect(try await house.report().counts.planned == 1_000)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a customer who comes twice is planned once, and the first wave is filled up`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(1_100))
        house.source.replace(ids[..<300] + ids[..<300] + ids)

        let campaign = try await house.launch()

        #expect(try await house.report().counts.planned == 1_000)
        #expect(house.source.frozen == Array(ids[..<1_000]))
        _ = try await house.planner().tick(house.now)
        #expect(try await house.report().counts.planned == 1_100)
        #expect(try await house.campaign(campaign.id)?.state == .sending)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a campaign without anything to send is finished, also with calls open`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([Sample("A").with(.phone, "+34600111222"), Sample("B")])

        let campaign = try await house.launch()

        #expect(campaign.state == .finished)
        #expect(try await house.report().counts.toCall == 1)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `calls wait for the morning unless it is urgent`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([
            Sample("Madrid").with(.phone, "+34600111222"),
            Sample("Lima", zone: "America/Lima").with(.phone, "+51987654321"),
        ])
        let night = try #require(Instant(rfc3339: "2017-11-09T22:30:00Z"))
        house.clock.move(to: night)

        _ = try await house.launch(isUrgent: false)
        let calm = try await house.slips()
        #expect(calm.map(\.customer.name) == ["Lima", "Madrid"])
        #expect(calm.map(\.dueAt) == [night, Instant(rfc3339: "2017-11-10T07:00:00Z")])

        _ = try await house.launch(isUrgent: true)
        #expect(try await house.slips().map(\.dueAt) == [night, night])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what was launched can be read again`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let blocked: [BlockedCarrier] = [
            .channel(.sms, componentID: 1), .mailDomain("ovh.net", componentID: 1),
            .mailSubdomains("ovh.net", componentID: 1),
        ]
        let campaign = try await house.launch(blocked: blocked + [.mailDomain("OVH.net", componentID: 1)])

        let order = DeliveryHouse.order()
        try await house.database.read { session in
            #expect(try CampaignStore.blocked(of: campaign.id, in: session) == blocked)
            let variants = try CampaignStore.variants(of: campaign.id, in: session)
            #expect(variants.byLanguage.values.sorted { $0.language > $1.language } == order.variants)
            #expect(try CampaignStore.newest(of: DeliveryHouse.subject, in: session) == campaign)
        }
        #expect(campaign.machineChannels == [.email] && campaign.timeZone == "Europe/Madrid")
    }
}
