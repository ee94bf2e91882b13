import Basis
import Catalog
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Incidents
import Letters
import NIOCore
import Rendering
import Site
import StatusPage
import Testing

/// The public site as a browser, a feed reader and a client of its documents meet it.
struct SiteTests {
    private static let now = Instant(seconds: 1_510_214_400)
    private static let page = PageIdentity(
        name: "Candil",
        url: "https://estado.candil.example",
        timeZone: "Europe/Madrid",
        language: .spanish
    )

    private static func state(title: String = "Outage") -> PublicState {
        let component = PublicComponent(
            id: 1,
            publicID: "component001",
            name: LocalizedText([.spanish: "Correo", .english: "E-mail"]),
            group: nil,
            position: 1,
            impact: .majorOutage,
            createdAt: now - .days(200),
            updatedAt: now
        )
        let incident = PublicIncident(
            id: 1,
            publicID: "incident0001",
            title: LocalizedText([.english: title]),
            kind: .outage,
            origin: .ours,
            stage: .investigating,
            beganAt: now,
            openedAt: now,
            affected: [.init(componentID: 1, impact: .majorOutage)]
        )
        return PublicState(
            page: page,
            components: [component],
            incidents: [incident],
            troubles: [],
            knownSince: now - .days(200),
            changedAt: now
        )
    }

    private struct Away: Error {}

    /// Runs a story against the site; the state is there unless `isDown` from the beginning.
    private func visit(
        isDown: Bool = false,
        _ story: @Sendable (any TestClientProtocol, SiteKeeper) async throws -> Void
    ) async throws {
        let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
        let renderer = SiteRenderer(
            templates: try Templates(root: root, rooms: ["StatusPage"]),
            catalogue: try StringCatalogue(root: root, rooms: ["StatusPage"]),
            page: Self.page
        )
        let keeper = try SiteKeeper(renderer: renderer, now: Self.now) { now in
            // A later moment than the first is one at which the database is away.
            guard !isDown, now == Self.now else { throw Away() }
            return Self.state()
        }
        await keeper.refresh(now: Self.now)
        let app = Application(router: try SiteRouter.make(keeper: keeper, resources: root))
        try await app.test(.router) { try await story($0, keeper) }
    }

    private func get(
        _ client: any TestClientProtocol,
        _ path: String,
        _ headers: HTTPFields = [:],
        method: HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        try await client.execute(uri: path, method: method, headers: headers)
    }

    @Test(arguments: [
        ("/", "text/html; charset=utf-8"), ("/es", "text/html; charset=utf-8"),
        ("/incidents/INC-1", "text/html; charset=utf-8"), ("/en/incidents/inc-1", "text/html; charset=utf-8"),
        ("/history", "text/html; charset=utf-8"), ("/history.atom", "application/atom+xml; charset=utf-8"),
        ("/es/history.rss", "application/rss+xml; charset=utf-8"), ("/site.css", "text/css; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml; charset=utf-8"), ("/robots.txt", "text/plain; charset=utf-8"),
        ("/api/v2/summary.json", "application/json; charset=utf-8"),
        ("/api/v2/Incidents.json", "application/json; charset=utf-8"),
        ("/api/v2/status.json?callback=x", "application/json; charset=utf-8"),
        ("/api/v2/incidents/unresolved.json", "application/json; charset=utf-8"),
        ("/api/v2/scheduled-maintenances/upcoming.json", "application/json; charset=utf-8"),
        ("/healthz", "application/json; charset=utf-8"),
    ])
    func `every address answers GET and HEAD alike`(path: String, type: String) async throws {
        try await visit { client, _ in
            let full = try await get(client, path)
            let head = try await get(client, path, method: .head)

            #expect(full.status == .ok)
            #expect(full.headers[.contentType] == type)
            #expect(full.body.readableBytes > 0)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            #expect(head.headers[.contentLength] == String(full.body.readableBytes))
            #expect(head.headers[.eTag] == full.headers[.eTag])
        }
    }

    @Test(arguments: ["/", "/nothing", "/site.css", "/api/v2/summary.json", "/api/v2/none.json", "/healthz"])
    func `every answer forbids what it does not need`(path: String) async throws {
        try await visit { client, _ in
            let headers = try await get(client, path).headers

            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
            #expect(headers[try #require(HTTPField.Name("X-Frame-Options"))] == "DENY")
            #expect(headers[.server] == nil)
        }
    }

    @Test(arguments: [
        ("/", "es-ES,es;q=0.9", "es", true), ("/", "en-GB,en;q=0.8,es;q=0.5", "en", true),
        ("/", "de", "es", true),
        ("/", "", "es", true), ("/en", "es", "en", false), ("/es/history", "en", "es", false),
        ("/nothing", "en", "en", true), ("/en/nothing", "es", "en", false),
        ("/api/v2/summary.json", "en", "en", true), ("/favicon.svg", "en", nil, false),
    ])
    func `the language is the address's, else the reader's, else the page's`(
        path: String,
        accepts: String,
        language: String?,
        varies: Bool
    ) async throws {
        try await visit { client, _ in
            let response = try await get(client, path, accepts.isEmpty ? [:] : [.acceptLanguage: accepts])

            #expect(response.headers[.contentLanguage] == language)
            #expect(response.headers[.vary] == (varies ? "Accept-Language" : nil))
        }
    }

    @Test func `who has this version already is told so`() async throws {
        try await visit { client, _ in
            let first = try await get(client, "/en")
            let tag = try #require(first.headers[.eTag])
            let date = try #require(first.headers[.lastModified])
            #expect(date == "Thu, 09 Nov 2017 08:00:00 GMT")

            for headers: HTTPFields in [
                [.ifNoneMatch: tag], [.ifNoneMatch: "\"other\", W/\(tag)"], [.ifNoneMatch: "*"],
                [.ifModifiedSince: date],
            ] {
                let again = try await get(client, "/en", headers)
                #expect(again.status == .notModified, "\(headers)")
                #expect(again.body.readableBytes == 0)
                #expect(again.headers[.eTag] == tag)
            }
            for headers: HTTPFields in [
                [.ifNoneMatch: "\"other\""], [.ifNoneMatch: "\"other\"", .ifModifiedSince: date],
                [.ifModifiedSince: "Thu, 09 Nov 2017 07:59:59 GMT"], [.ifModifiedSince: "nonsense"],
            ] {
                #expect(try await get(client, "/en", headers).status == .ok, "\(headers)")
            }
            let spanish = try await get(client, "/es", [.ifNoneMatch: tag])
            #expect(spanish.status == .ok)
        }
    }

    @Test(arguments: [
        "/nothing", "/incidents/INC-2", "/incidents/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/site.css/x",
        "/fr", "/static/site.css", "/api", "/\(String(repeating: "a", count: 5_000))",
    ])
    func `what is not there is a page in the reader's language, with the right status`(
        path: String
    ) async throws {
        try await visit { client, _ in
            let english = try await get(client, path, [.acceptLanguage: "en"])
            let spanish = try await get(client, path, [.acceptLanguage: "es"])

            #expect(english.status == .notFound)
            #expect(String(buffer: english.body).contains("There is nothing here"))
            #expect(spanish.status == .notFound)
            #expect(String(buffer: spanish.body).contains("Aquí no hay nada"))
        }
    }

    @Test func `an unknown document is missing in JSON, so that no client takes a page for data`()
        async throws
    {
        try await visit { client, _ in
            let response = try await get(client, "/api/v2/none.json")

            #expect(response.status == .notFound)
            #expect(response.headers[.contentType] == "application/json; charset=utf-8")
        }
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch])
    func `nothing can be changed here`(method: HTTPRequest.Method) async throws {
        try await visit { client, _ in
            let response = try await get(client, "/", method: method)

            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `only the documents may be read by other pages`() async throws {
        try await visit { client, _ in
            let document = try await get(client, "/api/v2/summary.json", [.origin: "https://other.example"])
            let page = try await get(client, "/", [.origin: "https://other.example"])
            let ask = try await get(client, "/api/v2/summary.json", method: .options)

            #expect(document.headers[.accessControlAllowOrigin] == "*")
            #expect(page.headers[.accessControlAllowOrigin] == nil)
            #expect(ask.status == .noContent)
            #expect(ask.headers[.accessControlAllowOrigin] == "*")
            #expect(ask.headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `without the database everything is still there and says how old it is`() async throws {
        try await visit { client, keeper in
            let stale = try #require(HTTPField.Name("Amends-Stale-Since"))
            #expect(try await get(client, "/").headers[stale] == nil)

            await keeper.refresh(now: Self.now + .minutes(10))

            let page = try await get(client, "/en")
            #expect(page.status == .ok)
            #expect(page.headers[stale] == "2017-11-09T08:00:00.000Z")
            #expect(String(buffer: page.body).contains("the last that we knew: 9 November 2017, 09:00."))
            #expect(try await get(client, "/api/v2/summary.json").headers[stale] != nil)
            let health = try await get(client, "/healthz")
            #expect(health.status == .ok)
            #expect(String(buffer: health.body).contains("\"status\":\"stale\""))
        }
    }

    @Test(arguments: ["/", "/incidents/INC-1", "/api/v2/summary.json", "/nothing"])
    func `before anything is known it says that it knows nothing`(path: String) async throws {
        try await visit(isDown: true) { client, _ in
            let response = try await get(client, path)

            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(response.headers[.retryAfter] == "30")
            #expect(try await get(client, "/healthz").status == .serviceUnavailable)
            #expect(try await get(client, "/site.css").status == .ok)
        }
    }
}
