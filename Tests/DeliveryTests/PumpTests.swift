import Access
import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct PumpTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `everybody gets one message in their own words`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(57))
        let campaign = try await house.launch()

        try await house.deliver()

        #expect(house.mail.delivered.map(\.customerID) == ids)
        #expect(Set(house.mail.delivered.map(\.key)).count == 57)
        #expect(house.mail.delivered[4].text == "Hola, C5: No hay servicio. https://estado.example/\(ids[4])")
        let report = try await house.report(hurt: 60)
        #expect(report.counts.handedOver == 57 && report.counts.possibleDuplicates == 0)
        #expect(report.customers.hurt == 60 && report.customers.told == 57)
        #expect(report.customers.waiting + report.customers.unreachable + report.customers.unknown == 0)
        #expect(try await house.campaign(campaign.id)?.state == .finished)
        #expect(try await house.history(ids[0])[0].attempts.isEmpty)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `several workers and two nodes send everything once`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_000))
        _ = try await house.launch()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in 1...2 {
                let pump = house.pump(node: node, workers: 8)
                group.addTask {
                    try await house.runOut(pump)
                }
            }
            try await group.waitForAll()
        }

        #expect(house.mail.delivered.count == 1_000 && Set(house.mail.addresses).count == 1_000)
        #expect(try await house.report().counts.handedOver == 1_000)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `not now means later, at the same address, with the same key`(engine: DatabaseUnderTest) async throws
    {
        let house = try await DeliveryHouse.open(engine)
        let id = try await house.add([Sample("A").with(.email, "a@cliente.example")])[0]
        let channel = RecordingChannel { [clock = house.clock] _ in
            clock.now() < DeliveryHouse.morning + .minutes(5)
                ? .retry(after: .minutes(5), detail: "450 4.2.1 busy") : .handedOver(reference: "q1")
        }
        let pump = house.pump(channels: [channel])
        _ = try await house.launch()

        #expect(try await pump.tick(house.now) == house.now + .minutes(5))
        #expect(try await house.history(id)[0].state == .waiting)
        house.clock.advance(by: .minutes(5))
        #expect(try await pump.tick(house.now) == nil)

        let entry = try await house.history(id)[0]
        #expect(entry.state == .handedOver && !entry.isPossibleDuplicate)
        #expect(entry.attempts.map(\.outcome) == [.retry, .handedOver])
        #expect(entry.attempts.map(\.details) == ["450 4.2.1 busy", "q1"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who always says not now counts as refused in the end`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let id = try await house.add([
            Sample("A").with(.email, "a@cliente.example").with(.phone, "+34600111222")
        ])[0]
        let channel = RecordingChannel { _ in .retry(after: .minutes(1), detail: "450") }
        let pump = house.pump(channels: [channel])
        _ = try await house.launch()

        var ticks = 0
        while let due = try await pump.tick(house.now), ticks < 50 {
            house.clock.move(to: due)
            ticks += 1
        }

        #expect(try await house.history(id)[0].state == .toCall)
        #expect(ticks < 20)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a refused address falls back to the next, then to a call, then it is refused`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add([
            Sample("Second").with(.email, "no1@x.example").with(.email, "si@x.example"),
            Sample("Call").with(.email, "no2@x.example").with(.email, "no3@x.example").with(
                .phone,
                "+34600111222"
            ),
            Sample("None").with(.email, "no4@x.example").with(.whatsapp, "+34600111222"),
        ])
        let ana = try await house.staff("Ana")
        let channel = RecordingChannel { notice in
            notice.address.hasPrefix("no")
                ? .refusedRecipient(detail: "550 5.1.1") : .handedOver(reference: nil)
        }
        _ = try await house.launch()

        _ = try await house.pump(channels: [channel]).tick(house.now)

        let entries = try await [
            house.history(ids[0])[0], house.history(ids[1])[0], house.history(ids[2])[0],
        ]
        #expect(entries.map(\.state) == [.handedOver, .toCall, .refused])
        #expect(entries.map(\.address) == ["si@x.example", "+34600111222", "no4@x.example"])
        #expect(
            entries.map { $0.passedOver.map(\.reason) } == [
                [.bounced], [.bounced, .bounced], [.bounced, .noConsent],
            ]
        )
        #expect(channel.addresses == ["si@x.example"])
        #expect(try await house.slips().map(\.owner) == [.staff(ana.id)])
        let report = try await house.report()
        #expect(report.counts.refused == 1 && report.customers.unreachable == 1)
        #expect(try await house.findings().isEmpty)

        // The next campaign does not try them again.
        _ = try await house.launch()
        #expect(try await house.history(ids[2])[1].passedOver.map(\.reason) == [.bounced, .noConsent])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `refused as a sender, the channel stops and nobody is lost`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(600))
        let channel = RecordingChannel { [clock = house.clock] _ in
            clock.now() < DeliveryHouse.morning + .minutes(1)
                ? .refusedSender(detail: "550 5.7.1") : .handedOver(reference: nil)
        }
        let pump = house.pump(channels: [channel])
        _ = try await house.launch()

        let due = try #require(try await pump.tick(house.now))
        #expect(due >= house.now + .minutes(1))
        #expect(try await house.report().counts.waiting == 600)
        let asked = try await house.database.read { try $0.count("SELECT count(*) FROM attempt") }
        #expect(asked == 10)

        house.clock.move(to: due)
        while let next = try await pump.tick(house.now) { house.clock.move(to: next) }
        #expect(channel.delivered.count == 600)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an unknown outcome is sent once more with the same key, then a person has to look`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let id = try await house.add([Sample("A").with(.email, "a@cliente.example")])[0]
        let channel = RecordingChannel { _ in .unknown(detail: "connection lost after the final dot") }
        let pump = house.pump(channels: [channel])
        let campaign = try await house.launch()

        while let due = try await pump.tick(house.now) { house.clock.move(to: due) }

        #expect(channel.delivered.map(\.isRepeat) == [false, true])
        #expect(Set(channel.delivered.map(\.key)).count == 1)
        let entry = try await house.history(id)[0]
        #expect(entry.state == .unknown && entry.isPossibleDuplicate && entry.attempts.count == 2)
        let report = try await house.report()
        #expect(report.counts.unknown == 1 && report.counts.possibleDuplicates == 1)
        #expect(report.customers.unknown == 1 && report.customers.told == 0)
        #expect(try await house.campaign(campaign.id)?.state == .finished)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a channel that must not repeat leaves the unknown to a person`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([Sample("A").with(.email, "a@cliente.example")])
        let channel = RecordingChannel(repeatsAfterUnknown: 0) { _ in .unknown(detail: "time-out") }
        _ = try await house.launch()

        #expect(try await house.pump(channels: [channel]).tick(house.now) == nil)
        let counts = try await house.report().counts
        #expect(counts.unknown == 1 && counts.possibleDuplicates == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an address that was opted out after planning is not used`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add([
            Sample("A").with(.email, "a@x.example").with(.email, "b@x.example"),
            Sample("B").with(.email, "c@x.example"),
        ])
        _ = try await house.launch()
        try await house.database.write { session in
            try session.run(
                "UPDATE address SET standing = 'opted_out' WHERE value IN ('a@x.example', 'c@x.example')"
            )
        }

        try await house.deliver()

        #expect(house.mail.addresses == ["b@x.example"])
        let entry = try await house.history(ids[1])[0]
        #expect(entry.state == .skipped && entry.reason == .optedOut)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a missing answer of a channel counts as unknown`(engine: DatabaseUnderTest) async throws {
        struct Silent: Delivery.Channel {
            let kind = AddressChannel.email
            let repeatsAfterUnknown = 0
            func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] { [] }
        }
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(12))
        _ = try await house.launch()

        _ = try await house.pump(channels: [Silent()]).tick(house.now)

        #expect(try await house.report().counts.unknown == 12)
    }
}
