import Basis
import Catalog
import Database
import Delivery
import Foundation
import TestSupport
import Testing

struct ReportTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `the JSON has the words of the command line, for all and per campaign`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([
            Sample("A").with(.email, "a@x.example"), Sample("B").with(.phone, "+34600111222"), Sample("C"),
        ])
        _ = try await house.launch()
        try await house.deliver()
        let report = try await house.report(hurt: 3)

        let data = Data(JSONText.encode(report).utf8)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let keys: Set<String> = [
            "planned", "handed_over", "refused", "skipped", "unknown", "waiting", "to_call",
            "possible_duplicates",
            "by_channel", "skipped_by_reason", "passed_over_by_reason",
        ]
        #expect(Set(json.keys) == keys.union(["customers", "campaigns"]))
        let campaign = try #require((json["campaigns"] as? [[String: Any]])?.first)
        #expect(keys.isSubset(of: campaign.keys))
        #expect(
            json["customers"] as? [String: Int] == [
                "hurt": 3, "told": 1, "waiting": 1, "unreachable": 1, "unknown": 0,
            ]
        )
        #expect(
            json["by_channel"] as? [String: [String: Int]] == [
                "email": ["handed_over": 1], "phone": ["to_call": 1],
            ]
        )
        #expect(json["skipped_by_reason"] as? [String: Int] == ["no_address": 1])
        #expect(try JSONDecoder().decode(NoticeReport.self, from: data) == report)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a customer counts once over several campaigns, with the best that happened`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(3))
        _ = try await house.launch()
        try await house.deliver()
        house.source.replace(Array(ids[1...]))
        _ = try await house.launch()

        let customers = try await house.report().customers
        #expect((customers.told, customers.waiting, customers.unreachable) == (3, 0, 0))
        #expect(try await house.report().counts.planned == 5)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the CSV has a line for every notice, with the Message-ID of what was sent`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add([
            Sample("=A1").with(.email, "a@x.example"), Sample("B,\"b\"").with(.phone, "+34600111222"),
            Sample("C"),
        ])
        let campaign = try await house.launch()
        try await house.deliver()

        let lines = try await house.database.read { session in
            var lines: [String] = []
            try NoticeCSV.each(DeliveryHouse.subject, mailDomain: "agencia.example", in: session) {
                lines.append($0)
            }
            return lines
        }
        let key = try #require(house.mail.delivered.first?.key)
        #expect(
            lines == [
                "customer,campaign,channel,address,state,reason,attempts,message_id",
                "'=A1,\(campaign.id),email,a@x.example,handed_over,,1,<\(key)@agencia.example>",
                "\"B,\"\"b\"\"\",\(campaign.id),phone,'+34600111222,to_call,,0,",
                "C,\(campaign.id),,,skipped,no_address,0,",
            ]
        )
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
        ("=1+1", "'=1+1"), ("+34", "'+34"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""), ("＝1", "'＝1"), ("\"=1", "\"\"\"=1\""),
    ])
    func `no cell is run by a spreadsheet`(text: String, cell: String) {
        #expect(CSVCell.written(text) == cell)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the check finds books that do not add up`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(2) + [Sample("Call").with(.phone, "+34600111222")])
        _ = try await house.launch()
        #expect(try await house.findings().isEmpty)
        let damages: [SQL] = [
            "UPDATE wave SET recipients = recipients + 1", "UPDATE segment SET state = 'finished'",
            "UPDATE notice SET state = 'sending' WHERE state = 'waiting'", "UPDATE call SET state = 'done'",
            "UPDATE notice SET state = 'handed_over'",
            "UPDATE notice SET state = 'skipped' WHERE state = 'to_call'",
            "UPDATE campaign SET state = 'finished'",
        ]
        for damage in damages {
            struct Undo: Error {}
            await #expect(throws: Undo.self) {
                try await house.database.write { session in
                    try session.run(damage)
                    #expect(try !Ledger.check(in: session).isEmpty)
                    throw Undo()
                }
            }
        }
    }
}
