import Access
import Console
import Database
import HTTPTypes
import Testing

/// Tokens on the account page.
@Suite struct TokenPageTests {
    @Test func `a token is made, shown once, used and taken back`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .responder, in: fixture)
        let browser = Browser(fixture)
        try await browser.logIn("ane")
        let wrong = try await browser.post(
            "/account/tokens",
            [("purpose", ""), ("role", "viewer"), ("days", "30")]
        )
        #expect(wrong.status == .unprocessableContent)
        #expect(
            try await browser.post("/account/tokens", [("purpose", "x"), ("days", "4000")]).status
                == .badRequest
        )
        #expect(
            try await browser.post(
                "/account/tokens",
                [("purpose", "x"), ("role", "administrator"), ("days", "7")]
            )
            .status == .forbidden
        )
        let made = try await browser.post(
            "/account/tokens",
            [("purpose", "<b>monitoring</b>"), ("role", "viewer"), ("days", "30")]
        )
        #expect(made.status == .ok)
        let text = try #require(
            made.text.firstMatch(of: /amends_[a-z0-9]{12}_[A-Za-z0-9_-]+/).map { String($0.0) }
        )
        #expect(made.text.contains("&lt;b&gt;monitoring"))
        let page = try await browser.get("/account")
        #expect(!page.text.contains(text))
        let program = Program(fixture, token: text)
        #expect(try await program.get("incidents").status == 200)
        #expect(try await program.post("incidents", Program.opening).status == 403)
        let id = text.split(separator: "_")[1]
        #expect(try await browser.post("/account/tokens/\(id)/revoke").status == .seeOther)
        #expect(try await program.get("incidents").status == 401)
    }
}
