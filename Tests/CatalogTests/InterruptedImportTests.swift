import Catalog
import Foundation
import TestSupport
import Testing

struct InterruptedImportTests {
    private static let rows = 6_000

    private static let text =
        "id,name,email,phone\n"
        + (1...rows).map { row in
            row % 1_000 == 0 ? "k\(row),,,\n" : "k\(row),Cliente \(row),c\(row)@b.example,968550112\n"
        }.joined()

    @Test(arguments: DatabaseUnderTest.available)
    func `an import that was stopped is finished by running it again`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let warehouse = try await Warehouse(engine)
        let path = try warehouse.file("customers.csv", Self.text)

        await #expect(throws: CancellationError.self) {
            try await warehouse.run(CatalogFiles(customers: path)) { progress in
                if progress.rows > 2_000 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        let half = try await warehouse.database.read { try CustomerStore.count(in: $0) }
        let left = try FileManager.default.contentsOfDirectory(atPath: warehouse.folder)
        let rest = try await warehouse.run(CatalogFiles(customers: path))
        let again = try await warehouse.run(CatalogFiles(customers: path))

        #expect((1_000..<Self.rows - 1_000).contains(half))
        #expect(left == ["customers.csv"])
        #expect(rest.counts == [Self.rows, Self.rows - 6 - half, 0, half, 6])
        #expect(again.counts == [Self.rows, 0, 0, Self.rows - 6, 6])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { $0[0] }
                == (1...6).map { String($0 * 1_000 + 1) }
        )
    }

    @Test func `progress is told to the end`() async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file("customers.csv", Self.text)
        let (stream, continuation) = AsyncStream.makeStream(of: ImportProgress.self)

        _ = try await warehouse.run(CatalogFiles(customers: path)) { continuation.yield($0) }
        continuation.finish()

        var all: [ImportProgress] = []
        for await progress in stream { all.append(progress) }
        let last = try #require(all.last)
        #expect(all.count > 1)
        #expect(all.map(\.rows) == all.map(\.rows).sorted())
        #expect(last.rows == Self.rows && last.rejected == 6)
        #expect(last.bytesRead == last.bytesTotal)
        #expect(last.bytesTotal == Int64(Self.text.utf8.count))
    }
}
