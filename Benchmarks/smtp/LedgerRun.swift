import Basis
import BenchmarkSupport
import Database
import Delivery
import Mail
import TestSupport

/// The whole way: planned notices, spliced and built per person, handed over with intent and outcome durable on SQLite.
struct LedgerRun {
    let sink: MailSink
    let notices: Int
    let connections: Int

    func measure(_ figures: inout Figures, delayed: Bool) async throws {
        let house = try await House.open(try ThrowAwayFolder.path("ledger.db"))
        try await house.settle(customers: notices)
        try await plan(house)
        let proxy = delayed ? try await DelayProxy(to: sink.port, milliseconds: 10) : nil
        let relay = SMTPRelay(host: "127.0.0.1", port: proxy?.port ?? sink.port)
        let pool = try SMTPPool(relay, connections: connections)
        let pump = house.pump(SMTPChannel(pool: pool, sender: House.sender), workers: connections)
        let (begin, processor) = (ContinuousClock.now, Usage.processorTime)
        while let due = try await pump.tick(SystemClock().now()), due <= SystemClock().now() + .seconds(5) {}
        let seconds = (ContinuousClock.now - begin).seconds
        let used = (Usage.processorTime - processor) / Double(notices) * 1e6
        let counts = try await house.database.read {
            try NoticeReport.make(House.subject, hurt: 0, in: $0).counts
        }
        await pool.close()
        await proxy?.close()
        await house.database.close()
        figures.add(
            delayed ? "with the ledger, 10 ms round trip" : "with the ledger",
            Double(counts.handedOver) / seconds,
            "messages/s",
            atLeast: delayed ? 4_000 : 20_000
        )
        figures.add("  processor time a message", used, "µs")
        figures.add("  not handed over", Double(notices - counts.handedOver), "", atMost: 0)
    }

    /// Freezes all waves, so that only the sending is measured.
    private func plan(_ house: House) async throws {
        _ = try await house.launch()
        let planner = house.planner
        while let due = try await planner.tick(SystemClock().now()), due <= SystemClock().now() {}
    }
}
