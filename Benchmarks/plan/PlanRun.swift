import Basis
import BenchmarkSupport
import Catalog
import Database
import Delivery
import Synchronization

/// Launch, first message and whole plan, while somebody else writes a row every ten milliseconds.
struct PlanRun {
    let house: House
    let customers: Int

    func measure(_ figures: inout Figures) async throws {
        let other = try await OtherWriter(database: house.database)
        let quiet = try await other.watching { try await Task.sleep(for: .seconds(1)) }.waits
        try await plan(beside: other, &figures)
        figures.add("longest wait of another writer, idle", quiet.last ?? 0, "ms")
        try await readBack(&figures)
        figures.add("peak memory", Usage.peakMemory, "MB")
    }

    private func plan(beside other: OtherWriter, _ figures: inout Figures) async throws {
        let channel = CountingChannel()
        let (planner, pump) = (house.planner, house.pump(channel, workers: 1))
        let (begin, beginProcessor) = (ContinuousClock.now, Usage.processorTime)
        let campaign = try await house.launch()
        let launched = ContinuousClock.now
        let busy = try await other.watching {
            async let sending: Void = sendFirst(pump)
            while try await isPlanning(campaign.id) {
                _ = try await planner.tick(SystemClock().now())
                Progress.say("\(try await planned()) of \(customers) planned")
            }
            try await sending
        }.waits
        let (took, processor) = (ContinuousClock.now - begin, Usage.processorTime - beginProcessor)
        let first = channel.firstAt.map { ($0 - begin).seconds } ?? .infinity

        figures.add("customers", Double(customers), "")
        figures.add("launch with first wave", (launched - begin).seconds * 1_000, "ms")
        figures.add("publish to first message", first, "s", atMost: 1)
        figures.add("whole plan", took.seconds, "s", atMost: 6)
        figures.add("processor time of it", processor, "s")
        figures.add("waves", try await count("SELECT count(*) FROM wave"), "")
        figures.add("notices", try await count("SELECT count(*) FROM notice"), "", atLeast: Double(customers))
        figures.add("longest wait of another writer, planning", busy.last ?? .infinity, "ms", atMost: 50)
        figures.add("  99 of 100 of its waits", busy.mostly, "ms")
    }

    /// What the room and the check of the books cost afterwards.
    private func readBack(_ figures: inout Figures) async throws {
        let begin = ContinuousClock.now
        let findings = try await house.database.read { try Ledger.check(in: $0) }
        let checked = ContinuousClock.now
        Progress.say("books checked")
        _ = try await house.database.read { try NoticeReport.make(House.subject, hurt: 0, in: $0) }
        figures.add("report over all", (ContinuousClock.now - checked).seconds * 1_000, "ms")
        figures.add("check of the books", (checked - begin).seconds * 1_000, "ms")
        figures.add("findings of the check", Double(findings.count), "", atMost: 0)
    }

    private func isPlanning(_ id: Int64) async throws -> Bool {
        try await house.database.read { try CampaignStore.with(id: id, in: $0)?.state == .planning }
    }

    private func planned() async throws -> Int {
        Int(try await count("SELECT COALESCE(SUM(recipients), 0) FROM wave"))
    }

    private func count(_ query: SQL) async throws -> Double {
        Double(try await house.database.read { try $0.count(query) })
    }

    /// One tick sends what a second allows; what matters here is the first.
    private func sendFirst(_ pump: Pump) async throws {
        _ = try await pump.tick(SystemClock().now())
        await pump.release()
    }
}

/// Counts and forgets.
private final class CountingChannel: Channel {
    let kind = AddressChannel.email
    let repeatsAfterUnknown = 1
    private let first = Mutex<ContinuousClock.Instant?>(nil)

    var firstAt: ContinuousClock.Instant? { first.withLock(\.self) }

    func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        first.withLock { $0 = $0 ?? ContinuousClock.now }
        return group.map { _ in .handedOver(reference: nil) }
    }
}
