import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering

/// A database with customers who all depend on one component and are reached by e-mail or telephone.
struct House: Sendable {
    let database: SQLiteDatabase

    static let subject = Subject(kind: "incident", id: 1)
    static let now = Instant(seconds: 1_510_214_400)

    static func open(_ path: String) async throws -> House {
        let database = try SQLiteDatabase(path: path)
        _ = try await database.migrate(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
        )
        return House(database: database)
    }

    /// Writes customers with a subscription and two addresses each, unless they are there.
    func settle(customers: Int) async throws {
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
        }
        let block = 1_000
        for start in stride(from: 1, through: customers, by: block) {
            let ids = start...min(start + block - 1, customers)
            try await database.write { try Self.insert(ids, in: $0) }
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

    static func order(blocking domains: [String] = ["broken.example"]) -> CampaignOrder {
        let body = String(
            repeating: "Su web no está disponible. Sabemos la causa y estamos en ello. ",
            count: 20
        )
        let name = Slot.marker("customer")
        let text = SegmentedText(marked: "Hola, \(name):\n\n\(body)\n\n\(Slot.marker("services"))")
        let html = SegmentedText(marked: "<html lang=\"es\"><p>Hola, \(name):</p><p>\(body)</p></html>")
        let variant = Variant(
            language: .spanish,
            writtenIn: .spanish,
            title: SegmentedText(marked: "Su web no está disponible"),
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
            blocked: domains.flatMap {
                [BlockedCarrier.mailDomain($0, componentID: 1), .mailSubdomains($0, componentID: 1)]
            },
            timeZone: "Europe/Madrid"
        )
    }
}

/// All who have the component, by customer id.
struct EverybodySource: RecipientSource {
    func next(
        _ campaign: Campaign,
        cursor: String?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [Recipient], next: String?) {
        let ids = try SubscriptionStore.customers(
            ofComponent: 1,
            after: cursor.flatMap(Int64.init) ?? 0,
            limit: limit,
            at: now,
            in: session
        )
        let recipients = ids.map { Recipient(customerID: $0, severity: 4) }
        return (recipients, ids.count < limit ? nil : ids.last.map(String.init))
    }

    func froze(
        _ campaign: Campaign,
        recipients: [Recipient],
        at now: Instant,
        in session: any Session
    ) throws {
        let hurt = recipients.map { HurtCustomer(customerID: $0.customerID, severity: $0.severity) }
        try ScopeStore.freeze(
            hurt,
            incidentID: campaign.subject.id,
            start: campaign.createdAt,
            at: now,
            in: session
        )
    }

    func personal(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [String: String]] {
        Dictionary(
            customerIDs.map { ($0, ["customer": "Customer \($0)", "services": "Web"]) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func isFixedMeanwhile(_ campaign: Campaign, in session: any Session) throws -> Bool { false }
}
