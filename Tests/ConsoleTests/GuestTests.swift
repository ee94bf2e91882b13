import Basis
import Console
import HTTPTypes
import Testing

/// A helper with a link: sees one sheet, and only it.
struct GuestTests {
    @Test func `a helper makes calls with a link and sees nothing else`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let invited = try await browser.post(
            "/incidents/INC-1/helpers",
            [("name", "Nerea"), ("calls", "2"), ("hours", "4")]
        )
        let link = try #require(invited.text.firstMatch(of: /http:\/\/localhost:8081(\/guest\/[^"]+)"/))
        let sheet = String(link.1)

        let helper = Browser(fixture, language: .spanish)
        let page = try await helper.get(sheet)
        #expect(page.status == .ok)
        PagesTests.check(page, sheet, .spanish)
        #expect(page.text.contains("Nerea"))
        #expect(!page.text.contains("href=\"/customers"))
        #expect(!page.text.contains("href=\"/incidents/INC-1"))
        #expect(page.text.contains("0 de 2"))

        let call = page.hidden("call")
        #expect(try await helper.post(sheet + "/hold", [("call", call)]).status == .seeOther)
        let refused = try await browser.post(
            "/incidents/INC-1/calls/jon/outcome",
            [("call", call), ("outcome", "reached")]
        )
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("Nerea"))
        #expect(
            try await helper.post(sheet + "/outcome", [("call", call), ("outcome", "reached")]).status
                == .seeOther
        )
        let next = try await helper.get(sheet).hidden("call")
        #expect(next != call)
    }

    @Test func `a link for one sheet does nothing to a call of another`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let invited = try await browser.post(
            "/incidents/INC-1/helpers",
            [("name", "Nerea"), ("calls", "1"), ("hours", "4")]
        )
        let link = try #require(invited.text.firstMatch(of: /http:\/\/localhost:8081(\/guest\/[^"]+)"/))
        let theirs = try await browser.get("/incidents/INC-1/calls/jon").hidden("call")
        let helper = Browser(fixture)
        try await helper.get(String(link.1))
        let refused = try await helper.post(
            String(link.1) + "/outcome",
            [("call", theirs), ("outcome", "reached")]
        )
        #expect(refused.status == .unprocessableContent)

        fixture.clock.advance(by: .hours(5))
        #expect(try await helper.get(String(link.1)).status == .notFound)
    }

    @Test func `a made-up or expired link opens nothing`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        let later = fixture.clock.now() + .hours(1)
        let forged = [
            "x", fixture.house.signer.sign("1", purpose: "form", expiry: later),
            fixture.house.signer.sign("1", purpose: "call-sheet", expiry: fixture.clock.now() - .hours(1)),
            fixture.house.signer.sign("999", purpose: "call-sheet", expiry: later),
            fixture.house.signer.sign("one", purpose: "call-sheet", expiry: later),
        ]
        for token in forged {
            #expect(try await browser.get("/guest/\(token)").status == .notFound)
            #expect(try await browser.post("/guest/\(token)/hold", [("call", "1")]).status == .notFound)
        }
    }
}
