import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Response
import TestSupport
import Testing

/// The way in and out of the console, as a browser sees it.
@Suite struct SignInTests {
    private let words = "correct horse battery staple"

    @Test func `the first administrator sets up by the link, once, and everybody else has to log in`()
        async throws
    {
        let fixture = try await ConsoleFixture()
        let token = try await Self.setUpToken(fixture)
        let browser = Browser(fixture)
        #expect(try await browser.get("/setup/\(token)").status == .ok)
        let answer = try await browser.post("/setup/\(token)", Self.newcomer)
        #expect(answer.status == .seeOther)
        #expect(try await browser.get("/staff").text.contains("Ane Mendi"))

        #expect(try await Browser(fixture).get("/incidents").status == .unauthorized)
        #expect(try await Browser(fixture).get("/setup/\(token)").status == .gone)
        #expect(try await Browser(fixture).get("/setup/another").status == .gone)
        let late = Browser(fixture)
        #expect(try await late.post("/setup/\(token)", Self.newcomer).status == .gone)
        #expect(try await late.post("/setup/another", [("odd", "")]).status == .gone)
    }

    @Test func `of two who set up at the same moment, one becomes the administrator`() async throws {
        let fixture = try await ConsoleFixture()
        let token = try await Self.setUpToken(fixture)
        async let one = Self.setUp(fixture, token, id: "ane")
        async let other = Self.setUp(fixture, token, id: "jone")
        let answers = try await [one, other]
        #expect(answers.filter { $0 == .seeOther }.count == 1)
        #expect(answers.filter { $0 == .gone }.count == 1)
        let administrators = try await fixture.house.database.read {
            try $0.count("SELECT COUNT(*) FROM account WHERE state = 'active'")
        }
        #expect(administrators == 1)
    }

    @Test func `a set-up link runs out after an hour`() async throws {
        let fixture = try await ConsoleFixture()
        let token = try await Self.setUpToken(fixture)
        fixture.clock.advance(by: .minutes(61))
        #expect(try await Browser(fixture).get("/setup/\(token)").status == .gone)
        #expect(try await Browser(fixture).get("/setup/nonsense").status == .notFound)
    }

    @Test func `a weak password is refused beside its field, and nothing is made`() async throws {
        let fixture = try await ConsoleFixture()
        let token = try await Self.setUpToken(fixture)
        let browser = Browser(fixture)
        try await browser.get("/setup/\(token)")
        let page = try await browser.post(
            "/setup/\(token)",
            [("name", "Ane"), ("id", "ane"), ("password", "tiny9")]
        )
        #expect(page.status == .unprocessableContent)
        #expect(page.text.contains("field-password-problem"))
        #expect(!page.text.contains("tiny9"))
    }

    @Test func `whoever logs in goes on to the page that they wanted, and never elsewhere`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .responder, in: fixture)
        let browser = Browser(fixture)
        let asked = try await browser.get("/customers?q=sota")
        #expect(asked.status == .unauthorized)
        #expect(asked.hidden("next") == "/customers?q=sota")
        #expect(try await browser.logIn("ane", next: asked.hidden("next")).location == "/customers?q=sota")
        for wrong in ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"] {
            #expect(try await Browser(fixture).logIn("ane", next: wrong).location == "/")
        }
    }

    @Test(arguments: ["logout", "password", "disable", "demote", "reset", "others"])
    func `an old cookie is worth nothing after`(_ end: String) async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("jone", .administrator, in: fixture)
        try await People.give("ane", .administrator, in: fixture)
        let browser = Browser(fixture)
        try await browser.logIn("ane")
        #expect(try await browser.get("/staff").status == .ok)
        let stolen = Browser(fixture)
        stolen.cookies = browser.cookies
        let (response, now) = (fixture.house.response, fixture.clock.now())
        switch end {
        case "logout": try await browser.post("/logout")
        case "password":
            let form = [("current", words), ("password", "another horse battery staple")]
            #expect(try await browser.post("/account/password", form).status == .seeOther)
            #expect(try await browser.get("/staff").status == .ok, "whoever changed it stays in")
        case "others":
            #expect(try await browser.post("/account/sessions").status == .seeOther)
            #expect(try await browser.get("/staff").status == .ok)
        case "disable": _ = try await response.perform(DisableStaff(staff: "ane"), by: .operator, at: now)
        case "demote":
            _ = try await response.perform(
                ChangeRole(staff: "ane", newRole: .viewer),
                by: .operator,
                at: now
            )
        default: _ = try await response.perform(ResetPassword(staff: "ane"), by: .operator, at: now)
        }
        #expect(try await stolen.get("/staff").status == .unauthorized)
        #expect(try await stolen.post("/staff/jon/duty", [("duty", "off")]).status == .unauthorized)
    }

    @Test func `an unknown account and a wrong password are answered alike`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .responder, in: fixture)
        func answer(_ login: String) async throws -> (HTTPResponse.Status, String) {
            let page = try await Browser(fixture).logIn(login, "not the password at all")
            let text = page.text.replacing(/value="[^"]*"/, with: "")
            return (page.status, text)
        }
        let known = try await answer("ane")
        let unknown = try await answer("nobody")
        #expect(known.0 == .unauthorized)
        #expect(known.0 == unknown.0)
        #expect(known.1 == unknown.1)
    }

    @Test func `guessing is slowed down, and its owner still gets in from a browser of theirs`() async throws
    {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .responder, in: fixture)
        let own = Browser(fixture)
        own.peer = "192.0.2.10"
        try await own.logIn("ane")
        try await own.post("/logout")

        var statuses: [HTTPResponse.Status] = []
        for index in 0..<40 {
            let stranger = Browser(fixture)
            stranger.peer = "203.0.113.\(index % 8 + 1)"
            statuses.append(try await stranger.logIn("ane", "guess number \(index) of many").status)
        }
        #expect(statuses.contains(.tooManyRequests))
        let stranger = Browser(fixture)
        stranger.peer = "203.0.113.99"
        #expect(try await stranger.logIn("ane").status == .tooManyRequests, "from anywhere, for a while")
        #expect(try await own.logIn("ane").status == .seeOther)
    }

    @Test func `the second factor is asked for after the password, once it is on`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .responder, in: fixture)
        let browser = Browser(fixture)
        try await browser.logIn("ane")
        let begun = try await browser.post("/account/second-factor")
        let secret = begun.text.firstMatch(of: /class="secret">([A-Z2-7 ]+)</).map { String($0.1) } ?? ""
        let factor = TOTP(secret: Base32Text.bytes(secret))
        #expect(
            try await browser.post("/account/second-factor/on", [("code", "000000")]).status == .unauthorized
        )
        let code = factor.code(step: TOTP.step(at: fixture.clock.now()))
        let on = try await browser.post("/account/second-factor/on", [("code", code)])
        #expect(on.status == .ok)
        let recovery = on.text.matches(of: /<li><code>([^<]+)</).map { String($0.1) }
        #expect(recovery.count == 10)
        #expect(try await browser.get("/staff").status == .ok, "the session goes on as a new one")

        fixture.clock.advance(by: .minutes(2))
        let other = Browser(fixture)
        let asked = try await other.logIn("ane", next: "/staff")
        #expect(asked.status == .ok)
        #expect(try await other.get("/staff").status == .unauthorized, "the password alone opens nothing")
        let challenge = asked.hidden("challenge")
        let wrong = try await other.post("/login/code", [("challenge", challenge), ("code", "123456")])
        #expect(wrong.status == .unauthorized)
        let right = factor.code(step: TOTP.step(at: fixture.clock.now()))
        let fields = [("challenge", challenge), ("code", right), ("next", "/staff")]
        #expect(try await other.post("/login/code", fields).location == "/staff")
        #expect(try await Browser(fixture).post("/login/code", fields).status == .unauthorized, "once")

        let third = Browser(fixture)
        let again = try await third.logIn("ane")
        let recover = [("challenge", again.hidden("challenge")), ("code", recovery[0])]
        #expect(try await third.post("/login/code", recover).status == .seeOther)
    }

    @Test func `behind TLS the cookie is for this host alone, and the browser is told to stay with TLS`()
        async throws
    {
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        let fixture = try await ConsoleFixture(isOwnersMachine: false, proxies: proxies)
        try await People.give("ane", .responder, in: fixture)
        let browser = Browser(fixture)
        browser.peer = "10.1.2.3"
        browser.headers[Self.name("X-Forwarded-Proto")] = "https"
        browser.headers[Self.name("X-Forwarded-For")] = "203.0.113.5"
        let page = try await browser.logIn("ane")
        let cookie = page.headers[values: .setCookie].first { $0.contains("_session=") } ?? ""
        #expect(cookie.hasPrefix("__Host-"))
        for part in ["Secure", "HttpOnly", "Path=/", "SameSite"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Domain"))
        #expect(page.headers[.strictTransportSecurity] != nil)
        #expect(try await browser.get("/staff").status == .ok)

        // Anybody can write these headers; only the proxy's are believed.
        browser.peer = "203.0.113.5"
        #expect(try await browser.get("/staff").status == .unauthorized)
    }

    @Test func `an invitation opens an account once, and a newer link takes its place`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .administrator, in: fixture)
        let browser = Browser(fixture)
        try await browser.logIn("ane")
        let first = Self.link(try await browser.post("/staff/maite/invite"))
        let second = Self.link(try await browser.post("/staff/maite/invite"))
        let maite = Browser(fixture)
        #expect(try await maite.get(first).status == .gone)
        let page = try await maite.get(second)
        #expect(page.status == .ok)
        #expect(page.headers[Self.name("Referrer-Policy")] == "no-referrer")
        #expect(try await maite.post(second, [("password", words)]).status == .seeOther)
        #expect(try await maite.get("/incidents").status == .ok)
        #expect(try await Browser(fixture).get(second).status == .gone)
    }

    // MARK: -

    private static let newcomer = [
        ("name", "Ane Mendi"), ("id", "ane"), ("email", "ane@taller.test"),
        ("password", "correct horse battery staple"),
    ]

    private static func setUpToken(_ fixture: ConsoleFixture) async throws -> String {
        let (random, now) = (fixture.house.random, fixture.clock.now())
        let token = try await fixture.house.database.write {
            try SetUp.begin(random: random, at: now, in: $0)
        }
        return try #require(token)
    }

    private static func setUp(
        _ fixture: ConsoleFixture,
        _ token: String,
        id: String
    ) async throws -> HTTPResponse.Status {
        let browser = Browser(fixture)
        try await browser.get("/setup/\(token)")
        return try await browser.post(
            "/setup/\(token)",
            [("name", id), ("id", id), ("password", "correct horse battery staple")]
        ).status
    }

    private static func link(_ page: Browser.Page) -> String {
        page.text.firstMatch(of: /(\/account\/link\/[^<\s]+)</).map { String($0.1) } ?? ""
    }

    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .accept }
}
