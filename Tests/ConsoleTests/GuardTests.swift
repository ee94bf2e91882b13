import Basis
import Console
import Database
import HTTPTypes
import Hummingbird
import Testing

/// Nothing reaches a page or a deed from elsewhere: the table of all routes against everything a hostile page can send.
struct GuardTests {
    /// A request that must be refused, on every route.
    struct Attack: Sendable, CustomStringConvertible {
        var description: String
        var authority: String? = "localhost:8081"
        var headers: HTTPFields = [:]
        /// Whether it also concerns requests that only read.
        var concernsReading = true
        var type: String? = "application/x-www-form-urlencoded"
        var withToken = true

        static let all = [
            Attack(description: "foreign host", authority: "evil.example"),
            Attack(description: "foreign host with our port", authority: "evil.example:8081"),
            Attack(
                description: "foreign host that begins like ours",
                authority: "localhost.evil.example:8081"
            ),
            Attack(description: "our host as a user name", authority: "localhost:8081@evil.example"),
            Attack(description: "no host", authority: nil),
            Attack(description: "foreign origin", headers: [.origin: "https://evil.example"]),
            Attack(description: "null origin", headers: [.origin: "null"]),
            Attack(description: "another port of this machine", headers: [.origin: "http://localhost:8080"]),
            Attack(description: "sent by another site", headers: site("cross-site"), concernsReading: false),
            Attack(description: "sent by a neighbour", headers: site("same-site"), concernsReading: false),
            Attack(description: "no token", concernsReading: false, withToken: false),
            Attack(description: "simple form of text", concernsReading: false, type: "text/plain"),
            Attack(description: "JSON", concernsReading: false, type: "application/json"),
            Attack(description: "no type", concernsReading: false, type: nil),
        ]

        /// A program sends no forms: of it, only what names another host or another page is an attack.
        func isOfPage(_ path: String) -> Bool {
            let isForm = !withToken || type != "application/x-www-form-urlencoded"
            return !(isForm && path.contains(Operation.prefix))
        }

        private static func site(_ value: String) -> HTTPFields {
            var headers = HTTPFields()
            if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = value }
            return headers
        }
    }

    @Test(arguments: Attack.all)
    func `every route refuses`(_ attack: Attack) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await browser.get("/staff")
        let routes = ConsoleRouter.make(fixture.house).routes
        #expect(routes.count > 40)
        browser.authority = attack.authority
        browser.headers = attack.headers
        // What has no form token cannot be used by a page: `APIRefusalTests`.
        for route in routes
        where attack.isOfPage(route.path.description) && (attack.concernsReading || route.method != .get) {
            let body = attack.withToken ? "form_token=\(Browser.escaped(browser.token))" : "a=b"
            let page = try await browser.send(route.method, Self.path(route), type: attack.type, body: body)
            #expect(page.status == .forbidden, "\(route) answers \(page.status)")
            #expect(page.headers[.location] == nil)
        }
        #expect(
            try await fixture.house.database.read { try $0.count("SELECT count(*) FROM audit_entry") }
                == Self.audited
        )
    }

    /// The audit rows of the fixture itself: the import and three members of staff.
    private static let audited = 4

    @Test func `a token is worth nothing in another browser, for another purpose, or a day later`()
        async throws
    {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await browser.get("/staff")
        let body = "form_token=\(Browser.escaped(browser.token))&duty=off"
        let type = "application/x-www-form-urlencoded"

        let other = Browser(fixture)
        try await other.get("/staff")
        #expect(try await other.send(.post, "/staff/jon/duty", type: type, body: body).status == .forbidden)

        let stranger = Browser(fixture)
        #expect(
            try await stranger.send(.post, "/staff/jon/duty", type: type, body: body).status == .forbidden
        )

        let sheet = fixture.house.signer.sign(
            "1",
            purpose: "call-sheet",
            expiry: fixture.clock.now() + .hours(1)
        )
        let wrong = "form_token=\(Browser.escaped(sheet))&duty=off"
        #expect(
            try await browser.send(.post, "/staff/jon/duty", type: type, body: wrong).status == .forbidden
        )

        fixture.clock.advance(by: .hours(25))
        #expect(try await browser.send(.post, "/staff/jon/duty", type: type, body: body).status == .forbidden)
    }

    @Test func `the same form from our own page is taken`() async throws {
        let browser = Browser(try await ConsoleFixture())
        browser.headers[.origin] = "http://localhost:8081"
        #expect(try await browser.post("/staff/jon/duty", [("duty", "off")]).status == .seeOther)
    }

    @Test func `an upload without its token first is refused before a file is kept`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await browser.get("/import")
        let files = [("customers", "id,name\nx,X\n")]
        let page = try await browser.upload("/import", files: files, withToken: false)
        #expect(page.status == .forbidden)
    }

    @Test func `a form that is too large is refused`() async throws {
        let browser = Browser(try await ConsoleFixture())
        try await browser.get("/staff")
        let page = try await browser.post("/staff", [("name", String(repeating: "x", count: 1 << 20))])
        #expect(page.status == .contentTooLarge)
    }

    @Test(arguments: ["/", "/incidents/new", "/nowhere", "/static/console.css", "/api/v1/incidents"])
    func `every answer tells the browser what it may do`(_ path: String) async throws {
        let page = try await Browser(try await ConsoleFixture()).get(path)
        let policy = page.headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("default-src 'self'"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        #expect(page.headers[HTTPField.Name("Referrer-Policy") ?? .accept] == "same-origin")
    }

    @Test func `the form cookie is out of reach of scripts and other sites`() async throws {
        let page = try await Browser(try await ConsoleFixture()).get("/")
        let cookie = page.headers[values: .setCookie].first { $0.hasPrefix("amends_form=") } ?? ""
        #expect(cookie.contains("HttpOnly"))
        #expect(cookie.contains("SameSite=Strict"))
    }

    @Test(arguments: [HTTPRequest.Method.get, .post, .delete])
    func `the API answers nobody without credentials`(_ method: HTTPRequest.Method) async throws {
        let browser = Browser(try await ConsoleFixture())
        for path in ["/api/v1", "/api/v1/incidents", "/api/v1/incidents/INC-1/updates"] {
            let page = try await browser.send(method, path, type: "application/json", body: "{}")
            #expect(page.status == .unauthorized)
            #expect(page.headers[.contentType] == "application/problem+json")
        }
        browser.authority = "evil.example"
        #expect(try await browser.get("/api/v1/incidents").status == .forbidden)
    }

    @Test func `reading changes nothing`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let before = try await Self.contents(fixture)
        for route in ConsoleRouter.make(fixture.house).routes
        where route.method == .get && !["live", ".csv"].contains(where: route.path.description.hasSuffix) {
            try await browser.get(Self.path(route))
        }
        #expect(try await Self.contents(fixture) == before)

        // Whoever takes a whole list with them leaves a line in the trail, and nothing else.
        try await browser.get("/incidents/INC-1/customers.csv")
        let changed = zip(try await Self.contents(fixture), before).filter { $0 != $1 }.map(\.0)
        #expect(changed.count == 1)
        #expect(changed.first?.hasPrefix("audit_entry") == true)
        let read = try await fixture.house.database.read {
            try $0.value("SELECT deed FROM audit_entry ORDER BY id DESC LIMIT 1", as: String.self)
        }
        #expect(read == "read_in_bulk")
    }

    /// How many rows each table has, and the newest state of those that change in place.
    private static func contents(_ fixture: ConsoleFixture) async throws -> [String] {
        try await fixture.house.database.read { session in
            let tables: [SQLTable] = [
                "audit_entry", "incident", "incident_update", "notice", "call", "campaign", "timeline_entry",
                "staff",
                "promise", "sighting", "fact", "first_contact", "back_check", "hurt_customer", "guest_sheet",
            ]
            return try tables.map { "\($0.name) \(try session.count($0.count))" }
                + [String(try session.count("SELECT count(*) FROM call WHERE held_by IS NOT NULL"))]
        }
    }

    /// A route with something in the place of its parameters.
    static func path(_ route: Router<ConsoleContext>.RouteDescription) -> String {
        path(route.path.description)
    }

    static func path(_ route: String) -> String {
        let values = [
            "incident": "INC-1", "staff": "jon", "customer": "panaderia", "kind": "customers", "promise": "1",
            "approval": "1",
        ]
        return "/"
            + route.split(separator: "/").map { part in
                let name = part.trimmingPrefix(":").trimmingPrefix("{").prefix { $0 != "}" }
                let isParameter = part.hasPrefix(":") || part.hasPrefix("{")
                return isParameter ? values[String(name)] ?? "something" : String(part)
            }.joined(separator: "/")
    }
}
