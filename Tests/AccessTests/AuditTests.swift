import Access
import Basis
import Database
import TestSupport
import Testing

struct AuditTests {
    private let now = Instant(seconds: 1_510_210_800)

    @Test(arguments: DatabaseUnderTest.available)
    func `each entry is a row with who, what and when, in the order in which they came`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(AccessMigrations.all)
        let actors: [Actor] = [
            .staff(id: 7, role: .approver), .guest(sheetID: 8), .customer(id: 9), .operator, .system,
        ]
        let now = now
        try await database.write { session in
            for (index, actor) in actors.enumerated() {
                try Audit.add(
                    AuditEntry(
                        happenedAt: now + .seconds(Int64(index)),
                        actor: actor,
                        deed: "open_incident",
                        subject: "incident:\(index)",
                        details: index == 0 ? ["status": "identified"] : [:]
                    ),
                    in: session
                )
            }
        }

        let rows = try await database.read { session in
            try session.rows(
                "SELECT happened_at, actor_kind, actor_id, deed, subject, details FROM audit_entry ORDER BY id"
            ) { row in
                let at: Instant = try row.next()
                let kind: String = try row.next()
                let id: Int64? = try row.nextOrNil()
                let deed: String = try row.next()
                let subject: String = try row.next()
                let details: [String: String] = try row.json()
                return "\(at.milliseconds) \(kind) \(id ?? -1) \(deed) \(subject) \(details)"
            }
        }

        #expect(
            rows == [
                "1510210800000 staff 7 open_incident incident:0 [\"status\": \"identified\"]",
                "1510210801000 guest 8 open_incident incident:1 [:]",
                "1510210802000 customer 9 open_incident incident:2 [:]",
                "1510210803000 operator -1 open_incident incident:3 [:]",
                "1510210804000 system -1 open_incident incident:4 [:]",
            ]
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an entry goes with the deed that was undone`(_ engine: DatabaseUnderTest) async throws {
        struct Undone: Error {}
        let database = try await engine.open(AccessMigrations.all)
        let entry = AuditEntry(happenedAt: now, actor: .operator, deed: "close", subject: "incident:1")

        await #expect(throws: Undone.self) {
            try await database.write { session in
                try Audit.add(entry, in: session)
                throw Undone()
            }
        }

        #expect(try await database.read { try $0.count("SELECT count(*) FROM audit_entry") } == 0)
    }
}
