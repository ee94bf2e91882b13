import Access
import Basis
import Console
import Foundation
import HTTPTypes
import Hummingbird
import Response
import Testing

/// Who may use which route: every route of the router against everybody who can come (S8).
@Suite struct RouteMatrixTests {
    /// Whoever can come to the door.
    enum Visitor: String, CaseIterable {
        case nobody
        case guest
        case viewer
        case responder
        case approver
        case administrator
        /// Logged in once; the session has run out.
        case expired
        /// Logged in, and then disabled.
        case disabled

        var role: Role? { Role(rawValue: rawValue) }
    }

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .accept

    /// What nobody needs to be let in for. A route that joins it must be thought about here.
    private static let open: Set<String> = [
        "get static/:name", "get healthz", "get login", "post login", "post login/code", "get setup/:token",
        "post setup/:token", "get account/link/:token", "post account/link/:token", "get api",
        "get api/openapi.yaml",
    ]

    /// Forms that change only what is the visitor's own.
    private static let own: Set<String> = [
        "post logout", "post account/password", "post account/second-factor", "post account/second-factor/on",
        "post account/second-factor/off", "post account/sessions", "post account/tokens",
        "post account/tokens/:token/revoke", "delete api/v1/tokens/:token",
        "post api/v1/summons/:summons/seen",
        "post summons/:summons/seen",
    ]

    @Test(arguments: Visitor.allCases)
    func `every route lets in whom its rule names, and nobody else`(_ visitor: Visitor) async throws {
        let fixture = try await ConsoleFixture()
        try await People.all(in: fixture)
        let token = try await Self.token(visitor, fixture)
        for entry in ConsoleRouter.routes(fixture.house).entries {
            let browser = try await Self.browser(visitor, fixture)
            browser.headers[.authorization] = token.map { "Bearer \($0)" }
            let isLetIn = Self.mayEnter(visitor, entry.rule)
            // A stream that is let in does not end by itself.
            if isLetIn, entry.path.hasSuffix("/live") { continue }
            let page = try await Self.ask(browser, entry)
            // A link that is none leads nowhere, without saying why.
            let isNoLink = entry.path.hasPrefix("guest/") && page.status == .notFound
            let isRefused = [.unauthorized, .forbidden].contains(page.status) || isNoLink
            // A wrong password is refused too, by the page that is open to all.
            let isAPI = entry.path.hasPrefix(Operation.prefix)
            if isAPI, !isLetIn { #expect(page.status == (visitor.role == nil ? .unauthorized : .forbidden)) }
            let isLogin =
                entry.path.hasPrefix("login") || entry.path == "account/password"
                || entry.path.hasPrefix("account/second-factor")
            if isLetIn, isLogin { continue }
            #expect(isRefused != isLetIn, "\(visitor): \(entry.method) /\(entry.path) answers \(page.status)")
            if !isLetIn { #expect(page.headers[.location] == nil) }
        }
    }

    @Test func `the router knows no route that has no rule`() async throws {
        let fixture = try await ConsoleFixture(empty: true)
        let ruled = ConsoleRouter.routes(fixture.house).entries.map { "\($0.method) \(Self.plain($0.path))" }
        let routed = ConsoleRouter.make(fixture.house).routes.map {
            "\($0.method) \(Self.plain($0.path.description))"
        }
        #expect(Set(routed) == Set(ruled))
        #expect(ruled.count == Set(ruled).count)
        #expect(routed.count > 50)
    }

    @Test func `only the way in is open to everybody, and no form is open to whoever may only look`()
        async throws
    {
        let fixture = try await ConsoleFixture(empty: true)
        for entry in ConsoleRouter.routes(fixture.house).entries {
            let name = "\(entry.method.rawValue.lowercased()) \(entry.path)"
            #expect((entry.rule == .anybody) == Self.open.contains(name), "\(name)")
            if entry.method != .get, !Self.open.contains(name) {
                #expect((entry.rule.role == .viewer) == Self.own.contains(name), "\(name)")
            }
        }
    }

    @Test func `a helper's link opens its own sheet only`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.all(in: fixture)
        let browser = Browser(fixture)
        let wrong = fixture.house.entry.keys.signer.sign(
            "1",
            purpose: "form",
            expiry: fixture.clock.now() + .hours(1)
        )
        #expect(try await browser.get("/guest/\(wrong)").status == .notFound)
        #expect(try await browser.get("/guest/nonsense").status == .notFound)
    }

    @Test func `behind a proxy, and on a machine with accounts, nobody is the owner by being there`()
        async throws
    {
        let fresh = Browser(try await ConsoleFixture())
        #expect(try await fresh.get("/incidents").status == .ok)
        fresh.headers[Self.forwardedFor] = "203.0.113.9"
        #expect(try await fresh.get("/incidents").status == .unauthorized)

        let remote = Browser(try await ConsoleFixture(isOwnersMachine: false))
        #expect(try await remote.get("/incidents").status == .unauthorized)

        let fixture = try await ConsoleFixture()
        try await People.give("ane", .administrator, in: fixture)
        #expect(try await Browser(fixture).get("/incidents").status == .unauthorized)
    }

    // MARK: -

    private static func mayEnter(_ visitor: Visitor, _ rule: AccessRule) -> Bool {
        switch rule {
        case .anybody: true
        // Only with the link itself, which the path of the matrix does not carry.
        case .sheet: false
        case .staff(let role), .customer(let role): visitor.role.map { $0 >= role } ?? false
        }
    }

    private static func browser(_ visitor: Visitor, _ fixture: ConsoleFixture) async throws -> Browser {
        let browser = Browser(fixture)
        switch visitor {
        case .nobody, .guest: try await browser.get("/login")
        case .expired:
            try await browser.logIn("viewer")
            fixture.clock.advance(by: .hours(13))
            try await browser.get("/login")
        case .disabled:
            try await People.leave(browser, fixture)
        case .viewer, .responder, .approver, .administrator: try await browser.logIn(visitor.rawValue)
        }
        try await browser.get("/healthz")
        return browser
    }

    /// What a program of the visitor's would show.
    private static func token(_ visitor: Visitor, _ fixture: ConsoleFixture) async throws -> String? {
        switch visitor {
        case .nobody, .guest: return nil
        case .expired:
            try await Program.add("late", .administrator, in: fixture)
            let token = try await Program.token(of: "late", .administrator, life: .minutes(1), in: fixture)
            fixture.clock.advance(by: .minutes(2))
            return token.text
        case .disabled:
            try await Program.add("off", .administrator, in: fixture)
            let token = try await Program.token(of: "off", .administrator, in: fixture)
            _ = try await fixture.house.response.perform(
                DisableStaff(staff: "off"),
                by: .operator,
                at: fixture.clock.now()
            )
            return token.text
        case .viewer, .responder, .approver, .administrator:
            return try await Program.token(of: visitor.rawValue, visitor.role ?? .viewer, in: fixture).text
        }
    }

    private static func ask(_ browser: Browser, _ entry: RouteTable.Entry) async throws -> Browser.Page {
        let path = GuardTests.path(entry.path)
        guard entry.method != .get else { return try await browser.get(path) }
        if entry.path.hasPrefix(Operation.prefix) {
            return try await browser.send(entry.method, path, type: "application/json", body: "{}")
        }
        if browser.token.isEmpty { try await browser.get("/account") }
        return try await browser.post(path)
    }

    private static func plain(_ path: String) -> String {
        "/"
            + path.split(separator: "/").map { part in
                part.hasPrefix("{") ? ":" + part.dropFirst().dropLast() : String(part)
            }.joined(separator: "/")
    }
}

extension People {
    /// Somebody logs in and is then disabled.
    static func leave(_ browser: Browser, _ fixture: ConsoleFixture) async throws {
        let id = "gone\(fixture.house.random.token().prefix(6).lowercased().filter(\.isLetter))"
        try await give(id, .administrator, in: fixture)
        try await browser.logIn(id)
        _ = try await fixture.house.response.perform(
            DisableStaff(staff: id),
            by: .operator,
            at: fixture.clock.now()
        )
    }
}
