import Basis
import Database
import Foundation
import TestSupport
import Testing

/// What only a server can do to us: go away, come back, kill a session.
@Suite(.timeLimit(.minutes(3)))
struct PostgresTests {
    private static let schema = [
        Migration("001-tally", ["CREATE TABLE tally (id {id}, count {int} NOT NULL)"])
    ]

    @Test func `a server that restarts in the middle is found again`() async throws {
        let cluster = try await offPool { try ThrowAwayPostgres() }
        let database = try await cluster.makeDatabase().open()
        _ = try await database.migrate(Self.schema)
        let done = Counter()
        let unknown = Counter()
        let torn = Counter()
        let isOver = Counter()
        let stream = database.announcements()
        #expect(await next(stream) == .everything)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    while isOver.count == 0 {
                        do {
                            try await database.write { try $0.run("INSERT INTO tally (count) VALUES (1)") }
                            done.add()
                        } catch let error as DatabaseError where error.detail.contains("not known") {
                            unknown.add()
                        }
                        do {
                            _ = try await database.read { try $0.count("SELECT count(*) FROM tally") }
                        } catch let error as DatabaseError where error.code == .unavailable {
                            torn.add()
                        }
                    }
                }
            }
            group.addTask {
                for _ in 0..<2 {
                    try await more(than: done.count + 10, done)
                    try await offPool {
                        cluster.stop()
                        try cluster.start()
                    }
                }
                try await more(than: done.count + 10, done)
                isOver.add()
            }
            try await group.waitForAll()
        }

        let count = try await database.read { try $0.count("SELECT count(*) FROM tally") }
        let (sure, unsure) = (done.count, unknown.count)
        #expect(sure > 30)
        #expect(torn.count < 12, "a read is torn only while its rows come in")
        #expect((sure...sure + unsure).contains(count), "\(sure) sure, \(unsure) unsure, \(count) found")
        #expect(await next(stream) == .everything, "announcements may have been missed")
        await database.close()
        cluster.stop()
    }

    /// Waits until so many were counted, however long this machine takes; the suite's limit ends what never comes.
    private func more(than count: Int, _ counter: Counter) async throws {
        while counter.count <= count { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func next(_ stream: AsyncStream<Topic>) async -> Topic? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

    @Test func `a server that is away is unavailable`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await DatabaseLocation("postgres://amends@127.0.0.1:1/none").open()
        }

        #expect(error?.code == .unavailable)
    }

    @Test func `a line that breaks before the commit is mended, and the transaction tried again`()
        async throws
    {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let tries = Counter()

        let count = try await database.write { session in
            let isFirst = tries.add() == 1
            try session.run("INSERT INTO tally (count) VALUES (1)")
            if isFirst { try session.run("SELECT pg_terminate_backend(pg_backend_pid())") }
            return try session.count("SELECT count(*) FROM tally")
        }

        #expect(count == 1)
        #expect(tries.count == 2)
    }

    @Test func `a line that breaks again and again is given up`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let tries = Counter()

        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { session in
                tries.add()
                try session.run("SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }

        #expect(error?.code == .unavailable)
        #expect(tries.count == 2)
    }

    @Test func `a reading body that was given rows is not run again`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let tries = Counter()

        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { session in
                tries.add()
                _ = try session.count("SELECT count(*) FROM tally")
                try session.run("SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }

        #expect(error?.code == .unavailable)
        #expect(tries.count == 1)
    }

    @Test func `a commit whose end is not known is told and not tried again`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let other = try await database.location.open()
        try await database.write { session in
            try session.run(
                "CREATE FUNCTION slow() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'"
            )
            try session.run(
                """
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON tally DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION slow()
                """
            )
        }
        let tries = Counter()

        let writing = Task {
            try await database.write { session in
                tries.add()
                try session.run("INSERT INTO tally (count) VALUES (1)")
            }
        }
        var killed = 0
        while killed == 0 {
            killed = try await other.read { session in
                try session.rows(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE query = 'COMMIT' AND state = 'active' AND datname = current_database()
                    """
                ) { _ in }.count
            }
        }

        let error = await #expect(throws: DatabaseError.self) { try await writing.value }
        #expect(error?.code == .unavailable)
        #expect(error?.detail.contains("not known") == true)
        #expect(tries.count == 1)
        await other.close()
    }

    @Test func `an error of the server is told by its kind`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let cases: [(SQL, DatabaseError.Code)] = [
            ("INSERT INTO tally (id, count) VALUES (1, NULL)", .constraint),
            ("INSERT INTO tally (count) VALUES (99999999999999999999)", .constraint),
            ("INSERT INTO tally (count) VALUES ('x')", .constraint), ("SELECT nothing", .statement),
            ("SELECT id FROM tally WHERE id = \("1")", .statement),
            ("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''55P03''; END'", .busy),
            ("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100''; END'", .unavailable),
            ("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''57P03''; END'", .unavailable),
        ]

        for (statement, code) in cases {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.run(statement) }
            }
            #expect(error?.code == code, "\(statement.rendered(for: .postgres).text)")
        }
    }

    @Test func `a transaction that others are always in the way of is given up as busy`() async throws {
        let database = try await DatabaseUnderTest.postgres.open(Self.schema)
        let tries = Counter()

        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { session in
                tries.add()
                try session.run("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'")
            }
        }

        #expect(error?.code == .busy)
        #expect(tries.count == PostgresRetry.triesMax)
    }
}

struct PostgresRetryTests {
    @Test func `waits grow up to a bound, and chance takes up to half off`() {
        var lucky = PostgresRetry()
        var unlucky = PostgresRetry()

        let shortest = (0..<8).compactMap { _ in lucky.wait(after: .conflict, chance: 255) }
        let longest = (0..<8).compactMap { _ in unlucky.wait(after: .conflict, chance: 0) }

        #expect(longest == [8, 16, 32, 64, 128, 256, 500, 500])
        for (short, long) in zip(shortest, longest) { #expect((long / 2...long).contains(short)) }
        #expect(shortest != longest)
    }

    @Test func `each kind of setback has its bound`() {
        var retry = PostgresRetry()

        #expect(retry.wait(after: .broken, chance: 0) == 0)
        #expect(retry.wait(after: .broken, chance: 0) == nil)
        for _ in 1..<PostgresRetry.triesMax { #expect(retry.wait(after: .conflict, chance: 0) != nil) }
        #expect(retry.wait(after: .conflict, chance: 0) == nil)
    }
}

struct DatabaseLocationTests {
    @Test(arguments: [
        ("var/amends.db", DatabaseLocation.file("var/amends.db")),
        ("/tmp/postgres.db", .file("/tmp/postgres.db")),
        ("postgres://a@b/c", .server("postgres://a@b/c")),
        ("postgresql:///c?host=/run", .server("postgres:///c?host=/run")),
        ("Postgres://a@b/c", .server("postgres://a@b/c")),
    ])
    func `a location is read from text`(_ text: String, _ location: DatabaseLocation) {
        #expect(DatabaseLocation(text) == location)
    }

    @Test(arguments: [
        ("postgres://ana:s3cret@db.example:5432/amends", "postgres://ana:…@db.example:5432/amends"),
        ("postgres://ana:a@b@db/amends", "postgres://ana:…@db/amends"),
        ("postgres://ana@db/amends", "postgres://ana@db/amends"),
        (
            "postgres://db/amends?user=ana&password=s3cret&sslmode=require",
            "postgres://db/amends?user=ana&password=…&sslmode=require"
        ),
        ("var/amends.db", "var/amends.db"),
    ])
    func `a location is shown without its password`(_ text: String, _ shown: String) {
        #expect(DatabaseLocation(text).description == shown)
    }
}

private func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}
