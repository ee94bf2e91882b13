import Basis
import Console
import Database
import Delivery
import Foundation
import HTTPTypes
import Response
import Testing

/// What somebody types stays what they typed: in no field is it a query, a template, a page or a header.
@Suite struct HostileFieldTests {
    /// S1: what would be another query wherever text became one.
    private static let queries = [
        "' OR '1'='1", "')--", "'; DROP TABLE customer; --", "name DESC",
        "1 UNION SELECT password_hash FROM account",
        "%' AND 1=1 AND '%'='", "\\'; SELECT pg_sleep(10); --", "ORDER BY 1,2,3",
    ]

    @Test(arguments: queries)
    func `no parameter is a query`(_ text: String) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        let escaped = Browser.escaped(text)
        for entry in ConsoleRouter.routes(fixture.house).entries where entry.method == .get {
            guard !entry.path.hasSuffix("/live") else { continue }
            let path =
                "/"
                + entry.path.split(separator: "/").map { $0.hasPrefix(":") ? escaped : String($0) }
                .joined(separator: "/")
            let query = ["q", "sort", "cursor", "audience", "status", "page", "lang", "done", "next"]
                .map { "\($0)=\(escaped)" }.joined(separator: "&")
            let page = try await browser.get("\(path)?\(query)")
            #expect(page.status.code < 500, "\(path) answers \(page.status)")
        }
        let found = try await browser.get("/customers?q=\(escaped)")
        #expect(!found.text.contains("Panadería Arrieta"), "a search for it finds nobody")
        #expect(try await fixture.house.database.read { try $0.count("SELECT COUNT(*) FROM customer") } == 7)
    }

    /// S4, S5: a template, a mark-up, a link that runs.
    private static let texts = [
        "{{env}} {{#rows}}x{{/rows}} {{>Console/layout}} {{{frame}}}",
        "${AMENDS_SECRET} %{secret} #{7*7} <%= 7*7 %>",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[so](javascript:alert(1)) ![x](data:text/html,<script>)",
        "\"><svg onload=alert(1)>",
    ]

    @Test(arguments: texts)
    func `a text of an update is only ever a text`(_ text: String) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()
        let fields = [
            ("status", "identified"), ("message.es", text), ("message.en", text), ("notify", "yes"),
            ("key", "hostile"), ("step", "publish"),
        ]
        let page = try await browser.post("/incidents/INC-1/publish", fields)
        #expect(page.status == .seeOther)
        for path in ["/incidents/INC-1", "/incidents/INC-1/publish", "/incidents", "/"] {
            let shown = try await browser.get(path).text
            #expect(!shown.contains("<script>alert"), "\(path)")
            #expect(!shown.contains("onerror=alert(1)>"), "\(path)")
            #expect(!shown.contains("<svg onload"), "\(path)")
            #expect(shown.firstMatch(of: /href="(javascript|data):/) == nil, "\(path)")
        }
        let room = try await browser.get("/incidents/INC-1").text
        if text.hasPrefix("{{") { #expect(room.contains("{{env}}"), "it stands there as it was typed") }
        if text.hasPrefix("${") { #expect(room.contains("${AMENDS_SECRET}")) }
    }

    /// S12: nothing that ends a line gets into a header.
    @Test(arguments: ["a\r\nSet-Cookie: x=1", "a\nLocation: http://evil.test", "a\u{2028}b", "a\u{0}b"])
    func `no line end gets into a header`(_ text: String) async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        let paths = ["/login?next=", "/incidents?done=", "/customers?q=", "/?lang="].map {
            $0 + Browser.escaped(text)
        }
        for path in paths {
            let page = try await browser.get(path)
            #expect(page.status.code < 500)
            for field in page.headers {
                #expect(!field.value.contains { $0.isNewline || $0 == "\0" }, "\(path): \(field)")
            }
        }
        let duty = try await browser.post("/staff/jon/duty", [("duty", "off"), ("back", "/\(text)")])
        // A form with a NUL is none.
        #expect(duty.location == "/staff" || duty.status == .badRequest)
    }
}
