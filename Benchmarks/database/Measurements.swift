import Database
import Foundation

/// What is measured, in order; each builds on the rows of those before.
struct Measurements: Sendable {
    static let rows = 200_000
    static let rowsPerStatement = 500
    static let statementsPerTransaction = 20
    static let columns: SQL = "number, kind, name, language, city, extra, state, due_at"

    let database: any Migratable

    func run() async throws {
        _ = try await database.migrate([
            Migration(
                "001-item",
                [
                    """
                    CREATE TABLE item (
                        id {id}, number {int} NOT NULL, kind {int} NOT NULL, name {text} NOT NULL, language {text} NOT NULL,
                        city {text}, extra {int}, state {text} NOT NULL, due_at {int} NOT NULL
                    )
                    """
                ]
            )
        ])
        let made = measured("rows made, not stored", "rows", Self.rows) {
            (0..<Self.rows / Self.rowsPerStatement).reduce(0) { $0 + Self.someRows($1).count }
        }
        precondition(made == Self.rows, "all rows were made")
        try await insert("inserted by \\(rows:)") { session, rows in
            try session.run("INSERT INTO item (\(Self.columns)) VALUES \(rows: rows)")
        }
        try await insert("inserted by insertRows") { session, rows in
            try session.insertRows("INSERT INTO item (\(Self.columns))", rows)
        }
        try await naiveInserts()
        try await selects()
        try await concurrentWrites()
    }

    private func insert(
        _ name: String,
        _ insertion: @escaping @Sendable (any Session, [[SQLValue]]) throws -> Int
    ) async throws {
        let perTransaction = Self.rowsPerStatement * Self.statementsPerTransaction
        try await measured(name, "rows", Self.rows) {
            for transaction in 0..<Self.rows / perTransaction {
                try await database.write { session in
                    for statement in 0..<Self.statementsPerTransaction {
                        let changed = try insertion(
                            session,
                            Self.someRows(transaction * Self.statementsPerTransaction + statement)
                        )
                        precondition(changed == Self.rowsPerStatement, "all rows went in")
                    }
                }
            }
        }
    }

    private static func someRows(_ statement: Int) -> [[SQLValue]] {
        (0..<rowsPerStatement).map { index in
            let number = Int64(statement * rowsPerStatement + index)
            return [
                .integer(number), .integer(number % 7), .text("customer-\(number)"), .text("es"),
                number % 3 == 0 ? .null : .text("Madrid"), number % 5 == 0 ? .null : .integer(number),
                .text("queued"),
                .integer(1_500_000_000_000 + number),
            ]
        }
    }

    private func naiveInserts() async throws {
        try await measured("inserted one a transaction", "rows", 500) {
            for number in 0..<500 {
                try await database.write { session in
                    try session.run(
                        "INSERT INTO item (\(Self.columns)) VALUES \(rows: [Self.someRows(number)[0]])"
                    )
                }
            }
        }
    }

    private func selects() async throws {
        try await measured("selected by id in one read", "selects", 50_000) {
            try await database.read { session in
                for id in 1...50_000 {
                    _ = try session.first("SELECT number, name, extra FROM item WHERE id = \(id)") { row in
                        (try row.next(Int64.self), try row.next(String.self), try row.nextOrNil(Int64.self))
                    }
                }
            }
        }
        try await measured("selected by id, a read each", "selects", 10_000) {
            for id in 1...10_000 {
                _ = try await database.read { session in
                    try session.value("SELECT name FROM item WHERE id = \(id)", as: String.self)
                }
            }
        }
        try await measured("read in one stream", "rows", Self.rows) {
            try await database.read { session in
                try session.each("SELECT id, \(Self.columns) FROM item WHERE id <= \(Self.rows)") { row in
                    _ = try row.next(Int64.self) + row.next(Int64.self) + row.next(Int64.self)
                    _ = (try row.next(String.self), try row.next(String.self), try row.nextOrNil(String.self))
                    _ = (try row.nextOrNil(Int64.self), try row.next(String.self), try row.next(Int64.self))
                }
            }
        }
    }

    private func concurrentWrites() async throws {
        let before = (database as? SQLiteDatabase)?.commitCount
        try await measured("written by 50 at once", "transactions", 5_000) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<50 {
                    group.addTask {
                        for turn in 0..<100 {
                            _ = try await database.write { session in
                                try session.run(
                                    "UPDATE item SET kind = kind + 1 WHERE id = \(writer * 1_000 + turn)"
                                )
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        if let before, let after = (database as? SQLiteDatabase)?.commitCount {
            print("    in \(after - before) commits")
        }
    }
}

/// Runs `work` and prints how much of it was done in a second.
func measured<Value>(
    _ name: String,
    _ unit: String,
    _ count: Int,
    _ work: () async throws -> Value
) async rethrows -> Value {
    let start = ContinuousClock.now
    let value = try await work()
    show(name, unit, count, ContinuousClock.now - start)
    return value
}

func measured<Value>(
    _ name: String,
    _ unit: String,
    _ count: Int,
    _ work: () throws -> Value
) rethrows -> Value {
    let start = ContinuousClock.now
    let value = try work()
    show(name, unit, count, ContinuousClock.now - start)
    return value
}

private func show(_ name: String, _ unit: String, _ count: Int, _ time: Duration) {
    let rate = Int((Double(count) / (time / .seconds(1))).rounded())
    print("  \(name.padding(toLength: 30, withPad: " ", startingAt: 0)) \(rate.formatted()) \(unit)/s")
}
