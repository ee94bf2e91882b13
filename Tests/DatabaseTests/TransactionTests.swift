import Basis
import Database
import Foundation
import TestSupport
import Testing

/// All or nothing, nothing lost, nobody hurt by another, on both engines.
@Suite(.timeLimit(.minutes(3)))
struct TransactionTests {
    private struct No: Error, Equatable {}

    private static let schema = [
        Migration(
            "001-tally",
            [
                "CREATE TABLE tally (id {id}, count {int} NOT NULL)",
                "CREATE TABLE parent (id {int} PRIMARY KEY)",
                """
                CREATE TABLE child (
                    id {id},
                    parent_id {int} NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED
                )
                """,
                "CREATE TABLE job (id {id}, owner {int})",
            ]
        )
    ]

    private static func tally(_ database: any Database) async throws -> Int {
        try await database.read { try $0.count("SELECT count FROM tally WHERE id = 1") }
    }

    /// Reads, then writes: what is lost where two do it at the same time without being kept apart.
    private static func increment(_ database: any Database) async throws {
        try await database.write { session in
            let count = try session.count("SELECT count FROM tally WHERE id = 1")
            try session.run("UPDATE tally SET count = \(count + 1) WHERE id = 1")
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a body that throws leaves nothing behind`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        await #expect(throws: No()) {
            try await database.write { session in
                try session.run("INSERT INTO tally (id, count) VALUES (1, 5)")
                throw No()
            }
        }

        #expect(try await database.read { try $0.count("SELECT count(*) FROM tally") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `one that fails does not hurt those that commit with it`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<120 {
                group.addTask {
                    do {
                        try await database.write { session in
                            try session.run("INSERT INTO tally (id, count) VALUES (\(number), 0)")
                            switch number % 4 {
                            case 1: throw No()
                            case 2: try session.run("INSERT INTO tally (id, count) VALUES (\(number), 1)")
                            // Found only when the transaction is committed.
                            case 3: try session.run("INSERT INTO child (parent_id) VALUES (77)")
                            default: break
                            }
                        }
                        return "\(number % 4) done"
                    } catch is No {
                        return "\(number % 4) refused"
                    } catch {
                        return "\(number % 4) \((error as? DatabaseError)?.code == .constraint)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        #expect(outcomes == ["0 done": 30, "1 refused": 30, "2 true": 30, "3 true": 30])
        let ids = try await database.read {
            try $0.rows("SELECT id FROM tally ORDER BY id") { try $0.next(Int.self) }
        }
        #expect(ids == (0..<30).map { $0 * 4 })
        #expect(try await database.read { try $0.count("SELECT count(*) FROM child") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `increments at the same time are never lost, also from a second object`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)
        let other = try await database.location.open()
        try await database.write { try $0.run("INSERT INTO tally (id, count) VALUES (1, 0)") }

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    for _ in 0..<5 { try await Self.increment(number % 2 == 0 ? database : other) }
                }
            }
            try await group.waitForAll()
        }

        #expect(try await Self.tally(database) == 200)
        await other.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a read sees one state however long it takes`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        try await database.write { try $0.run("INSERT INTO tally (id, count) VALUES (1, 0)") }
        let hasRead = DispatchSemaphore(value: 0)
        let hasWritten = DispatchSemaphore(value: 0)

        async let counts = database.read { session in
            let before = try session.count("SELECT count FROM tally WHERE id = 1")
            hasRead.signal()
            hasWritten.wait()
            return [before, try session.count("SELECT count FROM tally WHERE id = 1")]
        }
        await offThePool { hasRead.wait() }
        try await Self.increment(database)
        hasWritten.signal()

        #expect(try await counts == [0, 0])
        #expect(try await Self.tally(database) == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `each job is claimed once`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        try await database.write {
            try $0.insertRows("INSERT INTO job (owner)", (0..<100).map { _ in [.null] })
        }

        let claims = try await withThrowingTaskGroup(of: [Int].self) { group in
            for worker in 0..<10 {
                group.addTask {
                    var mine: [Int] = []
                    while true {
                        let claimed = try await database.write { try Self.claim($0, worker, limit: 7) }
                        if claimed.isEmpty { return mine }
                        mine += claimed
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(claims.sorted() == Array(1...100))
    }

    private static func claim(_ session: any Session, _ worker: Int, limit: Int) throws -> [Int] {
        try session.rows(
            """
            UPDATE job SET owner = \(worker) WHERE id IN (
                SELECT id FROM job WHERE owner IS NULL ORDER BY id LIMIT \(limit) \(session.dialect.skipLocked)
            ) RETURNING id
            """
        ) { try $0.next(Int.self) }
    }

    @Test func `on PostgreSQL a claim passes over what another is claiming`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        try await database.write {
            try $0.insertRows("INSERT INTO job (owner)", (0..<10).map { _ in [.null] })
        }
        let hasClaimed = DispatchSemaphore(value: 0)
        let mayCommit = DispatchSemaphore(value: 0)
        let tries = Counter()

        async let first = database.write { session in
            let claimed = try Self.claim(session, 1, limit: 4)
            // The server may have one of the two try again.
            if tries.add() == 1 {
                hasClaimed.signal()
                mayCommit.wait()
            }
            return claimed.sorted()
        }
        await offThePool { hasClaimed.wait() }
        let second = try await database.write { try Self.claim($0, 2, limit: 4) }
        mayCommit.signal()

        #expect(second.sorted() == [5, 6, 7, 8])
        #expect(try await first == [1, 2, 3, 4])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `more transactions than connections wait in line`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<300 {
                group.addTask { try await database.read { try $0.count("SELECT CAST(\(number) AS BIGINT)") } }
            }
            return try await group.reduce(0, +)
        }

        #expect(sum == 300 * 299 / 2)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what was closed is unavailable, and what runs comes to its end first`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)
        let isWriting = DispatchSemaphore(value: 0)
        async let running: Int = database.write { session in
            isWriting.signal()
            Thread.sleep(forTimeInterval: 0.2)
            return try session.run("INSERT INTO tally (id, count) VALUES (1, 9)")
        }
        await offThePool { isWriting.wait() }

        await database.close()
        await database.close()

        #expect(try await running == 1)
        let uses: [@Sendable () async throws -> Void] = [
            { _ = try await database.read { try $0.count("SELECT 1") } },
            { _ = try await database.write { try $0.run("INSERT INTO tally (count) VALUES (1)") } },
            { _ = try await database.migrate(Self.schema) }, { _ = try await database.schemaText() },
        ]
        for use in uses {
            let error = await #expect(throws: DatabaseError.self) { try await use() }
            #expect(error?.code == .unavailable)
        }
        for await _ in database.announcements() { Issue.record("nothing is announced any more") }
        let again = try await database.location.open()
        #expect(try await Self.tally(again) == 9)
        await again.close()
    }
}

/// Waits for another thread without holding one of the pool's.
func offThePool(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            work()
            continuation.resume()
        }
    }
}
