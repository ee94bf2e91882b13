import Access
import Basis
import Catalog
import Database
import Delivery
import Foundation
import GoBag
import Incidents
import Letters
import Rendering
import Response
import TestSupport

extension Instant {
    /// 2017-11-09 08:00 in Spain: the morning of the outage.
    static let morning = Instant(seconds: 1_510_210_800)

    /// Minutes after `morning`.
    static func at(_ minutes: Int64) -> Instant { morning + .minutes(minutes) }
}

/// Deeds on a fresh database of a small business: `web` and `mail`, which needs `web`; three customers; Jon on duty.
struct Agency: Sendable {
    let database: ThrowAwayDatabase
    let response: Response
    let signer: TokenSigner
    let source: IncidentRecipients

    /// What a deed may write, in this and all rooms below.
    private static let tables = [
        "staff", "audit_entry", "approval", "incident", "incident_component", "incident_update", "promise",
        "timeline_entry",
        "sighting", "fact", "scope_component", "scope_past", "scope_listed", "hurt_customer", "first_contact",
        "noticed_answer", "back_check", "campaign", "campaign_variant", "blocked_carrier", "wave", "notice",
        "segment", "passed_over", "attempt", "guest_sheet", "call", "deed_answer", "go_bag", "go_bag_outcome",
    ]

    init(
        _ engine: DatabaseUnderTest,
        approvals: ApprovalPolicy? = nil,
        canary: Canary = .off
    ) async throws {
        database = try await engine.open(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
                + ResponseMigrations.all + GoBagMigrations.all
        )
        let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
        let rooms = ["Basis", "Catalog", "Incidents", "Letters", "Response"]
        let keys = AccessKeys(secret: Array(repeating: 7, count: 32))
        signer = keys.signer
        source = IncidentRecipients(publicURL: "https://status.example.org")
        var desk = Desk(
            composer: NoticeComposer(
                templates: try Templates(root: root, rooms: ["Letters"]),
                catalogue: try StringCatalogue(root: root, rooms: rooms)
            ),
            source: source,
            random: SeededRandom(seed: 1),
            keys: keys,
            zone: .gmt,
            senderName: "Candil",
            contactPhone: nil,
            publicURL: "https://status.example.org"
        )
        desk.approvals = approvals
        desk.canary = canary
        response = Response(database: database, desk: desk)
        try await fill()
    }

    private func fill() async throws {
        try await database.write { session in
            for (id, name) in [(Int64(1), "web"), (2, "mail")] {
                try session.run(
                    """
                    INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)
                    VALUES (\(id), \(name), \(name), \("{\"es\":\"\(name)\"}"), \(id), 0, 0)
                    """
                )
            }
            try session.run(
                "INSERT INTO dependency (component_id, depends_on_id, kind) VALUES (2, 1, 'hard')"
            )
            let ways: [(Int64, String, String)] = [
                (1, "email", "ana@fine.example"), (2, "phone", "+34968550112"),
                (3, "phone", "+34968550113"),
            ]
            for (id, channel, value) in ways {
                try session.run(
                    "INSERT INTO customer (id, external_id, name, language) VALUES (\(id), \("k\(id)"), 'Ana', 'es')"
                )
                try session.run(
                    """
                    INSERT INTO address (id, customer_id, channel, value, preference, consent, standing)
                    VALUES (\(id), \(id), \(channel), \(value), 1, 'yes', 'usable')
                    """
                )
                try session.run(
                    """
                    INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)
                    VALUES (\(id == 1 ? 1 : 2), \(id), 1, 'active', 0)
                    """
                )
            }
            _ = try StaffStore.add(.sample("jon"), at: .at(-60), in: session)
        }
    }

    /// Does a deed of any kind.
    func perform(
        _ deed: any Deed,
        by actor: Actor = .operator,
        key: IdempotencyKey? = nil,
        at now: Instant = .morning
    ) async throws {
        func carryOut(_ deed: some Deed) async throws {
            _ = try await response.perform(deed, by: actor, key: key, at: now)
        }
        try await carryOut(deed)
    }

    @discardableResult
    func open(notify: Bool = false, at now: Instant = .morning) async throws -> OpenIncident.Answer {
        try await response.perform(.sample(notify: notify), by: .operator, at: now)
    }

    /// How many rows each table has.
    func rows() async throws -> [String: Int] {
        try await database.read { session in
            var counts: [String: Int] = [:]
            for table in Self.tables {
                let statement = SQL(stringLiteral: "SELECT count(*) FROM \(table)")
                counts[table] = try session.count(statement)
            }
            return counts
        }
    }

    /// The audit trail, as `operator open_incident incident:INC-1`.
    func audit() async throws -> [String] {
        try await database.read { session in
            try session.rows("SELECT actor_kind, deed, subject FROM audit_entry ORDER BY id") { row in
                let (kind, deed): (String, String) = (try row.next(), try row.next())
                return "\(kind) \(deed) \(try row.next(String.self))"
            }
        }
    }

    func calls(_ incident: Int64 = 1, at now: Instant = .morning) async throws -> [CallSlip] {
        let source = source
        return try await database.read { session in
            try CallDesk.slips(
                .subject(IncidentRecipients.subject(incident)),
                source: source,
                at: now,
                in: session
            )
        }
    }
}

extension Staff {
    static func sample(_ externalID: String, name: String? = nil) -> Staff {
        Staff(
            id: 0,
            externalID: externalID,
            name: name ?? externalID,
            email: nil,
            phone: nil,
            role: .responder,
            languages: [.spanish],
            isOnDuty: true
        )
    }
}

extension Deed where Self == OpenIncident {
    static func sample(title: String = "Corte", notify: Bool = false) -> OpenIncident {
        OpenIncident(
            title: LocalizedText([.spanish: title]),
            impacts: ["web": .majorOutage],
            nextUpdate: .at(30),
            notify: notify
        )
    }
}
