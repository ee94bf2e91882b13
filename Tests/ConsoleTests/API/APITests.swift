import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Rendering
import Response
import Testing

/// What programs do with the API, from the token to the scorecard.
@Suite struct APITests {
    @Test func `a token lists, opens, publishes, resolves and closes`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        let empty = try await program.get("incidents")
        #expect(empty.status == 200)
        #expect(empty.json == ["items": [], "next": nil])
        let opened = try await program.post("incidents", Program.opening)
        #expect(opened.status == 201, "\(opened.text)")
        #expect(opened.json == ["id": "INC-1", "customers": 6])
        #expect(opened.headers[.location] == "/api/v1/incidents/INC-1")
        let found = try await program.get("incidents/INC-1")
        #expect(found["title"] == ["en": "Not working", "es": "Sin servicio"])
        #expect(found["status"] == "investigating")
        let published = try await program.post(
            "incidents/INC-1/updates",
            [
                "status": "identified", "message": ["es": "Es la fibra.", "en": "It is the fibre."],
                "next_update": "2017-11-09T10:00:00Z", "notify": true,
            ]
        )
        #expect(published.status == 201, "\(published.text)")
        let location = try #require(published.headers[.location])
        let update = try await program.get(String(location.dropFirst("/api/v1/".count)))
        #expect(update["message"]?["en"] == "It is the fibre.")
        #expect(update["notified"] == true)
        let notices = try await program.get("incidents/INC-1/notices")
        #expect(notices["planned"] == 6)
        let resolved = try await program.post("incidents/INC-1/resolve", ["message": ["es": "Ya funciona."]])
        #expect(resolved.status == 201, "\(resolved.text)")
        let early = try await program.post("incidents/INC-1/close", [:])
        #expect(early.status == 409)
        #expect(early["type"] == "/api/#problem-refused")
        let closed = try await program.post("incidents/INC-1/close", ["despite_open": true, "reason": "x"])
        #expect(closed.status == 204, "\(closed.text)")
        #expect(try await program.get("incidents/INC-1/scorecard").status == 200)
    }

    @Test func `every reading answers in its shape`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        try await Story(program).tell()
        // An approval is there only where settings ask for one: see ``ApprovalJourneyTests``.
        for operation in Operation.all where operation.method == .get && operation.id != "get_approval" {
            let answer = try await program.get(try await Story.path(operation, program))
            #expect(answer.status == 200, "\(operation.id): \(answer.text)")
            let shape = try #require(operation.answer)
            #expect(Operation.faults(of: answer.json, shape) == [], "\(operation.id)")
            #expect((answer.headers[.eTag] != nil) == operation.isTagged, "\(operation.id)")
        }
    }

    @Test func `every deed of the house can be asked for, but what a lost token must not do`() throws {
        let folder = try ConsoleFixture.root().file("Response", "Deeds")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        let names = try files.flatMap { file in
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            return text.matches(of: /static let name = "([a-z_]+)"/).map { String($0.1) }
        }
        #expect(names.count > 20)
        // A token that was lost could make itself heirs that live on when it is taken back, or tell all about a person
        // at once, or take everybody with them, or forget them for good; and nobody asks a running house to become an
        // older one. What an approval carries out is asked for by publishing, and a bulk read notes itself.
        let kept: Set<String> = [
            "make_token", "export_customer", "erase_customer", "restore_backup", "tell_customers",
            "make_go_bag", "merge_go_bag", "read_in_bulk",
        ]
        let asked = Set(Operation.all.filter(\.isDeed).map(\.id))
        #expect(Set(names).subtracting(kept) == asked)
    }

    @Test func `pages follow one another without gaps, also when something new comes between`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        for _ in 0..<5 { #expect(try await program.post("incidents", Program.opening).status == 201) }
        var seen: [JSONValue?] = []
        var path = "incidents?limit=2"
        for _ in 0..<10 {
            let page = try await program.get(path)
            guard case .array(let items)? = page["items"] else { break }
            seen += items.map { $0["id"] }
            guard case .string(let next)? = page["next"] else { break }
            path = "incidents?limit=2&cursor=\(next)"
            try await program.post("incidents", Program.opening)
        }
        #expect(seen == ["INC-5", "INC-4", "INC-3", "INC-2", "INC-1"].map { .string($0) })
        for wrong in ["x", "aW5jaWRlbnRz", String(repeating: "A", count: 700)] {
            #expect(try await program.get("incidents?cursor=\(wrong)").status == 400, "\(wrong)")
        }
        let other = try await program.get("components?limit=1")
        guard case .string(let next)? = other["next"] else {
            Issue.record("no second page of components")
            return
        }
        #expect(try await program.get("customers?cursor=\(next)").status == 400)
        #expect(try await program.get("incidents?limit=0").status == 400)
        #expect(try await program.get("incidents?limit=201").status == 400)
        #expect(try await program.get("incidents?sort=id;DROP").status == 400)
    }

    @Test func `two who edit the same thing do not overwrite each other`() async throws {
        let program = try await Program(.responder, in: try await ConsoleFixture())
        let opened = try await program.post("incidents", Program.opening)
        #expect(opened.status == 201)
        let updates = try await program.get("incidents/INC-1/updates")
        guard case .array(let items)? = updates["items"], case .string(let update)? = items.first?["id"]
        else {
            Issue.record("no update")
            return
        }
        let edits: [(String, JSONValue, JSONValue)] = [
            ("incidents/INC-1", ["title": ["es": "Uno"]], ["title": ["es": "Dos"]]),
            (
                "incidents/INC-1/impacts", ["components": ["ovh-net": "partial_outage"]],
                ["components": ["ovh-net": "operational"]]
            ),
            (
                "incidents/INC-1/facts", ["facts": [["id": "cause", "type": "text", "text": ["es": "Uno"]]]],
                ["facts": [["id": "cause", "type": "text", "text": ["es": "Dos"]]]]
            ),
            ("updates/\(update)", ["message": ["es": "Uno"]], ["message": ["es": "Dos"]]),
        ]
        for (path, one, two) in edits {
            let tag = try #require(try await program.get(path).headers[.eTag])
            #expect(try await program.get(path, ["If-None-Match": tag]).status == 304)
            #expect(try await program.patch(path, one, ["If-Match": tag]).status == 204, "\(path)")
            let late = try await program.patch(path, two, ["If-Match": tag])
            #expect(late.status == 412, "\(path): \(late.text)")
            #expect(late["type"] == "/api/#problem-changed_meanwhile")
            #expect(try await program.patch(path, two, ["If-Match": "nonsense"]).status == 400)
            let now = try #require(try await program.get(path).headers[.eTag])
            #expect(now != tag)
            #expect(try await program.patch(path, two, ["If-Match": "W/\"x\", \(now)"]).status == 204)
        }
    }
}
