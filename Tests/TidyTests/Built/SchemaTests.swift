import Assembly
import Database
import TestSupport
import Testing

/// `docs/schema` shows the schema as each engine describes it after all migrations; `make schema` writes it anew.
struct SchemaTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `the documents show the schema of the program`(_ engine: DatabaseUnderTest) async throws {
        let path = "docs/schema/\(engine.dialect == .sqlite ? "sqlite" : "postgres").sql"
        let database = try await engine.open(Schema.migrations)

        let text = try await database.schemaText()

        #expect(Tree.file(path)?.text == text, "\(path) is old: run make schema and look at the difference")
    }

    @Test
    func `released migrations never change`() throws {
        let lock = MigrationLock(text: try #require(Tree.file(MigrationLock.path)).text)

        let steps = Schema.migrations.map { MigrationLock.Step(name: $0.name, checksum: $0.checksum) }

        expectTidy(lock.findings(steps))
    }
}
