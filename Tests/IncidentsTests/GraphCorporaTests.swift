import Basis
import Catalog
import Foundation
import Incidents
import Testing

/// Real dependency graphs with the reach that others computed; skipped where the corpora are not there.
struct GraphCorporaTests {
    static let folder = ProcessInfo.processInfo.environment["AMENDS_CORPORA"] ?? "../shared/data"
    static let isThere = FileManager.default.fileExists(atPath: folder + "/graphs/otel-demo.json")

    private struct Graph: Decodable {
        struct Edge: Decodable {
            var from: String
            var to: String
            var kind: String?
        }

        var nodes: [String]
        var edges: [Edge]
        var expectedReach: [String: [String]]

        private enum CodingKeys: String, CodingKey {
            case nodes
            case edges
            case expectedReach = "expected_blast_radius"
        }
    }

    @Test(.enabled(if: isThere, "no corpora"), arguments: ["online-boutique.json", "otel-demo.json"])
    func `the failure of each service reaches exactly those that are expected`(name: String) throws {
        let data = try #require(FileManager.default.contents(atPath: "\(Self.folder)/graphs/\(name)"))
        let graph = try JSONDecoder().decode(Graph.self, from: data)
        let ids = Dictionary(uniqueKeysWithValues: zip(graph.nodes, Int64(1)...))
        let dependencies = try graph.edges.filter { $0.kind != "telemetry" }.map { edge in
            Dependency(
                componentID: try #require(ids[edge.from]),
                dependsOnID: try #require(ids[edge.to]),
                kind: .hard
            )
        }
        let scope = ScopeGraph(dependencies: dependencies)

        for node in graph.nodes {
            let id = try #require(ids[node])
            let reached = scope.reach(of: [id: .majorOutage])
            let expected = try #require(graph.expectedReach[node]).compactMap { ids[$0] } + [id]
            #expect(Set(reached.keys) == Set(expected), "\(node)")
        }
        #expect(graph.expectedReach.count == graph.nodes.count)
    }
}
