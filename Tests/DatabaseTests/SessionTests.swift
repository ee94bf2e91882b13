import Basis
import Database
import Foundation
import TestSupport
import Testing

/// What a body may do with its session, and what it may not, the same on both engines.
@Suite(.timeLimit(.minutes(2)))
struct SessionTests {
    private static let schema = [
        Migration("001-item", ["CREATE TABLE item (id {id}, number {int} NOT NULL UNIQUE, word {text})"])
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `each hands over rows in order without keeping them`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open()
        let wide = String(repeating: "x", count: 2_000)
        let before = try residentBytes()

        let (count, most) = try await database.read { session in
            var count = 0
            var most = 0
            try session.each(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
                SELECT i, \(wide) FROM n
                """
            ) { row in
                count += 1
                #expect(try row.int64(0) == count)
                if count % 50_000 == 0 { most = max(most, try residentBytes()) }
            }
            return (count, most)
        }

        #expect(count == 400_000)
        #expect(most - before < 300_000_000, "800 MB went through")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a statement inside the body of each is an error`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { session in
                try session.run("INSERT INTO item (number) VALUES (1), (2)")
                try session.each("SELECT number FROM item") { row in
                    try session.run("UPDATE item SET number = number + 10 WHERE number = \(try row.int64(0))")
                }
            }
        }

        #expect(error?.code == .statement)
        #expect(error?.detail.contains("one statement at a time") == true)
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an error thrown by the body of each ends only the statement`(
        _ engine: DatabaseUnderTest
    ) async throws {
        struct Enough: Error {}
        let database = try await engine.open(Self.schema)

        let seen = try await database.write { session in
            try session.insertRows("INSERT INTO item (number)", (0..<1_000).map { [.integer($0)] })
            var seen = 0
            #expect(throws: Enough.self) {
                try session.each("SELECT number FROM item ORDER BY number") { _ in
                    seen += 1
                    if seen == 3 { throw Enough() }
                }
            }
            try session.run("INSERT INTO item (number) VALUES (1000)")
            return seen
        }

        #expect(seen == 3)
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 1_001)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a failed statement ends its transaction, also when the body goes on`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)

        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { session in
                try session.run("INSERT INTO item (number) VALUES (1)")
                for _ in 0..<2 {
                    let error = #expect(throws: DatabaseError.self) {
                        try session.run("INSERT INTO item (number) VALUES (1)")
                    }
                    #expect(error?.code == .constraint)
                }
            }
        }

        #expect(error?.code == .constraint)
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a reading session writes nothing and announces nothing`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let deeds: [@Sendable (any Session) throws -> Void] = [
            { try $0.run("INSERT INTO item (number) VALUES (1)") }, { try $0.run("DROP TABLE item") },
            { try $0.announce(Topic("item")) },
        ]

        for deed in deeds {
            let error = await #expect(throws: DatabaseError.self) { try await database.read(deed) }
            #expect(error?.code == .statement)
        }
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a wrong statement is told as one`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let tooMany = (0..<32_767).map(Int64.init)
        let statements: [SQL] = [
            "SELEC 1", "SELECT nothing FROM item", "SELECT id FROM nowhere", "", "SELECT 1; SELECT 2",
            "SELECT id FROM item WHERE id IN \(list: tooMany)",
            "INSERT INTO item (number) VALUES \(rows: [])",
        ]

        for statement in statements {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.first(statement) { _ in } }
            }
            #expect(error?.code == .statement, "\(statement.rendered(for: engine.dialect).text.prefix(50))")
            #expect((error?.detail.utf8.count ?? 0) < 1_000)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `run counts the rows that it changed`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        let counts = try await database.write { session in
            [
                try session.run("INSERT INTO item (number) VALUES (1), (2), (3)"),
                try session.run("INSERT INTO item (number) VALUES (3), (4) ON CONFLICT (number) DO NOTHING"),
                try session.run("UPDATE item SET word = 'x' WHERE number > 1"),
                try session.run("UPDATE item SET word = 'x' WHERE number > 100"),
                try session.run("SELECT id FROM item"),
                try session.run("CREATE TABLE other (id BIGINT)"),
                try session.run("DELETE FROM item"),
            ]
        }

        #expect(counts == [3, 1, 3, 0, 0, 0, 4])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `more kinds of statements than a connection keeps are no trouble`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)

        let sum = try await database.read { session in
            var sum: Int64 = 0
            for _ in 0..<3 {
                for kind in 0..<300 {
                    let text = SQL(stringLiteral: String(kind))
                    sum += try session.value("SELECT CAST(\(text) AS BIGINT) + \(1)", as: Int64.self) ?? 0
                }
            }
            return sum
        }

        #expect(sum == 3 * (299 * 300 / 2 + 300))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a statement goes on fitting when somebody changes its table`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)
        let other = try await database.location.open()
        @Sendable func word() async throws -> String? {
            try await database.read { try $0.value("SELECT word FROM item", as: String.self) }
        }
        try await database.write { try $0.run("INSERT INTO item (number, word) VALUES (1, 'a')") }
        for _ in 0..<3 { #expect(try await word() == "a") }

        try await other.write { session in
            try session.run("DROP TABLE item")
            try session.run("CREATE TABLE item (word VARCHAR(9), id BIGINT)")
            try session.run("INSERT INTO item (word) VALUES ('b')")
        }

        #expect(try await word() == "b")
        await other.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the time of the database is the time`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open()

        let time = try await database.read { try $0.databaseTime() }

        #expect(abs(time.milliseconds - SystemClock().now().milliseconds) < 10_000)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `LIKE minds the case, contains minds neither case nor marks`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)
        let words = ["Óptica Peña 100%", "a_b", "ÇELİK Žižek \\ Ægir Straße", "ΑΘΗΝΑ 😀", ""]
        try await database.write { session in
            try session.insertRows(
                "INSERT INTO item (number, word)",
                words.enumerated().map { [.integer(Int64($0)), .text($1)] } + [[.integer(99), .null]]
            )
        }
        let found: [(part: String, numbers: [Int])] = [
            ("OPTICA", [0]), ("óptica p", [0]), ("pena", [0]), ("PEÑA", [0]), ("pen\u{303}a", [0]),
            ("0%", [0]),
            ("%0", []), ("_", [1]), ("celik zizek", [2]), ("\\", [2]), ("æGIR", []), ("Ægir", [2]),
            ("STRASSE", []),
            ("αθηνα", []), ("ΘΗ", [3]), ("😀", [3]), ("", [0, 1, 2, 3, 4]),
        ]

        try await database.read { (session) throws in
            #expect(try session.count("SELECT count(*) FROM item WHERE word LIKE 'óptica%'") == 0)
            for (part, numbers) in found {
                let contains = session.dialect.contains("word", part)
                let these = try session.rows("SELECT number FROM item WHERE \(contains) ORDER BY number") {
                    row in
                    try row.next(Int.self)
                }
                #expect(these == numbers, "\(part)")
            }
        }
    }
}

/// The memory that this process holds just now.
private func residentBytes() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
    return (Int(pages) ?? 0) * 4_096
}
