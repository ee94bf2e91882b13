import Testing

struct ImportTableTests {
    private static let manifest = Tree.file("Package.swift").map { Manifest(SwiftFile($0)) }

    @Test
    func `the manifest is read whole`() throws {
        let manifest = try #require(Self.manifest)

        #expect(
            manifest.target(of: "Sources/Catalog/Customer.swift")?.imports.isSuperset(of: [
                "Access", "CPhoneNumber", "Yams",
            ]) == true
        )
        #expect(
            manifest.target(of: "Sources/Console/Words.swift")?.imports.isSuperset(of: [
                "Incidents", "Hummingbird",
            ]) == true
        )
        #expect(
            manifest.target(of: "Sources/amends/Amends.swift")?.imports.contains("ArgumentParser") == true
        )
        #expect(manifest.targets.count > 20)
    }

    @Test
    func `each file imports only what its room may`() throws {
        let manifest = try #require(Self.manifest)

        expectTidy(ImportTable.findings(in: Tree.sources + Tree.tests + Tree.benchmarks, manifest: manifest))
    }

    @Test
    func `each arrow of the manifest runs downwards`() throws {
        let manifest = try #require(Self.manifest)

        expectTidy(ImportTable.findings(in: manifest))
        expectTidy(ImportTable.strangers(in: Tree.sources))
    }

    @Test
    func `the house has no ring`() {
        for room in TheHouse.rooms {
            let ring = TheHouse.below(room).filter { TheHouse.below($0).contains(room) }
            #expect(ring.isEmpty, "\(room) is above and below \(ring)")
        }
    }

    @Test
    func `a bad import and a bad arrow are found`() throws {
        let manifest = Manifest(
            SwiftFile(
                "Package.swift",
                """
                let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
                let package = Package(
                    targets: [
                        room("Catalog", ["Basis", "Incidents", yams]),
                        room("Incidents", ["Catalog"], path: "Sources/Incidents"),
                        tests("Catalog", ["Catalog"]),
                    ]
                )
                """
            )
        )
        let files = [
            SwiftFile(
                "Sources/Catalog/A.swift",
                "import Foundation\nimport Yams\nimport GRDB\nimport struct Delivery.Notice"
            ),
            SwiftFile(
                "Tests/CatalogTests/A.swift",
                "import Catalog\nimport Testing\n@testable import Incidents"
            ),
        ]

        #expect(manifest.targets.map(\.name) == ["Catalog", "Incidents", "CatalogTests"])
        #expect(ImportTable.findings(in: files, manifest: manifest).map(\.line) == [3, 4, 3])
        #expect(
            ImportTable.findings(in: manifest).map(\.found).contains(
                "Catalog → Incidents runs upwards or sideways"
            )
        )
        #expect(ImportTable.findings(in: manifest).map(\.found).contains("Basis is listed after Catalog"))
        #expect(!ImportTable.strangers(in: [SwiftFile("Sources/Helpers/A.swift", "")]).isEmpty)
    }
}
