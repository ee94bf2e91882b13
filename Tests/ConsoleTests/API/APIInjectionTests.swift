import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Testing

/// What hostile texts do: nothing (S1, S2, S12).
@Suite struct APIInjectionTests {
    private static let sql = [
        "'", "''", "\"", "') OR 1=1 --", "1; DROP TABLE incident",
        "' UNION SELECT id, secret_hash FROM api_token --",
        "%", "_", "\\", "INC-1' OR '1'='1", "(SELECT 1)", "ORDER BY name", "${HOME}", "{{t.x}}", "\u{FF07}",
    ]

    @Test func `SQL in every parameter of every route is taken for a text`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        try await Story(program).tell()
        let before = try await Self.rows(fixture)
        for operation in Operation.all where operation.method == .get {
            let good = try await Story.path(operation, program)
            for text in Self.sql {
                let escaped = Browser.escaped(text)
                for parameter in operation.query {
                    let answer = try await program.get("\(good)?\(parameter.name)=\(escaped)")
                    let isText = ["q", "staff"].contains(parameter.name)
                    #expect(answer.status == (isText ? 200 : 400), "\(good)?\(parameter.name)=\(text)")
                    if isText, case .array(let items)? = answer["items"] {
                        #expect(items.isEmpty, "\(text) finds \(items.count)")
                    }
                }
                guard operation.path.contains(":") else { continue }
                let hostile = operation.path.split(separator: "/").map {
                    $0.hasPrefix(":") ? escaped : String($0)
                }
                let answer = try await program.get(hostile.joined(separator: "/"))
                #expect(answer.status == 404, "\(operation.id) \(text): \(answer.text)")
            }
        }
        #expect(try await Self.rows(fixture) == before)
    }

    @Test func `SQL in every field comes out as it went in`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.responder, in: fixture)
        try await program.post("incidents", Program.opening)
        for text in Self.sql {
            let message: JSONValue = .object([.init(key: "es", value: .string(text))])
            #expect(try await program.patch("incidents/INC-1", ["title": message]).status == 204)
            #expect(try await program.get("incidents/INC-1")["title"]?["es"] == .string(text))
            let sighting: JSONValue = ["source": "other", "who": .string(text), "said": message]
            #expect(try await program.post("incidents/INC-1/sightings", sighting).status == 204)
            let contact = try await program.post(
                "incidents/INC-1/contacts",
                ["customer": .string(text), "channel": "phone"]
            )
            #expect(contact.status == 422)
        }
        let sightings = try await program.get("incidents/INC-1/sightings")
        guard case .array(let items)? = sightings["items"] else { return }
        #expect(items.map { $0["who"] } == Self.sql.map { .string($0) })
    }

    /// What would begin another line in a header, a log or a list.
    private static let breaks = [
        "a\rb", "a\nBcc: x@evil.example", "a\r\nSet-Cookie: x=1", "a\u{0}b", "a\u{2028}b", "a\u{2029}b",
        "a\u{85}b", "a\u{1B}[2J",
        "a\u{7F}", String(repeating: "x", count: 10_000),
    ]

    @Test func `every field of one line refuses a second one`() async throws {
        let fixture = try await ConsoleFixture()
        let program = try await Program(.administrator, in: fixture)
        try await program.post("incidents", Program.opening)
        let before = try await Self.rows(fixture)
        var count = 0
        for operation in Operation.all where operation.isDeed {
            for field in operation.body?.fields ?? [] where Self.isLine(field.shape) {
                for text in Self.breaks {
                    let value: JSONValue =
                        if case .localized = field.shape {
                            .object([.init(key: "es", value: .string(text))])
                        } else {
                            .string(text)
                        }
                    let body = JSONValue.object([.init(key: field.name, value: value)])
                    let path = try await Story.path(operation, program)
                    let answer = try await program.ask(
                        operation.method,
                        path,
                        String(decoding: body.bytes, as: UTF8.self)
                    )
                    #expect(answer.status == 422, "\(operation.id) \(field.name)")
                    #expect(
                        answer.text.contains("#\\/\(field.name)") || answer.text.contains("#/\(field.name)")
                    )
                    count += 1
                }
            }
        }
        #expect(count > 100)
        #expect(try await Self.rows(fixture) == before)
    }

    @Test func `what comes back in a header is on one line, whatever was asked`() async throws {
        let program = try await Program(.administrator, in: try await ConsoleFixture())
        for path in ["incidents/x%0d%0aSet-Cookie:%20a=b", "nothing%0d%0aX: y", "staff/%0a/disable"] {
            let answer = try await program.get(path)
            #expect((400..<500).contains(answer.status))
            for field in answer.headers { #expect(!field.value.contains("\n"), "\(field.name)") }
        }
    }

    private static func isLine(_ shape: Shape) -> Bool {
        switch shape {
        case .line, .name, .localized(isLine: true): true
        default: false
        }
    }

    private static func rows(_ fixture: ConsoleFixture) async throws -> [Int] {
        try await fixture.house.database.read { session in
            let tables: [SQLTable] = [
                "audit_entry", "incident", "staff", "api_token", "sighting", "deed_answer",
            ]
            return try tables.map { try session.count($0.count) }
        }
    }
}
