import HTTPTypes
import Testing

/// The one search box.
struct SearchPageTests {
    @Test func `one box finds incidents, customers and services, and says what hurts them`() async throws {
        let browser = Browser(try await ConsoleFixture())
        try await Trouble(browser).open()

        let provider = try await browser.get("/search?q=ovh").text
        #expect(provider.contains("Not working: OVH"))
        #expect(provider.contains("Web hosting (OVH)"))
        let customer = try await browser.get("/search?q=PANADERIA").text
        #expect(customer.contains("href=\"/customers/panaderia\""))
        #expect(customer.contains("Hurt by INC-1"))
        let number = try await browser.get("/search?q=944+111+002").text
        #expect(number.contains("href=\"/customers/bodega\""))
        #expect(try await browser.get("/search?q=inc-1").text.contains("href=\"/incidents/INC-1\""))
    }

    @Test(arguments: ["", "nobody at all", "%", "<script>alert(1)</script>", "'", "@", "+", "\u{0}x"])
    func `whatever is typed has an answer`(_ typed: String) async throws {
        let browser = Browser(try await ConsoleFixture())

        let page = try await browser.get("/search?q=\(Browser.escaped(typed))")

        #expect(page.status == .ok)
        #expect(!page.text.contains("<script>alert"))
    }

    @Test func `a service that was found is ticked where an incident begins with it`() async throws {
        let browser = Browser(try await ConsoleFixture())

        let found = try await browser.get("/search?q=arsys").text
        #expect(found.contains("href=\"/incidents/new?component=arsys-web\""))
        let questions = try await browser.get("/incidents/new?component=arsys-web").text
        #expect(questions.contains("value=\"arsys-web\" checked"))
    }
}
