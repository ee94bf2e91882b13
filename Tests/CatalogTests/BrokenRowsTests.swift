import Basis
import Catalog
import Foundation
import TestSupport
import Testing

/// A row that must be rejected, and why.
private struct BrokenRow: Sendable {
    var what: String
    var bytes: [UInt8]
    var reason: String

    init(_ what: String, _ text: String, _ reason: String) {
        self.init(what, bytes: Array(text.utf8), reason)
    }

    init(_ what: String, bytes: [UInt8], _ reason: String) {
        self.what = what
        self.bytes = bytes
        self.reason = reason
    }
}

private let longText = String(repeating: "x", count: 1_000_000)

/// Customers: `id,name,language,country,time_zone,email,phone`.
private let brokenCustomers: [BrokenRow] = [
    BrokenRow("too few columns", "b1,Bar", "column_count"),
    BrokenRow("too many columns", "b2,Bar,es,ES,,,,,", "column_count"),
    BrokenRow("no id", ",Bar,es,ES,,,", "empty"),
    BrokenRow("no name", "b4,  ,es,ES,,,", "empty"),
    BrokenRow("not UTF-8", bytes: Array("b5,Caf".utf8) + [0xE9] + Array(",es,ES,,,".utf8), "encoding"),
    BrokenRow(
        "bytes of nothing",
        bytes: Array("b6,".utf8) + [0xFF, 0xFE] + Array(",es,ES,,,".utf8),
        "encoding"
    ),
    BrokenRow("NUL", bytes: Array("b7,Ba".utf8) + [0] + Array("r,es,ES,,,".utf8), "nul"),
    BrokenRow("a field of 1 MB", "b8,\(longText),es,ES,,,", "too_long"),
    BrokenRow("a quoted field of 1 MB", "b9,\"\(longText)\n\(longText)\",es,ES,,,", "too_long"),
    BrokenRow("text behind a closing quote", "b10,\"Bar\" x,es,ES,,,", "quote_stray"),
    BrokenRow("impossible phone", "b11,Bar,es,ES,,,12345", "phone"),
    BrokenRow("phone that a spreadsheet shortened", "b12,Bar,es,ES,,,\"6,8E+8\"", "shortened"),
    BrokenRow("phone without its plus", "b13,Bar,fr,FR,,,34968550112", "phone_plus_lost"),
    BrokenRow("formula", "b14,=1+1,es,ES,,,", "formula"),
    BrokenRow("formula that calls", "b15,\"@SUM(A1)\",es,ES,,,", "formula"),
    BrokenRow("formula with a plus", "b16,+Bar,es,ES,,,", "formula"),
    BrokenRow("formula with a minus", "b17,-cmd|' /C calc'!A0,es,ES,,,", "formula"),
    BrokenRow("formula behind a tab", "b18,\"\t=1\",es,ES,,,", "formula"),
    BrokenRow("unknown language", "b19,Bar,xx,ES,,,", "language"),
    BrokenRow("unknown country", "b20,Bar,es,Narnia,,,", "country"),
    BrokenRow("unknown time zone", "b21,Bar,es,ES,Europe/Madird,,", "time_zone"),
    BrokenRow("two mail addresses", "b22,Bar,es,ES,,a@b.example b@b.example,", "email"),
    BrokenRow("mail address without a domain", "b23,Bar,es,ES,,pepe@,", "email"),
    BrokenRow("the second of two equal ids", "k0,Otra vez,es,ES,,,", "duplicate"),
    BrokenRow("two things at once", "b25,Bar,xx,ES,,,12345", "language phone"),
    BrokenRow("id that a spreadsheet shortened", "1.2E+12,Bar,es,ES,,,", "shortened"),
]

struct BrokenRowsTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `of customers the good are imported and each bad one is rejected with its line`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let warehouse = try await Warehouse(engine)
        var bytes = Array("id,name,language,country,time_zone,email,phone\n".utf8)
        var expected: [[String]] = []
        var line = 2
        for (index, row) in brokenCustomers.enumerated() {
            bytes += Array("k\(index),Panadería \(index),es,ES,Europe/Madrid,,968 55 01 12\n".utf8)
            expected.append([String(line + 1), row.reason])
            bytes += row.bytes + [10]
            line += 2 + row.bytes.count { $0 == 10 }
        }
        let path = try warehouse.file("customers.csv", bytes)

        let report = try await warehouse.run(CatalogFiles(customers: path))
        let rejected = try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) }
        let again = try await warehouse.run(CatalogFiles(customers: path))

        let count = brokenCustomers.count
        #expect(rejected == expected)
        #expect(report.counts == [count * 2, count, 0, 0, count])
        #expect(report.rejectedFiles == [path + ".rejected.csv"])
        #expect(again.counts == [count * 2, 0, 0, count, count])
        #expect(try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) } == expected)
        #expect(try await warehouse.database.read { try CustomerStore.count(in: $0) } == count)
    }

    @Test(arguments: [
        ("k9,web,1,,,,,,", "unknown_customer"), ("k1,nube,1,,,,,,", "unknown_component"),
        ("k9,nube,1,,,,,,", "unknown_customer unknown_component"), ("k1,web,-3,,,,,,", "count"),
        ("k1,web,1.5,,,,,,", "count"), ("k1,web,1.000,,,,,,", "number_ambiguous"),
        ("k1,web,1,\"1,234\",EUR,,,,", "number_ambiguous"), ("k1,web,1,doce,EUR,,,,", "price"),
        ("k1,web,1,12.3456,EUR,,,,", "price"), ("k1,web,1,12,EURO,,,,", "currency"),
        ("k1,web,1,12,EUR,semana,,,", "word"), ("k1,web,1,12,EUR,month,roto,,", "word"),
        ("k1,web,1,,,,,31/31/2024,", "date"), ("k1,web,1,,,,,2023-02-30,", "date"),
        ("k1,web,1,,,,,03/25/2024,", "date_ambiguous"), ("k1,web,1,,,,,1/2/24,", "date_ambiguous"),
        ("k1,web,1,,,,,45657,", "date_ambiguous"),
        ("k1,web,1,,,,,2024-05-01,2024-04-01", "ends_before_start"),
        ("k1,web,1,,,,,=HOY(),", "formula"), ("k2,mail,1,,,,,,", "duplicate"),
    ])
    func `a subscription that is wrong is rejected`(_ row: String, _ reason: String) async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock()
        let header = "customer,component,quantity,unit_price,currency,period,status,start,end\n"
        let path = try warehouse.file(
            "subscriptions.csv",
            header + "k2,mail,2,\"12,50\",EUR,month,,,\n\(row)\n"
        )

        let report = try await warehouse.run(CatalogFiles(subscriptions: path))

        #expect(report.counts == [2, 1, 0, 0, 1])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) } == [["3", reason]]
        )
    }

    @Test(arguments: [
        ("k9,Ana,,email,a@b.example,,", "unknown_customer"), ("k1,,,email,a@b.example,,", "empty"),
        ("k1,Ana,,carrier pigeon,coo,,", "word"), ("k1,Ana,,email,,,", "empty"),
        ("k1,Ana,,sms,968,,", "phone"), ("k1,Ana,,telegram,a b,,", "telegram"),
        ("k1,Ana,,webhook,ftp://x.example,,", "web_address"), ("k1,Ana,,email,a@b.example,0,", "count"),
        ("k1,Ana,,email,a@b.example,,quizás", "word"), ("k2,Otra,,email,eva@b.example,,", "duplicate"),
        ("k1,Ana,,webhook,=HYPERLINK(),,", "formula"),
    ])
    func `a contact that is wrong is rejected`(_ row: String, _ reason: String) async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock()
        let header = "customer,name,role,channel,address,preference,consent\n"
        let path = try warehouse.file("contacts.csv", header + "k2,Eva,,email,eva@B.example,1,yes\n\(row)\n")

        let report = try await warehouse.run(CatalogFiles(contacts: path))

        #expect(report.counts == [2, 1, 0, 0, 1])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) } == [["3", reason]]
        )
    }

    @Test(arguments: [
        ("web,nube,hard", "unknown_component"), ("web,web,hard", "depends_on_itself"),
        ("web,mail,blando", "word"),
        ("web,,hard", "empty"), ("mail,web,soft", "duplicate"),
    ])
    func `a dependency that is wrong is rejected`(_ row: String, _ reason: String) async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock()
        let path = try warehouse.file(
            "dependencies.csv",
            "component,depends_on,kind\nmail,web,hard\n\(row)\n"
        )

        let report = try await warehouse.run(CatalogFiles(dependencies: path))

        #expect(report.counts == [2, 1, 0, 0, 1])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) } == [["3", reason]]
        )
    }

    @Test(arguments: [
        ("c1,,,,,,", "empty"), ("c1,Web,,,,no_domain,", "domain"), ("c1,Web,,,,,estado", "web_address"),
        (",Web,,,,,", "empty"), ("c0,Otra,,,,,", "duplicate"),
    ])
    func `a component that is wrong is rejected`(_ row: String, _ reason: String) async throws {
        let warehouse = try await Warehouse()
        let header = "id,name_es,name_en,group,provider,mail_domains,status_url\n"
        let path = try warehouse.file(
            "components.csv",
            header + "c0,Correo,Mail,,OVH,ovh.example *.ovh.example,\n\(row)\n"
        )

        let report = try await warehouse.run(CatalogFiles(components: path))

        #expect(report.counts == [2, 1, 0, 0, 1])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(2)) } == [["3", reason]]
        )
    }

    @Test func `rejected rows keep their cells, and the file goes when they are mended`() async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file("customers.csv", "id;name;note\nk1;=1;\"a;\"\"b\"\"\"\nk2;Bar;\n")
        let rejectedPath = path + ".rejected.csv"

        let first = try await warehouse.run(CatalogFiles(customers: path))
        let text = try String(contentsOfFile: rejectedPath, encoding: .utf8)
        _ = try warehouse.file("customers.csv", "id;name;note\nk1;Uno;\nk2;Bar;\n")
        let second = try await warehouse.run(CatalogFiles(customers: path))

        #expect(text == "line;reason;id;name;note\r\n2;formula;k1;=1;\"a;\"\"b\"\"\"\r\n")
        #expect(first.notes.map(\.shortKey) == ["unknown_columns"])
        #expect(second.rejectedFiles.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: rejectedPath))
        #expect(try FileManager.default.contentsOfDirectory(atPath: warehouse.folder) == ["customers.csv"])
    }
}
