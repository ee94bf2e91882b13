import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Testing

/// An order that is asked for twice is done once (R18).
@Suite struct IdempotencyKeyTests {
    private static let key = ["Idempotency-Key": "one-order"]

    @Test func `the same key gives the same answer, another order under it is 422`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        let first = try await program.post("incidents", Program.opening, Self.key)
        let again = try await program.post("incidents", Program.opening, Self.key)
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.text == first.text)
        #expect(again.headers[.location] == first.headers[.location])
        let other = try await program.post(
            "incidents",
            ["title": ["es": "x"], "components": ["ovh-web": "major_outage"]],
            Self.key
        )
        #expect(other.status == 422)
        #expect(other["type"] == "/api/#problem-key_reused")
        let elsewhere = try await program.post("incidents/INC-1/reopen", nil, Self.key)
        #expect(elsewhere.status == 422)
        guard case .array(let items)? = try await program.get("incidents")["items"] else { return }
        #expect(items.count == 1)
    }

    @Test func `an edit that is asked for again is not held against what it changed itself`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        try await program.post("incidents", Program.opening)
        let tag = try #require(try await program.get("incidents/INC-1").headers[.eTag])
        let headers = ["If-Match": tag, "Idempotency-Key": "an-edit"]
        let title: JSONValue = ["title": ["es": "Otro"]]
        #expect(try await program.patch("incidents/INC-1", title, headers).status == 204)
        #expect(try await program.patch("incidents/INC-1", title, headers).status == 204)
        #expect(try await program.patch("incidents/INC-1", title, ["If-Match": tag]).status == 412)
    }

    @Test func `what was refused is not remembered`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        try await program.post("incidents", Program.opening)
        let early = try await program.post("incidents/INC-1/close", ["despite_open": true], Self.key)
        #expect(early.status == 409)
        #expect(try await program.post("incidents/INC-1/resolve", ["message": ["es": "Ya"]]).status == 201)
        #expect(
            try await program.post("incidents/INC-1/close", ["despite_open": true], Self.key).status == 204
        )
    }

    @Test func `asked for in parallel, one order is done once and all hear the same`() async throws {
        let fixture = try await ConsoleFixture()
        let token = try await Program(.responder, in: fixture).token
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    let answer = try await Program(fixture, token: token).post(
                        "incidents",
                        Program.opening,
                        Self.key
                    )
                    return "\(answer.status) \(answer.text)"
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == [#"201 {"id":"INC-1","customers":6}"#])
    }

    @Test func `an answer that opens something is shown once and kept nowhere`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        let first = try await program.post("staff/jon/invitation", nil, Self.key)
        #expect(first.status == 201)
        guard case .string(let path)? = first["path"] else {
            Issue.record("no link: \(first.text)")
            return
        }
        #expect(try await program.post("staff/jon/invitation", nil, Self.key).status == 409)
        #expect(try await program.post("staff/lucia/invitation", nil, Self.key).status == 422)
        let kept = try await fixture.house.database.read { session in
            try session.rows("SELECT answer FROM deed_answer") { try $0.next(String.self) }
        }
        #expect(kept == [""])
        #expect(path.hasPrefix("/account/link/"))
    }

    @Test func `a key is its owner's own`() async throws {
        let fixture = try await ConsoleFixture()
        let one = try await Program(.responder, in: fixture, id: "one")
        let two = try await Program(.responder, in: fixture, id: "two")
        #expect(try await one.post("incidents", Program.opening, Self.key)["id"] == "INC-1")
        #expect(try await two.post("incidents", Program.opening, Self.key)["id"] == "INC-2")
    }
}
