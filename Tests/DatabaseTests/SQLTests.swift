import Database
import Testing

struct SQLTests {
    @Test func `a value is bound and never becomes part of the text`() {
        let evil = "'; DROP TABLE item; --"
        let statement: SQL = "SELECT id FROM item WHERE name = \(evil) AND age > \(7)"

        let (text, values) = statement.rendered(for: .postgres)

        #expect(text == "SELECT id FROM item WHERE name = $1 AND age > $2")
        #expect(values == [.text(evil), .integer(7)])
    }

    @Test func `a spliced statement keeps its values in order`() {
        let filter: SQL = "b = \(2)"
        let statement: SQL = "SELECT a FROM t WHERE a = \(1) AND \(filter) AND c = \(3)"

        #expect(
            statement.rendered(for: .postgres).text == "SELECT a FROM t WHERE a = $1 AND b = $2 AND c = $3"
        )
        #expect(statement.rendered(for: .sqlite).text == "SELECT a FROM t WHERE a = ? AND b = ? AND c = ?")
        #expect(statement.rendered(for: .sqlite).values == [.integer(1), .integer(2), .integer(3)])
    }

    @Test(arguments: [
        ([], "IN (NULL)", "IN (NULL)"),
        ([4], "IN (?)", "IN ($1)"),
        ([4, 5, 6], "IN (?, ?, ?)", "IN ($1, $2, $3)"),
    ])
    func `a list has one placeholder a value`(_ list: [Int64], _ sqlite: String, _ postgres: String) {
        let statement: SQL = "IN \(list: list)"

        #expect(statement.rendered(for: .sqlite).text == sqlite)
        #expect(statement.rendered(for: .postgres).text == postgres)
        #expect(statement.rendered(for: .sqlite).values == list.map(SQLValue.integer))
    }

    @Test(
        arguments: [
            ([[.integer(1), .null]], "VALUES (?, ?) x ?", "VALUES ($1, $2) x $3"),
            (
                [[.integer(1), .null], [.text("a"), .integer(2)], [.null, .null]],
                "VALUES (?, ?), (?, ?), (?, ?) x ?", "VALUES ($1, $2), ($3, $4), ($5, $6) x $7"
            ),
            ([[.integer(1)], [.integer(2)]], "VALUES (?), (?) x ?", "VALUES ($1), ($2) x $3"),
        ] as [([[SQLValue]], String, String)]
    )
    func `rows have their placeholders, and what follows goes on counting`(
        _ rows: [[SQLValue]],
        _ sqlite: String,
        _ postgres: String
    ) {
        let statement: SQL = "VALUES \(rows: rows) x \(true)"

        #expect(statement.rendered(for: .sqlite).text == sqlite)
        #expect(statement.rendered(for: .postgres).text == postgres)
        #expect(statement.rendered(for: .postgres).values == rows.flatMap(\.self) + [.integer(1)])
    }

    @Test func `fragments are joined with their values`() {
        let fragments: [SQL] = ["a = \(1)", "b = \(2)"]

        let statement = SQL.joined(fragments, separator: " AND ")

        #expect(statement.rendered(for: .sqlite).text == "a = ? AND b = ?")
        #expect(SQL.joined([], separator: " AND ").rendered(for: .sqlite).text.isEmpty)
    }

    @Test func `an absent value is NULL`() {
        let absent: Int64? = nil

        #expect(("x = \(absent)" as SQL).rendered(for: .sqlite).values == [.null])
    }
}

struct MigrationLedgerTests {
    private let first = Migration("001-a", ["CREATE TABLE a (id {id})"])
    private let second = Migration("002-b", ["CREATE TABLE b (id {id})"])

    private func ledger(_ migrations: [Migration]) -> MigrationLedger {
        MigrationLedger(applied: migrations.map { .init(name: $0.name, checksum: $0.checksum) })
    }

    @Test func `what was not applied is pending`() throws {
        #expect(try ledger([]).pending(of: [first, second]).map(\.name) == ["001-a", "002-b"])
        #expect(try ledger([first]).pending(of: [first, second]).map(\.name) == ["002-b"])
        #expect(try ledger([first, second]).pending(of: [first, second]).isEmpty)
    }

    @Test func `a database that is newer, changed or of another order is refused`() {
        var changed = first
        changed.statements = ["CREATE TABLE a (id {id}, b {int})"]

        for (applied, known) in [
            ([first, second], [first]), ([first], [changed]), ([second], [first, second]),
        ] {
            let error = #expect(throws: DatabaseError.self) { try ledger(applied).pending(of: known) }
            #expect(error?.code == .schema)
        }
    }

    @Test func `tables of SQLite are strict, other statements stay as they are`() {
        let migration = Migration("x", ["CREATE TABLE a (b {int})", "CREATE INDEX a_b ON a (b)"])

        #expect(
            migration.rendered(for: .sqlite) == [
                "CREATE TABLE a (b INTEGER) STRICT", "CREATE INDEX a_b ON a (b)",
            ]
        )
        #expect(
            migration.rendered(for: .postgres) == ["CREATE TABLE a (b BIGINT)", "CREATE INDEX a_b ON a (b)"]
        )
    }
}
