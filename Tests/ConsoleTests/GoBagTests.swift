import Basis
import Console
import Database
import Delivery
import Foundation
import GoBag
import HTTPTypes
import Response
import Testing

/// Making a go-bag in the browser, and bringing its results home.
struct GoBagTests {
    private static let phrase = "tres bueyes cruzan despacio"

    private func made(_ browser: Browser, _ more: [(String, String)] = []) async throws -> Browser.Page {
        try await browser.get("/gobag")
        return try await browser.post(
            "/gobag",
            [("passphrase", Self.phrase), ("again", Self.phrase)] + more
        )
    }

    /// The bag in the page, opened.
    private func opened(_ page: Browser.Page) async throws -> BagContents {
        let json = try #require(page.text.firstMatch(of: /id="bag">(.*?)<\/script>/)).output.1
        let sealed = try JSONDecoder().decode(SealedBag.self, from: Data(json.utf8))
        let passphrase = try Passphrase(Self.phrase, place: "passphrase")
        return try #require(try await BagSealer().open(sealed, passphrase: passphrase))
    }

    @Test func `a bag is downloaded, and opens with the passphrase`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)

        let page = try await made(browser)

        #expect(page.status == .ok)
        let disposition = page.headers[.contentDisposition] ?? ""
        #expect(disposition.hasPrefix("attachment; filename=\"go-bag-") && disposition.hasSuffix(".html\""))
        #expect(!page.text.contains("Arrieta"))
        let bag = try await opened(page)
        #expect(bag.customers.count == 7 && bag.incident == nil)
    }

    @Test func `the page of an incident's calls leads to its bag`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        #expect(
            try await browser.get("/incidents/INC-1/calls").text.contains("href=\"/gobag?incident=INC-1\"")
        )
        #expect(try await browser.get("/customers").text.contains("href=\"/gobag\""))
        #expect(try await browser.get("/gobag?incident=INC-1").text.contains("value=\"INC-1\" selected"))

        let bag = try await opened(
            try await made(browser, [("incident", "INC-1"), ("account_manager", "lucia")])
        )

        #expect(bag.incident?.id == "INC-1" && bag.customers.allSatisfy { $0.manager == "lucia" })
    }

    private static let wrong: [([(String, String)], String)] = [
        ([("passphrase", "corta"), ("again", "corta")], "at least 12"),
        ([("passphrase", phrase), ("again", "otra frase del todo")], "not the same"),
        ([("passphrase", phrase), ("again", phrase), ("tier", "plata")], "no customer to take along"),
        ([("passphrase", phrase), ("again", phrase), ("incident", "INC-9")], "INC-9"),
    ]

    @Test(arguments: wrong.indices)
    func `what is wrong is said, and no secret comes back`(_ index: Int) async throws {
        let browser = Browser(try await ConsoleFixture())
        try await browser.get("/gobag")

        let page = try await browser.post("/gobag", Self.wrong[index].0)

        #expect(page.status == .unprocessableContent && page.text.contains(Self.wrong[index].1))
        #expect(!page.text.contains(Self.phrase) && !page.text.contains("corta"))
        PagesTests.check(page, "/gobag", .english)
    }

    @Test(arguments: [true, false])
    func `results come home as a file or as text, once only`(_ isFile: Bool) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let bag = try await opened(try await made(browser, [("incident", "INC-1")]))
        let result = BagResult(
            bag: bag.bag,
            outcomes: [
                .init(id: "a", customer: "taller", outcome: .reached, at: fixture.clock.now()),
                .init(id: "b", customer: "floristeria", outcome: .noAnswer, at: fixture.clock.now()),
            ]
        )
        let text = try SealedResult.seal(result, signer: fixture.house.signer)
        func bring() async throws -> Browser.Page {
            try await browser.upload(
                "/gobag/merge",
                fields: isFile ? [] : [("text", text)],
                files: isFile ? [("results", text)] : [],
                chunk: 50
            )
        }

        let page = try await bring()

        #expect(page.status == .ok && page.text.contains("2 results taken in."))
        #expect(
            page.text.contains("Floristería Miren: &quot;no answer&quot;")
                && page.text.contains("Nobody was to call them")
        )
        #expect(try await bring().text.contains("2 had come before."))
    }

    @Test func `results of a bag without an incident need one`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let bag = try await opened(try await made(browser)).bag
        let outcome = BagResult.Outcome(
            id: "a",
            customer: "taller",
            outcome: .reached,
            at: fixture.clock.now()
        )
        let text = try SealedResult.seal(
            BagResult(bag: bag, outcomes: [outcome]),
            signer: fixture.house.signer
        )
        try await browser.get("/gobag")

        let asked = try await browser.upload("/gobag/merge", fields: [("text", text)], files: [])
        #expect(asked.status == .unprocessableContent && asked.text.contains("made without an incident"))
        let fields = [("text", text), ("merge_incident", "INC-1")]
        let merged = try await browser.upload("/gobag/merge", fields: fields, files: [])

        #expect(merged.text.contains("One result taken in."))
    }

    @Test func `every file that is wrong is named`() async throws {
        let browser = Browser(try await ConsoleFixture(), language: .spanish)
        try await browser.get("/gobag")

        let page = try await browser.upload(
            "/gobag/merge",
            files: [("results", "Hola"), ("results", "amends-bag-1.x.AAAA")]
        )

        #expect(page.status == .unprocessableContent)
        #expect(
            page.text.contains("results.csv: No contiene resultados")
                && page.text.contains("results.csv: Está dañado")
        )
        PagesTests.check(page, "/gobag", .spanish)
        #expect(try await browser.upload("/gobag/merge", files: []).status == .unprocessableContent)
    }
}
