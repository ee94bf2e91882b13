import Basis
import Catalog
import Foundation

/// A graph of the size of Debian's: packages and what they depend on, by position.
struct BenchmarkGraph: Sendable {
    var name: String
    var nodes: [String]
    var edges: [Dependency]
    /// Dependents over hard edges only, without the package itself, where somebody else counted them.
    var expected: [String: Int]
    /// Whose failure is timed.
    var failures: [String]

    /// Debian 12's packages from the corpora; nil where these are not there.
    static func debian() throws -> BenchmarkGraph? {
        let folder = ProcessInfo.processInfo.environment["AMENDS_CORPORA"] ?? "../shared/data"
        let path = folder + "/graphs/debian_bookworm_deps.csv.gz"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var graph = BenchmarkGraph(
            name: "Debian 12",
            nodes: [],
            edges: [],
            expected: debianReach,
            failures: []
        )
        var ids: [Substring: Int64] = [:]
        func id(_ package: Substring) -> Int64 {
            if let id = ids[package] { return id }
            graph.nodes.append(String(package))
            ids[package] = Int64(graph.nodes.count)
            return Int64(graph.nodes.count)
        }
        // The file has one row per package, target and kind; a pair in both kinds counts as hard.
        var kinds: [[Int64]: Dependency.Kind] = [:]
        for line in try unpacked(path).split(whereSeparator: \.isNewline).dropFirst() {
            let columns = line.split(separator: ",")
            guard columns.count == 3 else { continue }
            let pair = [id(columns[0]), id(columns[1])]
            let kind: Dependency.Kind = columns[2] == "hard" ? .hard : .soft
            kinds[pair] = kinds[pair] == .hard ? .hard : kind
        }
        graph.edges = kinds.map { Dependency(componentID: $0.key[0], dependsOnID: $0.key[1], kind: $0.value) }
        graph.failures = debianReach.keys.sorted { debianReach[$0, default: 0] > debianReach[$1, default: 0] }
        return graph
    }

    /// As large, with the same shape: few that all need, many that nobody needs, some circles.
    static func synthetic() -> BenchmarkGraph {
        let count = 58_040
        let random = SeededRandom(seed: 2017)
        var seen: Set<[Int]> = []
        var edges: [Dependency] = []
        while edges.count < 250_000 {
            let dice = random.bytes(8).map { Int($0) }
            let component = (dice[0] << 16 | dice[1] << 8 | dice[2]) % count
            // The product of two dice leans towards the small, which all others need.
            let first = (dice[3] << 8 | dice[4]) % 65_536
            let second = (dice[5] << 8 | dice[6]) % 65_536
            let target = first * second / 65_536 * count / 65_536
            guard component != target, seen.insert([component, target]).inserted else { continue }
            let kind: Dependency.Kind = dice[7] < 16 ? .soft : .hard
            edges.append(
                Dependency(componentID: Int64(component + 1), dependsOnID: Int64(target + 1), kind: kind)
            )
        }
        let nodes = (1...count).map { "p\($0)" }
        return BenchmarkGraph(
            name: "synthetic",
            nodes: nodes,
            edges: edges,
            expected: [:],
            failures: ["p1", "p100", "p10000"]
        )
    }

    private static let debianReach = [
        "libc6": 47_899, "zlib1g": 34_680, "libssl3": 23_138, "python3": 9_305, "perl": 7_912,
    ]

    private static func unpacked(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
