import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Response
import TestSupport
import Testing

struct EraseTests {
    /// A morning with one customer in all of it: k2 calls us, is called, answers, and is back.
    private func morning(_ engine: DatabaseUnderTest) async throws -> Agency {
        let agency = try await Agency(engine)
        try await agency.database.write { session in
            try session.run("UPDATE customer SET name = 'Begoña Ruiz', domains = 'ruiz.example' WHERE id = 2")
            try session.run(
                "INSERT INTO contact (id, customer_id, name, role) VALUES (1, 2, 'Txomin Etxeberria', 'owner')"
            )
            try session.run("UPDATE address SET contact_id = 1 WHERE id = 2")
            try session.run(
                """
                INSERT INTO address (id, customer_id, channel, value, preference, consent, standing)
                VALUES (9, 2, 'email', 'begona@ruiz.example', 2, 'yes', 'removed')
                """
            )
        }
        try await agency.open(notify: true)
        try await agency.perform(
            RecordContact(incident: "INC-1", customer: "k2", channel: "phone", said: "Soy Begoña Ruiz"),
            at: .at(1)
        )
        let call = try #require(try await agency.calls(at: .at(2)).first { $0.customer.id == 2 })
        try await agency.perform(
            RecordCall(call: call.id, outcome: .reached, note: "Txomin, muy amable"),
            by: .staff(id: 1, role: .responder),
            at: .at(3)
        )
        try await agency.perform(
            AnswerNotice(incident: "INC-1", customer: "k2", hadNoticed: true),
            at: .at(4)
        )
        try await agency.perform(
            ResolveIncident(incident: "INC-1", message: LocalizedText([.spanish: "Ya va."])),
            at: .at(60)
        )
        try await agency.perform(ConfirmBack(incident: "INC-1", customer: "k2", state: .back), at: .at(61))
        try await agency.database.write { session in
            try session.run(
                """
                INSERT INTO go_bag_outcome (id, bag_id, incident_id, customer_id, outcome, note, happened_at,
                                            merged_at, fate)
                VALUES ('o1', 'b1', 1, 2, 'reached', 'Begoña: gracias', 0, 0, 'told')
                """
            )
        }
        _ = try await SearchIndexer.tick(agency.database, .at(62))
        return agency
    }

    private static let traces = ["k2", "Begoña", "Ruiz", "ruiz", "+34968550112", "Txomin"]

    @Test(arguments: DatabaseUnderTest.available)
    func `nothing in the database says any more who it was`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await morning(engine)
        #expect(try await agency.tables(holding: Self.traces).count >= 5)

        let answer = try await agency.response.perform(
            EraseCustomer(customer: "k2"),
            by: .operator,
            at: .at(90)
        )

        #expect(answer.id == 2 && answer.alias == "erased-2" && answer.mentions.isEmpty)
        #expect(try await agency.tables(holding: Self.traces) == [])
        #expect(try await agency.audit().last == "operator erase_customer customer:2")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what was counted adds up as before`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await morning(engine)
        let before = try await agency.sums()
        let rows = try await agency.rows()

        try await agency.perform(EraseCustomer(customer: "k2"), at: .at(90))

        #expect(try await agency.sums() == before)
        var after = try await agency.rows()
        after["audit_entry", default: 0] -= 1
        #expect(after.filter { $0.key != "hurt_customer" } == rows.filter { $0.key != "hurt_customer" })
        #expect(try await agency.database.read { try Ledger.check(in: $0) } == [])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who waits for a word gets none any more, and is counted`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)

        for customer in ["k1", "k2"] { try await agency.perform(EraseCustomer(customer: customer)) }

        let (report, calls) = try await (agency.report(), agency.calls())
        #expect(report.counts.planned == 3 && report.counts.addsUp)
        #expect(report.counts.skippedByReason == ["no_address": 2] && report.counts.toCall == 1)
        #expect(calls.map(\.customer.externalID) == ["k3"])
        #expect(try await agency.database.read { try Ledger.check(in: $0) } == [])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `doing it again changes nothing, and the same id comes back as somebody new`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await morning(engine)
        try await agency.perform(EraseCustomer(customer: "k2"), at: .at(90))
        let rows = try await agency.rows()
        let sums = try await agency.sums()

        let again = try await agency.response.perform(
            EraseCustomer(customer: "erased-2"),
            by: .operator,
            at: .at(91)
        )

        #expect(again.alias == "erased-2" && again.id == 2)
        var after = try await agency.rows()
        after["audit_entry", default: 0] -= 1
        #expect(after == rows)
        await #expect(throws: DeedRefusal.unknownCustomer("k2")) {
            try await agency.perform(EraseCustomer(customer: "k2"), at: .at(92))
        }

        let new = try await agency.database.write { session in
            try session.insert(
                "INSERT INTO customer (id, external_id, name, language) VALUES (77, 'k2', 'Otra', 'es') RETURNING id"
            )
        }
        let dossier = try await agency.response.perform(
            ExportCustomer(customer: "k2"),
            by: .operator,
            at: .at(93)
        )
        #expect(dossier.number == new && dossier.incidents.isEmpty)
        #expect(try await agency.sums() == sums)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what people wrote about them in their own words is named`(_ engine: DatabaseUnderTest) async throws
    {
        let agency = try await morning(engine)
        let text = LocalizedText([.spanish: "Llamó Begona RUIZ muy enfadada."])
        try await agency.perform(
            NoteSighting(incident: "INC-1", source: .media, who: "Txomin Etxeberria", said: text),
            at: .at(70)
        )

        let answer = try await agency.response.perform(
            EraseCustomer(customer: "k2"),
            by: .operator,
            at: .at(90)
        )

        #expect(Set(answer.mentions.map(\.place)) == [.sighting, .timeline])
        #expect(answer.mentions.allSatisfy { $0.incident == "INC-1" })
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an export holds everything about them and nothing about others`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await morning(engine)

        let dossier = try await agency.response.perform(
            ExportCustomer(customer: "k2"),
            by: .operator,
            at: .at(90)
        )

        #expect(dossier.name == "Begoña Ruiz" && dossier.domains == ["ruiz.example"])
        #expect(dossier.addresses.map(\.value) == ["+34968550112", "begona@ruiz.example"])
        #expect(dossier.addresses[0].contact == "Txomin Etxeberria")
        #expect(dossier.subscriptions.map(\.component) == ["mail"])
        let share = try #require(dossier.incidents.first)
        #expect(dossier.incidents.count == 1 && share.incident == "INC-1" && share.hurt?.severity == 4)
        #expect(share.contacts.map(\.said) == ["Soy Begoña Ruiz"])
        #expect(share.noticed?.hadNoticed == false && share.back?.state == "back")
        #expect(share.bagged.map(\.note) == ["Begoña: gracias"])
        let notice = try #require(share.notices.first)
        #expect(notice.state == "handed_over" && notice.text?.contains("Begoña Ruiz") == true)
        #expect(notice.attempts.map(\.outcome) == ["reached"])
        #expect(notice.attempts.first?.details?.contains("muy amable") == true)
        let json = JSONText.encode(dossier)
        #expect(!json.contains("ana@fine.example") && !json.contains("+34968550113"))
        #expect(try await agency.audit().last == "operator export_customer customer:2")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `some days after an incident was closed, what was said by and about its people goes`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await morning(engine)
        let keeper = RetentionKeeper(database: agency.database, days: 30)
        #expect(try await keeper.tick(.at(100)) == nil)
        try await agency.perform(
            CloseIncident(incident: "INC-1", despiteOpen: true, reason: "x"),
            at: .at(120)
        )
        let before = try await agency.sums()
        let due = Instant.at(120) + .days(30)

        #expect(try await keeper.tick(.at(121)) == due)
        #expect(
            try await agency.said() == [
                "Begoña: gracias", "Soy Begoña Ruiz", "{\"note\":\"Txomin, muy amable\"}",
            ]
        )
        #expect(try await keeper.tick(due) == nil)

        #expect(try await agency.said() == [])
        #expect(try await agency.sums() == before)
        #expect(try await agency.audit().last == "system forget_people incident:INC-1")
        // They are still customers.
        #expect(try await agency.database.read { try CustomerStore.with(externalID: "k2", in: $0) } != nil)
        let rows = try await agency.rows()
        #expect(try await keeper.tick(due + .days(1)) == nil)
        #expect(try await agency.rows() == rows)
    }
}

extension Agency {
    /// What is counted about `INC-1`: its notices, who is hurt, and what became of each.
    fileprivate func sums() async throws -> [String] {
        let (counts, customers) = try await (report().counts, report().customers)
        let people = try await database.read { session in
            try session.rows(
                """
                SELECT n.id, n.state, n.channel, n.reason, n.handed_over_at FROM notice n ORDER BY n.id
                """
            ) { row in
                let (id, state): (Int64, String) = (try row.next(), try row.next())
                let channel = try row.nextOrNil(String.self) ?? "-"
                let reason = try row.nextOrNil(String.self) ?? "-"
                return "\(id) \(state) \(channel) \(reason) \(try row.nextOrNil(Int64.self) ?? 0)"
            }
        }
        let hurt = try await database.read { try ScopeStore.everHurt(1, at: .at(200), in: $0).sorted() }
        return [JSONText.encode(counts), JSONText.encode(customers), "\(hurt)"] + people
    }

    fileprivate func report() async throws -> NoticeReport {
        try await database.read { try NoticeReport.make(IncidentRecipients.subject(1), hurt: 0, in: $0) }
    }

    /// Free texts by and about customers.
    fileprivate func said() async throws -> [String] {
        try await database.read { session in
            try session.rows(
                """
                SELECT said FROM first_contact WHERE said IS NOT NULL
                UNION SELECT details FROM attempt WHERE details IS NOT NULL
                UNION SELECT note FROM go_bag_outcome WHERE note IS NOT NULL ORDER BY 1
                """
            ) { try $0.next(String.self) }
        }
    }

    /// The columns in which any of the texts stands, looking at every table that the engine has.
    fileprivate func tables(holding texts: [String]) async throws -> [String] {
        let dialect = database.dialect
        return try await database.read { session in
            let columns: SQL =
                switch dialect {
                case .sqlite:
                    """
                    SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
                    WHERE m.type = 'table' AND p.type = 'TEXT'
                    """
                case .postgres:
                    """
                    SELECT table_name, column_name FROM information_schema.columns
                    WHERE table_schema = current_schema() AND data_type = 'text'
                    """
                }
            let places = try session.rows(columns) { (try $0.next(String.self), try $0.next(String.self)) }
            var found: [String] = []
            for (table, column) in places {
                let values = try session.rows(
                    SQL(stringLiteral: "SELECT \(column) FROM \"\(table)\" WHERE \(column) IS NOT NULL")
                ) { try $0.next(String.self) }
                let isHeld = values.contains { value in
                    texts.contains { text in
                        value == text || (text.count > 2 && value.contains(text))
                    } || value.contains("\"k2\"")
                }
                if isHeld { found.append("\(table).\(column)") }
            }
            return found.sorted()
        }
    }
}
