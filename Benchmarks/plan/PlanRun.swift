import Basis
import Catalog
import Database
import Delivery
import Mail
import Synchronization

/// Launch, first message and whole plan, while somebody else writes a row every ten milliseconds.
struct PlanRun {
    let house: House
    let customers: Int

    func measure(_ figures: inout Figures) async throws {
        let source = EverybodySource()
        let channel = CountingChannel()
        let other = try await OtherWriter(database: house.database)
        let planner = Planner(database: house.database, source: source, clock: SystemClock())
        let pump = Pump(
            database: house.database,
            source: source,
            channels: [channel],
            clock: SystemClock(),
            node: .current(),
            workers: 1
        )
        let quiet = try await other.longestWait { try await Task.sleep(for: .seconds(1)) }

        let begin = ContinuousClock.now
        let beginProcessor = Figures.processorTime
        let order = House.order()
        let campaign = try await house.database.write { session in
            try CampaignStore.launch(order, source: source, at: SystemClock().now(), in: session)
        }
        let launched = ContinuousClock.now
        let busy = try await other.longestWait {
            async let sending = try pumpUntilFirst(pump, channel)
            while try await isPlanning(campaign.id) { _ = try await planner.tick(SystemClock().now()) }
            try await sending
        }
        let planned = ContinuousClock.now
        let processor = Figures.processorTime - beginProcessor
        let findings = try await house.database.read { try Ledger.check(in: $0) }
        let checked = ContinuousClock.now
        _ = try await house.database.read { try NoticeReport.make(House.subject, hurt: 0, in: $0) }
        let reported = ContinuousClock.now
        let waves = try await house.database.read { try $0.count("SELECT count(*) FROM wave") }

        figures.add("customers", Double(customers), "")
        figures.add("launch with first wave", (launched - begin).seconds * 1_000, "ms")
        figures.add(
            "publish to first message",
            (channel.firstAt.map { $0 - begin }?.seconds ?? 1e9),
            "s",
            atMost: 1
        )
        figures.add("whole plan", (planned - begin).seconds, "s", atMost: 6)
        figures.add("processor time of it", processor, "s")
        figures.add("waves", Double(waves), "")
        figures.add("longest wait of another writer, idle", quiet, "ms")
        figures.add("longest wait of another writer, planning", busy, "ms", atMost: 50)
        figures.add("report over all", (reported - checked).seconds * 1_000, "ms")
        figures.add("findings of the check", Double(findings.count), "", atMost: 0)
        figures.add("peak memory", Figures.peakMemory, "MB")
    }

    private func isPlanning(_ id: Int64) async throws -> Bool {
        try await house.database.read { try CampaignStore.with(id: id, in: $0)?.state == .planning }
    }

    /// One tick sends what a second allows; what matters here is the first.
    private func pumpUntilFirst(_ pump: Pump, _ channel: CountingChannel) async throws {
        _ = try await pump.tick(SystemClock().now())
        await pump.release()
    }
}

/// How fast mails go to a Maildir, every one of them durable before it counts.
struct MailRun {
    let house: House
    let mails: Int
    let folder: String

    func measure(_ figures: inout Figures) async throws {
        let source = EverybodySource()
        let clock = SystemClock()
        let sender = NoticeSender(name: "Agencia", address: "avisos@agencia.example")
        let maildir = MaildirChannel(maildir: try Maildir(path: folder), sender: sender)
        let order = House.order()
        _ = try await house.database.write { session in
            try CampaignStore.launch(order, source: source, at: clock.now(), in: session)
        }
        let planner = Planner(database: house.database, source: source, clock: clock)
        let pump = Pump(
            database: house.database,
            source: source,
            channels: [maildir],
            clock: clock,
            node: .current()
        )
        let run = DeliveryRun(
            database: house.database,
            planner: planner,
            pump: pump,
            clock: clock,
            patience: .seconds(1)
        )
        let begin = ContinuousClock.now
        try await run.run()
        let took = (ContinuousClock.now - begin).seconds
        let told = try await house.database.read {
            try $0.count("SELECT count(*) FROM notice WHERE state = 'handed_over'")
        }
        figures.add("mails to the Maildir", Double(told), "", atLeast: Double(mails))
        figures.add("mails a second, each durable", Double(told) / took, "/s")
    }
}

/// Counts and forgets.
final class CountingChannel: Channel {
    let kind = AddressChannel.email
    let repeatsAfterUnknown = 1
    private let memory = Mutex<(count: Int, first: ContinuousClock.Instant?)>((0, nil))

    var firstAt: ContinuousClock.Instant? { memory.withLock { $0.first } }

    func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        memory.withLock { memory in
            memory.count += group.count
            memory.first = memory.first ?? ContinuousClock.now
        }
        return group.map { _ in .handedOver(reference: nil) }
    }
}

/// Somebody else who writes: how long do they wait?
struct OtherWriter: Sendable {
    let database: SQLiteDatabase

    init(database: SQLiteDatabase) async throws {
        self.database = database
        try await database.write { try $0.run("CREATE TABLE IF NOT EXISTS other_writer (n INTEGER)") }
    }

    /// The longest wait in milliseconds while `work` ran.
    func longestWait(during work: () async throws -> Void) async throws -> Double {
        let database = database
        let writing = Task {
            var longest = 0.0
            while !Task.isCancelled {
                let begin = ContinuousClock.now
                try await database.write { try $0.run("INSERT INTO other_writer (n) VALUES (1)") }
                longest = max(longest, (ContinuousClock.now - begin).seconds * 1_000)
                try? await Task.sleep(for: .milliseconds(10))  // cancelled: the loop ends
            }
            return longest
        }
        do {
            try await work()
        } catch {
            writing.cancel()
            throw error
        }
        writing.cancel()
        return try await writing.value
    }
}
