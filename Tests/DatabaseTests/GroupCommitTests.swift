import Database
import Foundation
import TestSupport
import Testing

/// What is special about the writer of SQLite.
@Suite(.timeLimit(.minutes(2)))
struct GroupCommitTests {
    private static let schema = [
        Migration(
            "001-item",
            [
                "CREATE TABLE item (id {id}, number {int} NOT NULL)",
                "CREATE TABLE large (id {id}, blob {bytes} NOT NULL)",
            ]
        )
    ]

    private func open() async throws -> (ThrowAwayDatabase, SQLiteDatabase) {
        let database = try await DatabaseUnderTest.sqlite.open(Self.schema)
        return (database, try #require(database.base as? SQLiteDatabase))
    }

    @Test func `two hundred writes at once share few commits`() async throws {
        let (database, engine) = try await open()
        let before = engine.commitCount

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    _ = try await database.write {
                        try $0.run("INSERT INTO item (number) VALUES (\(number))")
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(engine.commitCount - before < 60)
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 200)
    }

    @Test func `a slow transaction does not make others wait for a whole group`() async throws {
        let (database, engine) = try await open()
        let before = engine.commitCount

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    _ = try await database.write { session in
                        Thread.sleep(forTimeInterval: 0.03)
                        try session.run("INSERT INTO item (number) VALUES (\(number))")
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(engine.commitCount - before >= 6, "each takes longer than a group may")
    }

    @Test func `every commit reaches the disk`() async throws {
        let (database, _) = try await open()

        let level = try await database.write { try $0.value("PRAGMA synchronous", as: Int.self) }
        let mode = try await database.write { try $0.value("PRAGMA journal_mode", as: String.self) }

        #expect(level == 2, "FULL")
        #expect(mode == "wal")
    }

    @Test func `a transaction that fills the disk fails alone`() async throws {
        let (database, _) = try await open()
        // The file may grow by some pages only, which is what a full disk looks like to SQLite.
        let pages = try await database.write { session in
            let count = try session.count("PRAGMA page_count")
            return try session.count("PRAGMA max_page_count = \(SQL(stringLiteral: String(count + 50)))")
        }
        #expect(pages > 0)

        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<60 {
                group.addTask {
                    do {
                        try await database.write { session in
                            try session.run("INSERT INTO item (number) VALUES (\(number))")
                            guard number % 10 == 5 else { return }
                            try session.run("INSERT INTO large (blob) VALUES (zeroblob(1000000))")
                        }
                        return "done"
                    } catch {
                        return (error as? DatabaseError)?.code == .unavailable ? "full" : "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        #expect(outcomes == ["done": 54, "full": 6])
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 54)
    }

    @Test func `who waits too long for another process is told that the file is busy`() async throws {
        let (database, _) = try await open()
        guard case .file(let path) = database.location else { return }
        let impatient = try SQLiteDatabase(path: path, busySeconds: 0.2)
        let isWriting = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        async let first = database.write { session in
            try session.run("INSERT INTO item (number) VALUES (1)")
            isWriting.signal()
            mayEnd.wait()
        }
        await offThePool { isWriting.wait() }

        let error = await #expect(throws: DatabaseError.self) {
            try await impatient.write { try $0.run("INSERT INTO item (number) VALUES (2)") }
        }
        mayEnd.signal()

        #expect(error?.code == .busy)
        _ = try await first
        try await impatient.write { try $0.run("INSERT INTO item (number) VALUES (3)") }
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 2)
        await impatient.close()
    }

    @Test func `many open a new file at the same time`() async throws {
        let path = try ThrowAwayFolder.path("folder") + "/deep/amends.db"

        let databases = try await withThrowingTaskGroup(of: (any Migratable).self) { group in
            for _ in 0..<8 { group.addTask { try await DatabaseLocation(path).open() } }
            return try await group.reduce(into: [any Migratable]()) { $0.append($1) }
        }

        for database in databases { #expect(try await database.read { try $0.count("SELECT 1") } == 1) }
        for database in databases { await database.close() }
    }

    @Test func `a file that is no database is told as unusable`() async throws {
        let path = try ThrowAwayFolder.path("text")
        try String(repeating: "not a database. ", count: 1_000).write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )

        let error = await #expect(throws: DatabaseError.self) { try await DatabaseLocation(path).open() }

        #expect(error?.code == .unavailable)
        #expect(error?.detail.contains(path) == true)
    }

    @Test func `a backup is a whole database, made while others write`() async throws {
        let (database, engine) = try await open()
        try await database.write {
            try $0.insertRows("INSERT INTO item (number)", (0..<5_000).map { [.integer($0)] })
        }
        let copy = try ThrowAwayFolder.path("copy")
        let isWriting = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        async let writing = database.write { session in
            try session.run("INSERT INTO item (number) VALUES (-1)")
            isWriting.signal()
            mayEnd.wait()
        }
        await offThePool { isWriting.wait() }

        try await engine.backup(to: copy)
        mayEnd.signal()
        _ = try await writing

        let other = try await DatabaseLocation(copy).open()
        #expect(try await other.read { try $0.count("SELECT count(*) FROM item") } == 5_000)
        #expect(try await other.migrationLedger().applied.map(\.name) == ["001-item"])
        await other.close()
    }
}
