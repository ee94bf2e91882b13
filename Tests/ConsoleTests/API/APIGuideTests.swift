import Basis
import Console
import Foundation
import HTTPTypes
import Testing

/// The description and the router cannot drift apart.
@Suite struct APIGuideTests {
    /// `docs/api/openapi.yaml` is the served document; `make snapshots` writes it anew.
    @Test func `the document in docs is the one that is served`() async throws {
        let browser = Browser(try await ConsoleFixture())
        let served = try await browser.get("/api/openapi.yaml")
        #expect(served.status == .ok)
        #expect(served.headers[.contentType] == "application/yaml; charset=utf-8")
        let path = "docs/api/openapi.yaml"
        if ProcessInfo.processInfo.environment["SNAPSHOTS"] == "update" {
            try FileManager.default.createDirectory(atPath: "docs/api", withIntermediateDirectories: true)
            try served.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(served.text == (try String(contentsOfFile: path, encoding: .utf8)), "make snapshots")
    }

    @Test func `every route of the API is described, and nothing else`() async throws {
        let fixture = try await ConsoleFixture(empty: true)
        let routed = ConsoleRouter.routes(fixture.house).entries.filter {
            $0.path.hasPrefix(Operation.prefix)
        }
        #expect(
            Set(routed.map { "\($0.method) \($0.path)" })
                == Set(Operation.all.map { "\($0.method) \(Operation.prefix)/\($0.path)" })
        )
        #expect(routed.count == Operation.all.count)
        #expect(Set(Operation.all.map(\.id)).count == Operation.all.count)
        let text = try await Browser(fixture).get("/api/openapi.yaml").text
        for operation in Operation.all { #expect(text.contains("operationId: \"\(operation.id)\"")) }
    }

    @Test(arguments: [Language.spanish, .english])
    func `the page and the document say everything in words`(_ language: Language) async throws {
        let browser = Browser(try await ConsoleFixture(), language: language)
        for path in ["/api", "/api/", "/api/openapi.yaml"] {
            let page = try await browser.get(path)
            #expect(page.status == .ok, "\(path)")
            #expect(
                !page.text.contains("⟦"),
                "\(path): \(page.text.firstMatch(of: /⟦[^⟧]*⟧/).map { String($0.0) } ?? "")"
            )
        }
        let page = try await browser.get("/api")
        for operation in Operation.all { #expect(page.text.contains("id=\"\(operation.id)\"")) }
    }
}
