import Basis
import Catalog
import Delivery
import Synchronization
import TestSupport
import Testing

struct DeliveryRunTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `it runs until no machine work is due and tells how far it is`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_500) + [Sample("Call").with(.phone, "+34600111222")])
        let campaign = try await house.launch()
        let seen = Seen()
        let run = DeliveryRun(
            database: house.database,
            planner: house.planner(),
            pump: house.pump(workers: 4),
            clock: house.clock,
            patience: Span(milliseconds: 0)
        )

        try await run.run { seen.add($0) }

        #expect(house.mail.delivered.count == 1_500)
        #expect(seen.last == DeliveryRun.Progress(planned: 1_500, settled: 1_500, isPlanning: false))
        #expect(try await house.campaign(campaign.id)?.state == .finished)
        #expect(try await house.report().counts.toCall == 1)
    }

    @Test func `it ends at once where there is nothing to do`() async throws {
        let house = try await DeliveryHouse.open(.sqlite)
        try await house.deliver()
    }

    @Test func `what is only due later does not keep it`() async throws {
        let house = try await DeliveryHouse.open(.sqlite)
        try await house.add(Sample.mailed(1))
        _ = try await house.launch()
        let channel = RecordingChannel { _ in .retry(after: .hours(1), detail: "450") }
        try await DeliveryRun(
            database: house.database,
            planner: house.planner(),
            pump: house.pump(channels: [channel]),
            clock: house.clock,
            patience: .seconds(5)
        ).run()
        #expect(try await house.report().counts.waiting == 1)
    }
}

/// Remembers the last progress.
private final class Seen: Sendable {
    private let progress = Mutex<DeliveryRun.Progress?>(nil)

    var last: DeliveryRun.Progress? { progress.withLock { $0 } }

    func add(_ new: DeliveryRun.Progress) { progress.withLock { $0 = new } }
}
