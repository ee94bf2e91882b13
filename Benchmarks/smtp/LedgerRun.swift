import Access
import Basis
import Catalog
import Database
import Delivery
import Foundation
import Mail
import Rendering
import TestSupport

/// The whole way: planned notices, spliced and built per person, handed over with intent and outcome durable on SQLite.
struct LedgerRun {
    let sink: MailSink
    let notices: Int
    let connections: Int

    func measure(_ figures: inout Figures, delayed: Bool) async throws {
        let house = try await LedgerHouse.open(customers: notices)
        let proxy = delayed ? try await DelayProxy(to: sink.port, milliseconds: 10) : nil
        let relay = SMTPRelay(host: "127.0.0.1", port: proxy?.port ?? sink.port)
        let pool = try SMTPPool(relay, connections: connections)
        let pump = Pump(
            database: house.database,
            source: house.source,
            channels: [
                SMTPChannel(
                    pool: pool,
                    sender: NoticeSender(name: "Agencia", address: "avisos@agencia.example")
                )
            ],
            clock: SystemClock(),
            node: .current(),
            workers: connections
        )
        try await house.plan()
        let (begin, processor) = (ContinuousClock.now, Figures.processorTime)
        while let due = try await pump.tick(SystemClock().now()), due <= SystemClock().now() + .seconds(5) {}
        let seconds = (ContinuousClock.now - begin).seconds
        let used = (Figures.processorTime - processor) / Double(notices) * 1e6
        let counts = try await house.database.read {
            try NoticeReport.make(LedgerHouse.subject, hurt: 0, in: $0).counts
        }
        await pool.close()
        await proxy?.close()
        await house.database.close()
        let name = delayed ? "with the ledger, 10 ms round trip" : "with the ledger"
        figures.add(
            name,
            Double(counts.handedOver) / seconds,
            "messages/s",
            atLeast: delayed ? 4_000 : 20_000
        )
        figures.add("  processor time a message", used, "µs")
        figures.add("  not handed over", Double(notices - counts.handedOver), "", atMost: 0)
    }
}

/// A database with one campaign to many customers.
struct LedgerHouse {
    static let subject = Subject(kind: "incident", id: 1)

    let database: SQLiteDatabase
    let source: EverybodySource

    static func open(customers: Int) async throws -> LedgerHouse {
        let database = try SQLiteDatabase(path: try ThrowAwayFolder.path("ledger.db"))
        _ = try await database.migrate(AccessMigrations.all + CatalogMigrations.all + DeliveryMigrations.all)
        for start in stride(from: 1, through: customers, by: 1_000) {
            let ids = start...min(start + 999, customers)
            try await database.write { try insert(ids, in: $0) }
        }
        return LedgerHouse(database: database, source: EverybodySource(count: customers))
    }

    private static func insert(_ ids: ClosedRange<Int>, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO customer (id, external_id, name, language)
            VALUES \(rows: ids.map { [$0.sqlValue, "C\($0)".sqlValue, "Customer \($0)".sqlValue, "es".sqlValue] })
            """
        )
        let addresses = ids.map { id -> [SQLValue] in
            [
                id.sqlValue, "email".sqlValue, "info@customer\(id).example".sqlValue, 50.sqlValue,
                "unknown".sqlValue,
                "usable".sqlValue,
            ]
        }
        try session.run(
            """
            INSERT INTO address (customer_id, channel, value, preference, consent, standing)
            VALUES \(rows: addresses)
            """
        )
    }

    /// Freezes all waves, so that only the sending is measured.
    func plan() async throws {
        let (order, source) = (Self.order, source)
        _ = try await database.write { session in
            try CampaignStore.launch(order, source: source, at: SystemClock().now(), in: session)
        }
        let planner = Planner(database: database, source: source, clock: SystemClock())
        while let due = try await planner.tick(SystemClock().now()), due <= SystemClock().now() {}
    }

    private static var order: CampaignOrder {
        let body = String(repeating: "Su web no responde. Sabemos la causa y estamos en ello. ", count: 30)
        let name = Slot.marker("customer")
        let text = SegmentedText(marked: "Hola, \(name):\n\n\(body)\n\n\(Slot.marker("link"))")
        let html = SegmentedText(marked: "<html lang=\"es\"><p>Hola, \(name):</p><p>\(body)</p></html>")
        let variant = Variant(
            language: .spanish,
            writtenIn: .spanish,
            title: SegmentedText(marked: "Aviso para \(name)"),
            bodyText: text,
            bodyHTML: html,
            shortText: text,
            script: text
        )
        return CampaignOrder(
            subject: subject,
            purpose: "update",
            audience: "hurt",
            isUrgent: true,
            variants: [variant],
            blocked: [],
            timeZone: "Europe/Madrid"
        )
    }
}

/// All customers, by id.
struct EverybodySource: RecipientSource {
    let count: Int

    func next(
        _ campaign: Campaign,
        cursor: String?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [Recipient], next: String?) {
        let start = cursor.flatMap { Int($0) } ?? 0
        let end = min(start + limit, count)
        let recipients = (start..<end).map { Recipient(customerID: Int64($0 + 1), severity: 4) }
        return (recipients, end < count ? "\(end)" : nil)
    }

    func froze(_ campaign: Campaign, recipients: [Recipient], at now: Instant, in session: any Session) throws
    {}

    func personal(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [String: String]] {
        Dictionary(
            customerIDs.map {
                ($0, ["customer": "Customer \($0)", "link": "https://estado.example/r/\($0)"])
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func isFixedMeanwhile(_ campaign: Campaign, in session: any Session) throws -> Bool { false }
}
