import Basis
import Foundation
import Hummingbird
import Testing

/// Every page, in both languages, over a house in which something happens.
struct PagesTests {
    @Test(arguments: Language.spoken)
    func `every page of a house in trouble is whole`(_ language: Language) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture, language: language)
        try await Trouble(browser).open()
        for path in Self.paths {
            let page = try await browser.get(path)
            #expect(page.status == .ok, "\(path) answers \(page.status)")
            Self.check(page, path, language)
        }
    }

    @Test(arguments: Language.spoken)
    func `an empty house says how to begin`(_ language: Language) async throws {
        let browser = Browser(try await ConsoleFixture(empty: true), language: language)
        for path in ["/", "/incidents", "/incidents/new", "/customers", "/staff", "/import", "/gobag"] {
            let page = try await browser.get(path)
            #expect(page.status == .ok)
            Self.check(page, path, language)
        }
        #expect(try await browser.get("/").text.contains("href=\"/import\""))
    }

    @Test func `what is not there has a page that says so`() async throws {
        let browser = Browser(try await ConsoleFixture(), language: .spanish)
        for path in [
            "/nowhere", "/incidents/INC-99", "/customers/nobody", "/import/aaaaaaaaaaaaaaaaaaaaaa",
            "/guest/x",
        ] {
            let page = try await browser.get(path)
            #expect(page.status == .notFound, "\(path)")
            #expect(page.text.contains("Aquí no hay nada"))
        }
    }

    @Test func `a page is in the language that was asked for, and remembers it`() async throws {
        let browser = Browser(try await ConsoleFixture())
        browser.cookies = [:]
        browser.headers[.acceptLanguage] = "fr, es-MX;q=0.8, en;q=0.7"
        #expect(try await browser.get("/").text.contains("lang=\"es\""))
        #expect(try await browser.get("/?lang=en").text.contains("<html lang=\"en\">"))
        #expect(try await browser.get("/").text.contains("<html lang=\"en\">"))
    }

    @Test func `files that pages use are there`() async throws {
        let browser = Browser(try await ConsoleFixture())
        let room = try await browser.get("/incidents/new")
        let addresses = room.text.matches(of: /(?:href|src)="(\/static\/[^"#]+)/).map { String($0.1) }
        #expect(addresses.count >= 6)
        for address in addresses { #expect(try await browser.get(address).status == .ok, "\(address)") }
        for name in ["room.js", "calls.js", "import.js", "incident.js"] {
            #expect(try await browser.get("/static/\(name)").status == .ok, "\(name)")
        }
    }

    private static let paths = [
        "/", "/incidents", "/incidents/new", "/incidents/INC-1", "/incidents/INC-1/customers",
        "/incidents/INC-1/customers?q=pan", "/incidents/INC-1/publish",
        "/incidents/INC-1/publish?status=resolved",
        "/incidents/INC-1/sightings/new", "/incidents/INC-1/contacts/new", "/incidents/INC-1/facts",
        "/incidents/INC-1/impact", "/incidents/INC-1/promises/new", "/incidents/INC-1/back",
        "/incidents/INC-1/close", "/incidents/INC-1/scorecard", "/incidents/INC-1/reopen",
        "/incidents/INC-1/calls",
        "/incidents/INC-1/calls/lucia", "/incidents/INC-1/calls/jon", "/incidents/INC-1/calls/maite",
        "/customers",
        "/customers?q=sota", "/customers/panaderia", "/customers/floristeria", "/staff", "/import", "/gobag",
        "/gobag?incident=INC-1",
    ]

    /// No sentence is missing, no braces are left, the page has a title and one main heading.
    static func check(_ page: Browser.Page, _ path: String, _ language: Language) {
        #expect(!page.text.contains("⟦"), "\(path): \(missing(page.text))")
        #expect(!page.text.contains("{{"), "\(path)")
        #expect(page.text.contains("<html lang=\"\(language.code)\">"), "\(path)")
        #expect(
            page.text.matches(of: /<h1/).count == 1,
            "\(path) has \(page.text.matches(of: /<h1/).count) h1"
        )
        #expect(page.text.firstMatch(of: /<title>[^<]+ · Amends<\/title>/) != nil, "\(path)")
        #expect(page.text.firstMatch(of: /style="|<script>|onclick/) == nil, "\(path) has something inline")
        let ids = page.text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count, "\(path) uses an id twice: \(twice(ids))")
    }

    private static func missing(_ text: String) -> [String] {
        text.matches(of: /⟦[^⟧]*⟧/).map { String($0.0) }
    }

    private static func twice(_ ids: [String]) -> [String] {
        Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    }
}
