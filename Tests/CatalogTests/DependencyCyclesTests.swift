import Basis
import Catalog
import Testing

struct DependencyCyclesTests {
    private static func edges(_ pairs: [(Int64, Int64)]) -> [Dependency] {
        pairs.map { Dependency(componentID: $0.0, dependsOnID: $0.1, kind: .hard) }
    }

    @Test(
        arguments: [
            ([], []), ([(1, 2), (2, 3), (1, 3)], []), ([(1, 2), (2, 1)], [[1, 2]]),
            ([(3, 1), (1, 2), (2, 3), (3, 4)], [[1, 2, 3]]),
            ([(1, 2), (2, 1), (3, 4), (4, 5), (5, 3), (2, 3)], [[1, 2], [3, 4, 5]]),
            ([(1, 2), (2, 1), (2, 3), (3, 2)], [[1, 2, 3]]), ([(1, 1)], []),
        ] as [([(Int64, Int64)], [[Int64]])]
    )
    func `components that need each other`(_ pairs: [(Int64, Int64)], _ expected: [[Int64]]) {
        #expect(DependencyCycles.all(in: Self.edges(pairs)) == expected)
    }

    @Test func `a circle of a hundred thousand, and a chain as long`() {
        let chain = (1...100_000).map { (Int64($0), Int64($0 + 1)) }

        #expect(DependencyCycles.all(in: Self.edges(chain)).isEmpty)
        #expect(DependencyCycles.all(in: Self.edges(chain + [(100_001, 1)])).map(\.count) == [100_001])
    }

    @Test func `an import names the circles and takes them`() async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock(components: ["web", "mail", "dns", "disk"])
        let path = try warehouse.file(
            "dependencies.csv",
            "component,depends_on,kind\nweb,mail,hard\nmail,dns,soft\ndns,web,hard\nweb,disk,\n"
        )

        let report = try await warehouse.run(CatalogFiles(dependencies: path))

        #expect(report.counts == [4, 4, 0, 0, 0])
        #expect(report.notes == [Message("catalog.note.cycle", ["components": "web, mail, dns"])])
    }
}
