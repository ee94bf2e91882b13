import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Response
import Testing

/// What the API refuses, and how it says so.
@Suite struct APIRefusalTests {
    @Test func `without a token that is good, whatever is asked is 401`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.give("ane", .administrator, in: fixture)
        let good = try await Program(.administrator, in: fixture)
        let tokens = [
            "", "amends_", "x", good.token + "x", String(good.token.dropLast()), "Basic \(good.token)",
        ]
        for token in tokens {
            for path in ["", "incidents", "nothing/here", "incidents/INC-1/updates"] {
                let answer = try await Program(fixture, token: token).get(path)
                #expect(answer.status == 401, "\(token) \(path)")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
        }
        // A session counts for nothing here, so that no page can use it.
        let browser = Browser(fixture)
        try await browser.logIn("ane")
        #expect(try await browser.get("/incidents").status == .ok)
        #expect(try await browser.get("/api/v1/incidents").status == .unauthorized)
    }

    @Test func `a token ends with its time, its revocation, its owner's role and their end`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        try await Program.add("robot", .responder, in: fixture)
        func robot() async throws -> (id: String, program: Program) {
            let made = try await Program.token(of: "robot", .responder, in: fixture)
            return (made.id, Program(fixture, token: made.text))
        }
        let revoked = try await robot()
        #expect(try await revoked.program.get("me")["token"]?["id"] == .string(revoked.id))
        #expect(try await program.ask(.delete, "tokens/\(revoked.id)", nil).status == 204)
        #expect(try await revoked.program.get("me").status == 401)
        let demoted = try await robot().program
        #expect(try await program.ask(.put, "staff/robot/role", #"{"role":"viewer"}"#).status == 204)
        let after = try await demoted.post("incidents", Program.opening)
        #expect([401, 403].contains(after.status))
        #expect(try await program.ask(.put, "staff/robot/role", #"{"role":"responder"}"#).status == 204)
        let expired = try await robot().program
        let disabled = try await robot().program
        #expect(try await program.post("staff/robot/disable", nil).status == 204)
        #expect(try await disabled.get("me").status == 401)
        fixture.clock.advance(by: .days(31))
        #expect(try await expired.get("me").status == 401)
    }

    @Test func `nobody makes a token that may do more than its owner, or than a helper's for somebody else`()
        async throws
    {
        let fixture = try await ConsoleFixture()
        let now = fixture.clock.now()
        let response = fixture.house.response
        func make(_ role: Role, for staff: String?, by actor: Actor) async -> Bool {
            let order = MakeToken(purpose: "x", role: role, expiresAt: now + .days(1), staff: staff)
            return (try? await response.perform(order, by: actor, at: now)) != nil
        }
        #expect(await !make(.viewer, for: nil, by: .operator))
        #expect(await make(.responder, for: "jon", by: .operator))
        #expect(await !make(.approver, for: "jon", by: .operator))
        #expect(await !make(.administrator, for: "jon", by: .operator))
        let lucia = try #require(
            try await fixture.house.database.read { try StaffStore.with(externalID: "lucia", in: $0) }
        )
        #expect(await make(.responder, for: nil, by: lucia.actor))
        #expect(await !make(.administrator, for: nil, by: lucia.actor))
        #expect(await !make(.viewer, for: "jon", by: lucia.actor))
    }

    struct Wrong: Sendable, CustomStringConvertible {
        var description: String
        var status: Int
        var method = HTTPRequest.Method.post
        var path = "incidents"
        var body: String? = "{}"
        var headers: [String: String] = [:]

        static let title = #"{"title":{"es":"x"},"components":{"ovh-net":"major_outage"}"#

        static let all = [
            Wrong(description: "an unknown path", status: 404, path: "nothing"),
            Wrong(description: "an unknown incident", status: 404, method: .get, path: "incidents/INC-9"),
            Wrong(description: "no incident at all", status: 404, method: .get, path: "incidents/%00"),
            Wrong(description: "an unknown call", status: 404, path: "calls/99/hold", body: nil),
            Wrong(description: "another method", status: 405, method: .put),
            Wrong(description: "HEAD", status: 405, method: .head, body: nil),
            Wrong(description: "HTML wanted", status: 406, headers: ["Accept": "text/html"]),
            Wrong(description: "no JSON wanted", status: 406, headers: ["Accept": "application/json;q=0"]),
            Wrong(description: "a form", status: 415, headers: ["Content-Type": "text/plain"]),
            Wrong(
                description: "compressed",
                status: 415,
                headers: ["Content-Encoding": "gzip"]
            ),
            Wrong(
                description: "another charset",
                status: 415,
                headers: ["Content-Type": "application/json; charset=utf-16"]
            ),
            Wrong(
                description: "too long",
                status: 413,
                body: "\"" + String(repeating: "x", count: 1 << 20) + "\""
            ),
            Wrong(description: "no JSON", status: 400, body: "{"),
            Wrong(description: "nothing", status: 400, body: ""),
            Wrong(description: "a key twice", status: 400, body: #"{"title":{"es":"a","es":"b"}}"#),
            Wrong(
                description: "too deep",
                status: 400,
                body: String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            ),
            Wrong(description: "half a pair", status: 400, body: #"{"title":{"es":"\ud800"}}"#),
            Wrong(description: "a list", status: 422, body: "[]"),
            Wrong(description: "nothing in it", status: 422),
            Wrong(description: "an unknown field", status: 422, body: title + #","x":1}"#),
            Wrong(description: "an unknown word", status: 422, body: title + #","kind":"flood"}"#),
            Wrong(description: "a number for a text", status: 422, body: #"{"title":{"es":1}}"#),
            Wrong(description: "no time", status: 422, body: title + #","eta":"soon"}"#),
            Wrong(
                description: "a time that is past",
                status: 422,
                body: title + #","eta":"2017-01-01T00:00:00Z"}"#
            ),
            Wrong(
                description: "an unknown component",
                status: 422,
                body: #"{"title":{"es":"x"},"components":{"nope":"major_outage"}}"#
            ),
            Wrong(
                description: "an unknown customer",
                status: 422,
                body: #"{"title":{"es":"x"},"customers":[{"customer":"nope"}]}"#
            ),
            Wrong(description: "no language", status: 422, body: #"{"title":{"Spanish":"x"}}"#),
            Wrong(
                description: "a key for a reading",
                status: 400,
                method: .get,
                body: nil,
                headers: ["Idempotency-Key": "a"]
            ),
            Wrong(description: "an empty key", status: 400, headers: ["Idempotency-Key": ""]),
            Wrong(description: "a foreign page", status: 403, headers: ["Origin": "https://evil.example"]),
            Wrong(description: "a page of nobody's", status: 403, headers: ["Origin": "null"]),
        ]
    }

    @Test(arguments: Wrong.all)
    func `is told as problem details`(_ wrong: Wrong) async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        let before = try await fixture.house.database.read {
            try $0.count("SELECT count(*) FROM audit_entry")
        }
        for (language, header) in [("es", "es-ES,es;q=0.9"), ("en", "fr, en;q=0.5")] {
            let headers = wrong.headers.merging(["Accept-Language": header]) { own, _ in own }
            let answer = try await program.ask(wrong.method, wrong.path, wrong.body, headers)
            #expect(answer.status == wrong.status, "\(answer.text)")
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.headers[.contentLanguage] == language)
            #expect(answer["status"] == .integer(wrong.status))
            #expect(Operation.faults(of: answer.json, APIProblem.shape) == [])
            #expect(!answer.text.contains("⟦"), "\(answer.text)")
            if wrong.status == 405 { #expect(answer.headers[.allow] == "GET, POST") }
            if wrong.status == 422 { #expect(answer["errors"] != nil || answer["detail"] != nil) }
        }
        let after = try await fixture.house.database.read { try $0.count("SELECT count(*) FROM audit_entry") }
        #expect(after == before)
    }

    @Test func `all that is wrong is said at once, with a pointer to each field`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        let answer = try await program.post(
            "incidents",
            [
                "title": ["es": "a\r\nBcc: x"], "kind": "flood", "eta": 1, "a/b~c": 1,
                "components": ["x": "bad"],
            ]
        )
        guard case .array(let errors)? = answer["errors"] else {
            Issue.record("no errors: \(answer.text)")
            return
        }
        let pointers = Set(errors.compactMap { $0["pointer"] }.map { "\($0)" })
        let wanted = ["#/title/es", "#/kind", "#/eta", "#/a~1b~0c", "#/components/x"]
        #expect(pointers == Set(wanted.map { "\(JSONValue.string($0))" }))
    }

    @Test func `a host that is not ours is refused before the token is looked at`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        program.browser.authority = "evil.example"
        #expect(try await program.get("incidents").status == 403)
    }

    @Test func `a program that runs wild is told to wait`() async throws {
        let fixture = try await ConsoleFixture(requestsAtOnce: 5)
        let program = try await Program(.viewer, in: fixture)
        for _ in 0..<5 { #expect(try await program.get("me").status == 200) }
        let wild = try await program.get("me")
        #expect(wild.status == 429)
        #expect(wild.headers[.retryAfter] == "1")
        fixture.clock.advance(by: .seconds(1))
        #expect(try await program.get("me").status == 200)
    }
}
