import Basis
import Console
import Testing

/// Something of everything, so that every reading has something to show.
struct Story {
    let program: Program

    init(_ program: Program) { self.program = program }

    func tell() async throws {
        var opening = Program.opening
        opening = opening.adding([("notify", true)])
        let orders: [(String, JSONValue)] = [
            ("incidents", opening),
            (
                "incidents/INC-1/sightings",
                ["source": "twitter", "who": "OVH", "said": ["es": "Corte de luz"]]
            ),
            ("incidents/INC-1/contacts", ["customer": "surf", "channel": "phone", "said": "Is it down?"]),
            ("incidents/INC-1/answers", ["customer": "surf", "had_noticed": true]),
            (
                "incidents/INC-1/promises",
                ["what": ["es": "Revisar"], "due_at": "2017-11-09T18:00:00Z"]
            ),
            ("incidents/INC-1/guests", ["name": "Ane", "calls": 1]),
            ("incidents/INC-1/back", ["customer": "surf", "state": "back", "source": "call"]),
        ]
        for (path, body) in orders {
            let answer = try await program.post(path, body)
            #expect((200..<300).contains(answer.status), "\(path): \(answer.text)")
        }
        let facts: JSONValue = ["facts": [["id": "cause", "type": "text", "text": ["es": "La luz"]]]]
        #expect(try await program.patch("incidents/INC-1/facts", facts).status == 204)
    }

    /// A route with something that is there in the place of its parameters.
    static func path(_ operation: Operation, _ program: Program) async throws -> String {
        var update = ""
        if operation.path.contains(":update") {
            let page = try await program.get("incidents/INC-1/updates?limit=1")
            if case .array(let items)? = page["items"], case .string(let id)? = items.first?["id"] {
                update = id
            }
        }
        let values = [
            "incident": "INC-1", "staff": "jon", "customer": "panaderia", "component": "ovh-web",
            "promise": "1",
            "call": "1", "summons": "1", "token": "none", "update": update,
        ]
        return operation.path.split(separator: "/").map { part in
            part.hasPrefix(":") ? values[String(part.dropFirst())] ?? "" : String(part)
        }.joined(separator: "/")
    }
}
