import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering
import Response

/// A SQLite file with customers who all depend on one component and are reached by e-mail or telephone, and with one
/// campaign to all of them.
package struct House: Sendable {
    package let database: SQLiteDatabase

    /// The product's own walk over the hurt.
    private static let source = IncidentRecipients(publicURL: "https://estado.example")
    package static let sender = NoticeSender(name: "Agencia", address: "avisos@agencia.example")
    package static let subject = IncidentRecipients.subject(1)
    /// Customers of one insert, and of one line of progress.
    private static let (block, shown) = (1_000, 100_000)

    package static func open(_ path: String) async throws -> House {
        let database = try SQLiteDatabase(path: path)
        _ = try await database.migrate(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
        )
        return House(database: database)
    }

    /// Writes customers with a subscription and two addresses each, unless they are there.
    package func settle(customers: Int) async throws {
        guard try await database.read({ try CustomerStore.count(in: $0) }) == 0 else { return }
        try await database.write { session in
            try session.run(
                """
                INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)
                VALUES (1, 'web', 'web000000000', '{"es":"Web"}', 1, 0, 0)
                """
            )
            try session.run(
                """
                INSERT INTO incident (id, public_id, title, kind, origin, stage, basis, began_at, opened_at, version)
                VALUES (1, 'inc000000000', '{"es":"Web"}', 'outage', 'ours', 'investigating', 'components', 0, 0, 1)
                """
            )
            let start = Instant(seconds: 0)
            try IncidentStore.setImpact(.majorOutage, componentID: 1, incidentID: 1, at: start, in: session)
            try ScopeStore.recompute(1, in: session)
        }
        for start in stride(from: 1, through: customers, by: Self.block) {
            let ids = start...min(start + Self.block - 1, customers)
            try await database.write { try Self.insert(ids, in: $0) }
            if ids.upperBound % Self.shown == 0 {
                Progress.say("\(ids.upperBound) of \(customers) customers")
            }
        }
    }

    private static func insert(_ ids: ClosedRange<Int>, in session: any Session) throws {
        let none = SQLValue.null
        try session.run(
            """
            INSERT INTO customer (id, external_id, name, language, country, time_zone)
            VALUES \(rows: ids.map { [$0.sqlValue, "C\($0)".sqlValue, "Customer \($0)".sqlValue, "es".sqlValue, none, none] })
            """
        )
        try session.run(
            """
            INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)
            VALUES \(rows: ids.map { [1.sqlValue, $0.sqlValue, 1.sqlValue, "active".sqlValue, 0.sqlValue] })
            """
        )
        let addresses = ids.flatMap { id -> [[SQLValue]] in
            let mail = "info@customer\(id).example"
            let phone = "+346\(10_000_000 + id)"
            return [
                [
                    id.sqlValue, "email".sqlValue, mail.sqlValue, 50.sqlValue, "unknown".sqlValue,
                    "usable".sqlValue,
                ],
                [
                    id.sqlValue, "phone".sqlValue, phone.sqlValue, 60.sqlValue, "unknown".sqlValue,
                    "usable".sqlValue,
                ],
            ]
        }
        try session.run(
            """
            INSERT INTO address (customer_id, channel, value, preference, consent, standing)
            VALUES \(rows: addresses)
            """
        )
    }

    /// Begins the campaign: its first wave is frozen when this returns.
    package func launch() async throws -> Campaign {
        try await database.write { session in
            try CampaignStore.launch(
                Self.order,
                source: Self.source,
                at: SystemClock().now(),
                in: session
            )
        }
    }

    package var planner: Planner {
        Planner(database: database, source: Self.source, clock: SystemClock())
    }

    package func pump(_ channel: any Channel, workers: Int = Pump.workersAtFirst) -> Pump {
        Pump(
            database: database,
            source: Self.source,
            channels: [channel],
            clock: SystemClock(),
            node: .current(),
            workers: workers
        )
    }

    private static var order: CampaignOrder {
        let domain = "broken.example"
        return CampaignOrder(
            subject: subject,
            purpose: "update",
            audience: Audience.hurt.rawValue,
            isUrgent: true,
            variants: [variant],
            blocked: [.mailDomain(domain, componentID: 1), .mailSubdomains(domain, componentID: 1)],
            timeZone: "Europe/Madrid"
        )
    }

    /// About as long as a real one.
    private static var variant: Variant {
        let body = String(repeating: "Su web no responde. Sabemos la causa y estamos en ello. ", count: 30)
        let name = Slot.marker("customer")
        let text = SegmentedText(marked: "Hola, \(name):\n\n\(body)\n\n\(Slot.marker("services"))")
        return Variant(
            language: .spanish,
            writtenIn: .spanish,
            title: SegmentedText(marked: "Aviso para \(name)"),
            bodyText: text,
            bodyHTML: SegmentedText(marked: "<html lang=\"es\"><p>Hola, \(name):</p><p>\(body)</p></html>"),
            shortText: text,
            script: text
        )
    }
}
