import Basis
import Catalog
import Foundation
import TestSupport
import Testing

/// Files that cannot be imported at all: nothing changes, and all that is wrong is said at once.
struct ObstacleTests {
    @Test(arguments: [
        ("", "empty"), ("\n\n", "header"),
        ("nombre,correo\nPepe,a@b.example\n", "column_missing column_missing"),
        ("id,name,ID\n1,Pepe,2\n", "column_twice"), ("id\n1\n", "column_missing"),
        ("\"id,name\n1,2\n", "header"),
        ("PK\u{3}\u{4}xyz", "workbook"),
    ])
    func `a file without a usable header is refused`(_ text: String, _ keys: String) async throws {
        let warehouse = try await Warehouse()

        let problems = await #expect(throws: Problems.self) { try await warehouse.customers(text) }

        #expect(problems?.all.map(\.message.shortKey).joined(separator: " ") == keys)
        #expect(problems?.all.allSatisfy { $0.place.hasSuffix("customers.csv") } == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: warehouse.folder) == ["customers.csv"])
    }

    @Test func `text in two bytes a letter is said to be so`() async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file(
            "customers.csv",
            [0xFF, 0xFE] + "id,name".utf16.flatMap { [UInt8($0), 0] }
        )

        let problems = await #expect(throws: Problems.self) {
            try await warehouse.run(CatalogFiles(customers: path))
        }

        #expect(problems?.all.map(\.message.shortKey) == ["utf16"])
    }

    @Test func `when one file is wrong the others are not begun`() async throws {
        let warehouse = try await Warehouse()
        let files = CatalogFiles(
            components: try warehouse.file("components.csv", "id,name_es\nweb,Web\n"),
            customers: warehouse.folder + "/missing.csv",
            subscriptions: try warehouse.file("subscriptions.csv", "customer\nk1\n")
        )

        let problems = await #expect(throws: Problems.self) { try await warehouse.run(files) }

        #expect(problems?.all.map(\.message.shortKey) == ["no_file", "column_missing"])
        #expect(try await warehouse.database.read { try ComponentStore.count(in: $0) } == 0)
    }

    @Test func `no file at all, and a folder for a file`() async throws {
        let warehouse = try await Warehouse()

        let nothing = await #expect(throws: Problems.self) { try await warehouse.run(CatalogFiles()) }
        let folder = await #expect(throws: Problems.self) {
            try await warehouse.run(CatalogFiles(customers: warehouse.folder))
        }

        #expect(nothing?.all.map(\.message.shortKey) == ["nothing_named"])
        #expect(folder?.all.map(\.message.shortKey) == ["unreadable"])
    }
}
