import Basis
import Database
import TestSupport
import Testing

/// What is bound comes back as it was, on both engines.
@Suite(.timeLimit(.minutes(2)))
struct ValueTests {
    private static let schema = [
        Migration("001-item", ["CREATE TABLE item (id {id}, number {int}, word {text}, blob {bytes})"])
    ]

    private enum Colour: String, SQLText, CaseIterable {
        case red
        case green
    }

    private static let numbers: [Int64?] = [
        nil, 0, 1, -1, 42, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_993, .max, .min,
    ]

    private static let words: [String?] = [
        nil, "", " ", "'", "\"", "\\", "\\\\x41", "''; DROP TABLE item; --", "?", "$1", "%_", "NULL", "{}",
        "{a,\"b\"}",
        "(1, 2)", "línea\nlínea\r\n\ttab", "\u{1}\u{7f}", "¿Qué pasó? El niño comió", "e\u{301}", "\u{e9}",
        "😀👩‍👩‍👧",
        "\u{fffd}\u{feff}\u{10ffff}", String(repeating: "ñ", count: 500_000),
    ]

    private static let blobs: [[UInt8]?] = [
        nil, [], [0], [0, 0, 255], Array(0...255), Array("\\x41".utf8),
        [UInt8](repeating: 7, count: 1_000_000),
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `every kind of value comes back as it was`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        for number in Self.numbers {
            #expect(try await roundTrip(database, "number", number) == number)
        }
        for word in Self.words {
            // Unicode has more than one spelling for what Swift calls equal: compared byte by byte.
            let back: String? = try await roundTrip(database, "word", word)
            #expect(back.map { Array($0.utf8) } == word.map { Array($0.utf8) })
        }
        for blob in Self.blobs {
            #expect(try await roundTrip(database, "blob", blob.map(Bytes.init))?.bytes == blob)
        }
        #expect(try await roundTrip(database, "number", true) == true)
        #expect(try await roundTrip(database, "number", false) == false)
        #expect(
            try await roundTrip(database, "number", Instant(milliseconds: -1)) == Instant(milliseconds: -1)
        )
        #expect(try await roundTrip(database, "word", Language.spanish) == .spanish)
        #expect(try await roundTrip(database, "word", Colour.green) == .green)
        let text = LocalizedText([.spanish: "Volvió \"todo\" / a 1 \\ 2", .english: "All is back"])
        #expect(try await roundTrip(database, "word", text) == text)
    }

    private func roundTrip<Value: SQLBindable & SQLReadable & Sendable>(
        _ database: any Database,
        _ column: String,
        _ value: Value?
    ) async throws -> Value? {
        let name = SQL(stringLiteral: column)
        return try await database.write { session in
            let id = try session.insert("INSERT INTO item (\(name)) VALUES (\(value)) RETURNING id")
            let count = try session.count("SELECT count(*) FROM item WHERE id = \(id) AND \(name) = \(value)")
            #expect(count == (value == nil ? 0 : 1))
            return try session.first("SELECT \(name) FROM item WHERE id = \(id)") {
                try $0.nextOrNil(Value.self)
            } ?? nil
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `rows go in by interpolation and by insertRows alike`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let rows: [[SQLValue]] = Self.words.dropLast().enumerated().map { index, word in
            [
                Self.numbers[index % Self.numbers.count].map(SQLValue.integer) ?? .null,
                word.map(SQLValue.text) ?? .null,
                Self.blobs[index % 5].map(SQLValue.bytes) ?? .null,
            ]
        }

        let (changed, count) = try await database.write { session in
            let first = try session.run("INSERT INTO item (number, word, blob) VALUES \(rows: rows)")
            let second = try session.insertRows("INSERT INTO item (number, word, blob)", rows)
            return (first, second)
        }

        let stored = try await database.read { session in
            try session.rows("SELECT number, word, blob FROM item ORDER BY id") { row in
                try [
                    row.nextOrNil(Int64.self).map(SQLValue.integer) ?? .null,
                    row.nextOrNil(String.self).map(SQLValue.text) ?? .null,
                    row.nextOrNil(Bytes.self).map { SQLValue.bytes($0.bytes) } ?? .null,
                ]
            }
        }
        #expect(changed == rows.count)
        #expect(count == rows.count)
        #expect(stored == rows + rows)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `insertRows takes many rows, columns of NULL only, and a conflict`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open([
            Migration("001", ["CREATE TABLE item (code {int} PRIMARY KEY, word {text}, number {int})"])
        ])
        let head: SQL = "INSERT INTO item (code, word, number)"
        let rows = (0..<6_001).map { [SQLValue.integer(Int64($0)), .null, .null] }
        let renamed = (0..<6_003).map { [SQLValue.integer(Int64($0)), .text("w\($0)"), .null] }

        let counts = try await database.write { session in
            [
                try session.insertRows(head, []),
                try session.insertRows(head, rows),
                try session.insertRows(head, rows, "ON CONFLICT (code) DO NOTHING"),
                try session.insertRows(
                    head,
                    renamed,
                    "ON CONFLICT (code) DO UPDATE SET word = excluded.word"
                ),
            ]
        }

        #expect(counts == [0, 6_001, 0, 6_003])
        let named = try await database.read { session in
            try session.count("SELECT count(*) FROM item WHERE word = 'w' || CAST(code AS TEXT)")
        }
        #expect(named == 6_003)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `rows that do not fit together are refused`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        await #expect(throws: DatabaseError.self) {
            try await database.write { session in
                try session.insertRows(
                    "INSERT INTO item (number, word)",
                    [[.integer(1), .null], [.integer(2)]]
                )
            }
        }
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `text with U+0000 is refused and nothing is written`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)

        for text in ["\0", "a\0b", "a\0"] {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { session in
                    try session.run("INSERT INTO item (word) VALUES ('before')")
                    try session.run("INSERT INTO item (word) VALUES (\(text))")
                }
            }
            #expect(error?.code == .constraint)
        }
        #expect(try await database.read { try $0.count("SELECT count(*) FROM item") } == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a value keeps its type wherever it stands`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let large: Int64 = 5_000_000_000

        try await database.read { (session) throws in
            #expect(try session.value("SELECT \(large) + 1", as: Int64.self) == large + 1)
            #expect(try session.value("SELECT \("a") || \("b")", as: String.self) == "ab")
            #expect(try session.count("SELECT count(*) FROM item WHERE id IN \(list: [Int64]())") == 0)
            #expect(
                try session.value("SELECT CASE WHEN 1 = 2 THEN 1 ELSE \(large) END", as: Int64.self) == large
            )
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a column of another type, a missing column and a row kept too long are errors`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open(Self.schema)
        let readers: [@Sendable (Row) throws -> Void] = [
            { _ = try $0.int64(1) }, { _ = try $0.text(0) }, { _ = try $0.bytes(1) }, { _ = try $0.int64(9) },
            { _ = try $0.int64(-1) }, { _ = try $0.next(String.self) },
            { row in for _ in 0..<4 { _ = try row.nextOrNil(Int64.self) } },
        ]

        try await database.write { session in
            try session.run("INSERT INTO item (number, word) VALUES (1, 'one')")
            for reader in readers {
                let error = #expect(throws: DatabaseError.self) {
                    try session.each("SELECT number, word, NULL FROM item") { try reader($0) }
                }
                #expect(error?.code == .malformedRow)
            }
            var kept: Row?
            try session.each("SELECT number FROM item") { kept = $0 }
            let error = #expect(throws: DatabaseError.self) { _ = try kept?.int64(0) }
            #expect(error?.code == .malformedRow)
        }
    }
}

/// Bytes as they are, for the tests: stores read them by number.
struct Bytes: SQLBindable, SQLReadable, Equatable {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(column: Int, of row: Row) throws { bytes = try row.bytes(column) }

    var sqlValue: SQLValue { .bytes(bytes) }
}
