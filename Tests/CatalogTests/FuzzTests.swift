import Basis
import Catalog
import Foundation
import Testing

/// Files that nobody wrote: whatever the bytes are, the process goes on and every row is counted.
struct FuzzTests {
    private static let header = Array("id,name,language,country,time_zone,email,phone,domains\n".utf8)
    private static let sample = Array(
        """
        k1,"Bar ""El Sol"", S.L.",es,ES,Europe/Madrid,a@b.example,968 55 01 12,b.example
        k2,"dos
        líneas",en,GB,,c@d.example,020 7946 0018,
        k3,Peña,ca,,,,+34 626 55 01 33,"españa.es, x.example"

        """.utf8
    )

    /// How many bytes of noise; a long run sets more.
    private static let bytes = Corpora.fuzzBytes ?? 5_000_000

    @Test func `random bytes`() async throws {
        let random = SeededRandom(seed: 11)
        let warehouse = try await Warehouse()

        let preview = try await warehouse.preview(.customers, Self.header + random.bytes(Self.bytes))

        #expect(preview.problemCount > 0)
        #expect(preview.rowCount >= preview.problemCount)
    }

    @Test func `random marks of the format`() async throws {
        let random = SeededRandom(seed: 12)
        let marks = Array("\"\",,;\n\r\n\t=+-@0k ñ".utf8) + [0, 0xFF]
        let warehouse = try await Warehouse()
        for kind in ImportKind.allCases {
            let noise = random.bytes(Self.bytes / 10).map { marks[Int($0) % marks.count] }
            let header = Array((kind.fields.joined(separator: ",") + "\n").utf8)

            let preview = try await warehouse.preview(kind, header + noise)

            #expect(preview.rowCount >= preview.problemCount)
        }
    }

    @Test func `a file cut off at any byte`() async throws {
        let warehouse = try await Warehouse()
        let whole = Self.header + Self.sample
        for length in Self.header.count..<whole.count {
            let preview = try await warehouse.preview(.customers, Array(whole.prefix(length)))

            #expect(preview.rowCount <= 4)
            #expect(preview.obstacles.isEmpty)
        }
    }

    @Test func `a good file with bytes changed`() async throws {
        let random = SeededRandom(seed: 13)
        let warehouse = try await Warehouse()
        for _ in 0..<1_000 {
            var bytes = Self.header + Self.sample
            for change in random.bytes(12).chunked(by: 3) {
                bytes[Int(change[0]) * Int(change[1]) % bytes.count] = change[2]
            }
            do {
                let preview = try await warehouse.preview(.customers, bytes)
                #expect(preview.rowCount >= preview.problemCount)
            } catch is Problems {
                // A header that cannot be read is said to be so.
            }
        }
    }

    @Test func `noise in place of YAML`() async throws {
        let random = SeededRandom(seed: 14)
        let marks = Array("- :{}[]&*!|>'\"%@`#,?\n\n  ab".utf8)
        let warehouse = try await Warehouse()
        for size in [10, 100, 1_000, 10_000] {
            for _ in 0..<100 {
                let noise = random.bytes(size).map { marks[Int($0) % marks.count] }
                do {
                    _ = try await warehouse.preview(.components, noise, name: "c.yml")
                } catch is Problems {
                    // Nearly always.
                }
            }
        }
    }

    @Test func `noise in a real import`() async throws {
        let random = SeededRandom(seed: 15)
        let warehouse = try await Warehouse()
        let noise = random.bytes(Self.bytes / 10) + [10]
        let path = try warehouse.file("customers.csv", Self.header + noise + Self.sample)

        let first = try await warehouse.run(CatalogFiles(customers: path))
        let second = try await warehouse.run(CatalogFiles(customers: path))

        #expect(first.rows == first.counts.dropFirst().reduce(0, +))
        #expect(second.counts == [first.rows, 0, 0, first.imported, first.rejected])
    }
}

extension Corpora {
    static let fuzzBytes = ProcessInfo.processInfo.environment["AMENDS_FUZZ_BYTES"].flatMap { Int($0) }
}

extension Array {
    fileprivate func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count - size + 1, by: size).map { Array(self[$0..<$0 + size]) }
    }
}
