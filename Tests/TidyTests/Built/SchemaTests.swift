import Assembly
import Database
import Foundation
import TestSupport
import Testing

/// `docs/schema` shows the schema as each engine describes it after all migrations. `make schema` writes it anew.
struct SchemaTests {
    private static let isUpdating = ProcessInfo.processInfo.environment["SNAPSHOTS"] == "update"

    @Test(arguments: DatabaseUnderTest.available)
    func `the schema in the documents is the schema of the program`(_ engine: DatabaseUnderTest) async throws
    {
        let path = "docs/schema/\(engine.dialect == .sqlite ? "sqlite" : "postgres").sql"
        let database = try await engine.open(Schema.migrations)

        let text = try await database.schemaText()
        if Self.isUpdating { try Self.write(text, to: path) }

        let kept = try? String(contentsOfFile: "\(Tree.root)/\(path)", encoding: .utf8)
        #expect(
            kept == text,
            "\(path) is not the schema that the program makes; run make schema and look at the difference"
        )
    }

    @Test
    func `released migrations never change`() throws {
        let steps = Schema.migrations.map { MigrationLock.Step(name: $0.name, checksum: $0.checksum) }
        let kept = try? String(contentsOfFile: "\(Tree.root)/\(MigrationLock.path)", encoding: .utf8)
        var lock = MigrationLock(text: kept ?? "")

        if Self.isUpdating {
            lock = lock.adding(steps)
            try Self.write(lock.text, to: MigrationLock.path)
        }

        expectTidy(lock.findings(steps))
    }

    private static func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: "\(Tree.root)/docs/schema",
            withIntermediateDirectories: true
        )
        try text.write(toFile: "\(Tree.root)/\(path)", atomically: true, encoding: .utf8)
    }
}
