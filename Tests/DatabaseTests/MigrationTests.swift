import Database
import Foundation
import TestSupport
import Testing

/// The schema is the old one or the new one, whatever happens in between, on both engines.
@Suite(.timeLimit(.minutes(3)))
struct MigrationTests {
    private static let steps = [
        Migration(
            "001-a",
            [
                "CREATE TABLE a (id {id}, word {text} NOT NULL, CHECK (word <> ''))",
                "CREATE UNIQUE INDEX a_word ON a (word)", "INSERT INTO a (word) VALUES ('seed')",
            ]
        ),
        Migration(
            "002-b",
            [
                "CREATE TABLE b (id {id}, a_id {int} NOT NULL REFERENCES a (id), blob {bytes})",
                "ALTER TABLE a ADD COLUMN number {int}", "UPDATE a SET number = 7",
                "CREATE INDEX b_a ON b (a_id, id)",
            ]
        ),
        Migration("003-c", ["DROP INDEX a_word", "CREATE TABLE c (x {int} NOT NULL, PRIMARY KEY (x))"]),
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `steps run once, and a second time nothing`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open()
        #expect(try await database.migrationLedger() == MigrationLedger(applied: []))

        let first = try await database.migrate(Array(Self.steps.prefix(2)))
        let again = try await database.migrate(Array(Self.steps.prefix(2)))
        let third = try await database.migrate(Self.steps)

        #expect(first == ["001-a", "002-b"])
        #expect(again.isEmpty)
        #expect(third == ["003-c"])
        #expect(try await database.migrationLedger().applied.map(\.name) == ["001-a", "002-b", "003-c"])
        #expect(try await database.read { try $0.count("SELECT number FROM a") } == 7)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a newer database and a changed step are refused, and stay as they are`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.steps)
        let schema = try await database.schemaText()
        var changed = Self.steps
        changed[1].statements[2] = "UPDATE a SET number = 8"

        for steps in [
            Array(Self.steps.prefix(2)), changed,
            changed + [Migration("004-d", ["CREATE TABLE d (x {int})"])],
        ] {
            let error = await #expect(throws: DatabaseError.self) { try await database.migrate(steps) }
            #expect(error?.code == .schema)
        }
        #expect(try await database.schemaText() == schema)
        #expect(try await database.migrate(Self.steps).isEmpty, "the lock was given back")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `many that migrate at the same time run each step once`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open()
        var others: [any Migratable] = []
        for _ in 0..<4 { others.append(try await database.location.open()) }

        let ran = try await withThrowingTaskGroup(of: [String].self) { group in
            for other in others + [database, database] {
                group.addTask { try await other.migrate(Self.steps) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(ran.sorted() == ["001-a", "002-b", "003-c"])
        #expect(try await database.read { try $0.count("SELECT count(*) FROM a") } == 1)
        for other in others { await other.close() }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a failure at any statement leaves the old schema`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open()
        let complete = try await engine.open(Self.steps).schemaText()
        for (index, step) in Self.steps.enumerated() {
            let before = try await database.migrate(Array(Self.steps.prefix(index)))
            #expect(before.count == min(index, 1))
            let old = try await database.schemaText()

            for broken in Self.brokenVariants(of: step, at: index + 1) {
                let steps = Self.steps.prefix(index) + [broken] + Self.steps.dropFirst(index + 1)
                await #expect(throws: DatabaseError.self) { try await database.migrate(Array(steps)) }
                #expect(try await database.schemaText() == old)
                #expect(try await database.migrationLedger().applied.count == index)
            }
        }

        #expect(try await database.migrate(Self.steps) == ["003-c"])
        #expect(try await database.schemaText() == complete)
    }

    /// Fails at its first statement, at its second … and at the very last, the row of the ledger.
    private static func brokenVariants(of step: Migration, at position: Int) -> [Migration] {
        let variants = (0...step.statements.count).map { count in
            Migration(step.name, step.statements.prefix(count) + ["INSERT INTO nowhere (x) VALUES (1)"])
        }
        let ledger = "INSERT INTO schema_migration (position, name, checksum) VALUES (\(position), 'x', 'x')"
        return variants + [Migration(step.name, step.statements + [ledger])]
    }

    @Test func `on PostgreSQL a session that is killed during a step leaves the old schema`() async throws {
        let database = try await DatabaseUnderTest.postgres.open([Self.steps[0]])
        let other = try await database.location.open()
        let old = try await database.schemaText()
        let slow = Migration("002-b", Self.steps[1].statements + ["SELECT pg_sleep(60)"])

        let migrating = Task { try await database.migrate([Self.steps[0], slow]) }
        var killed = 0
        while killed == 0 {
            killed = try await other.write { session in
                try session.count(
                    """
                    SELECT count(*) FROM (
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()
                    ) AS killed
                    """
                )
            }
        }

        let error = await #expect(throws: DatabaseError.self) { try await migrating.value }
        #expect(error?.code == .unavailable)
        #expect(try await other.schemaText() == old)
        #expect(try await other.migrate(Self.steps) == ["002-b", "003-c"])
        await other.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the schema reads the same whatever way it came about`(_ engine: DatabaseUnderTest) async throws {
        let atOnce = try await engine.open(Self.steps).schemaText()
        let oneByOne = try await engine.open()
        for count in 1...3 { _ = try await oneByOne.migrate(Array(Self.steps.prefix(count))) }

        #expect(try await oneByOne.schemaText() == atOnce)
        for word in [
            "a (", "b (", "c (", "b_a", "schema_migration", "PRIMARY KEY", "NOT NULL", "REFERENCES a",
        ] {
            #expect(atOnce.contains(word), "\(word)")
        }
        #expect(!atOnce.contains("INDEX a_word"))
    }
}
