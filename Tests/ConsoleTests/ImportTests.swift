import Basis
import Console
import Foundation
import HTTPTypes
import Logging
import Testing

/// Importing in the browser, from the upload to the file of what was left out.
struct ImportTests {
    @Test(arguments: [1, 7, 64, 10_000])
    func `files are uploaded, looked at and imported, in pieces of any size`(_ chunk: Int) async throws {
        let fixture = try await ConsoleFixture(empty: true)
        let browser = Browser(fixture)
        let files = ["components", "customers", "subscriptions"].map { ($0, SmallAgency.files[$0] ?? "") }
        let uploaded = try await browser.upload("/import", files: files, chunk: chunk)
        #expect(uploaded.status == .seeOther)

        let review = try await browser.get(uploaded.location)
        PagesTests.check(review, uploaded.location, .english)
        #expect(review.text.contains("Import 19 rows"))
        #expect(review.text.contains("Panadería Arrieta"))

        #expect(try await browser.post(uploaded.location + "/run").status == .seeOther)
        let done = try await finished(fixture, browser, uploaded.location)
        #expect(done.contains("Imported"))
        #expect(try await browser.get("/customers?q=urruti").text.contains("Bodega Urruti"))
    }

    @Test func `columns with other titles are guessed, and can be said otherwise`() async throws {
        let fixture = try await ConsoleFixture(empty: true)
        let browser = Browser(fixture, language: .spanish)
        let file = "Código;Razón social;Apodo\n1;Panadería Arrieta;Arrieta\n2;Bodega Urruti;Urruti\n"
        let uploaded = try await browser.upload("/import", files: [("customers", file)])
        let review = try await browser.get(uploaded.location)
        PagesTests.check(review, uploaded.location, .spanish)
        #expect(review.text.contains("Razón social"))

        let columns = [
            ("column.customers.Código", "id"), ("column.customers.Razón social", ""),
            ("column.customers.Apodo", "name"),
        ]
        let changed = try await browser.post(uploaded.location + "/columns", columns)
        let again = try await browser.get(changed.location)
        #expect(again.text.contains("Importar 2 filas"))
        try await browser.post(uploaded.location + "/run")
        _ = try await finished(fixture, browser, uploaded.location)
        #expect(try await browser.get("/customers?q=1").text.contains(">Arrieta<"))
    }

    @Test func `rows that are wrong are shown, left out, and can be fetched`() async throws {
        let fixture = try await ConsoleFixture(empty: true)
        let browser = Browser(fixture)
        let file = "id,name,phone,country\na,Good,944111001,ES\nb,Bad,12,ES\na,Twice,,\n"
        let uploaded = try await browser.upload("/import", files: [("customers", file)])
        let review = try await browser.get(uploaded.location)
        #expect(review.text.contains("2 rows with problems"))
        #expect(review.text.contains("Line 3:"))
        #expect(review.text.contains("Import one row"))
        try await browser.post(uploaded.location + "/run")
        let done = try await finished(fixture, browser, uploaded.location)
        #expect(done.contains("Imported, but for some rows"))
        let rejected = try await browser.get(uploaded.location + "/rejected/customers")
        #expect(rejected.text.hasPrefix("line,reason,id,name,phone,country"))
        #expect(rejected.text.contains("Bad"))
    }

    @Test(arguments: ["", "\u{FEFF}", "\"", "id\n\"unclosed", "\r\n\r\n--", "name\nno id\n"])
    func `what is no list is said to be none`(_ text: String) async throws {
        let browser = Browser(try await ConsoleFixture(empty: true))
        let uploaded = try await browser.upload("/import", files: [("customers", text)])
        guard uploaded.status == .seeOther else {
            #expect(uploaded.status == .unprocessableContent)
            return
        }
        let review = try await browser.get(uploaded.location)
        #expect(review.status == .ok)
        #expect(!review.text.contains("/run\""))
    }

    @Test(arguments: [
        "../../etc/passwd", "%2e%2e%2f%2e%2e", "aaaaaaaaaaaaaaaaaaaa/../x", "AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `an address never leaves the folder of uploads`(_ id: String) async throws {
        let browser = Browser(try await ConsoleFixture(empty: true))
        #expect(try await browser.get("/import/\(id)").status == .notFound)
        #expect(try await browser.get("/import/\(id)/rejected/customers").status == .notFound)
    }

    @Test(arguments: [
        "", "--", "----a-boundary--\r\n", "------a-boundary\r\n\r\n\r\n", "------a-boundary\r\nX: y\r\n",
    ])
    func `a broken upload is refused`(_ body: String) async throws {
        let browser = Browser(try await ConsoleFixture(empty: true))
        try await browser.get("/import")
        let type = "multipart/form-data; boundary=----a-boundary"
        let page = try await browser.send(.post, "/import", type: type, body: body)
        #expect([.badRequest, .forbidden].contains(page.status))
    }

    /// Waits for the background.
    /// The page of an import that was started, after its turn came.
    private func finished(
        _ fixture: ConsoleFixture,
        _ browser: Browser,
        _ path: String
    ) async throws -> String {
        #expect(try await browser.get(path).text.contains("data-running"), "it waits for its turn")
        let house = fixture.house
        await house.imports.workOff(with: house.catalogImport, logger: Logger(label: "test"))
        return try await browser.get(path).text
    }
}
