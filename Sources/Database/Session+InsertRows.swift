extension Session {
    /// Inserts any number of rows, in statements of a size that the engine takes fast:
    /// `insertRows("INSERT INTO item (code, name)", rows, "ON CONFLICT (code) DO NOTHING")`.
    ///
    /// All rows have as many values as the head has columns, and each column holds one type beside NULL.
    /// - Returns: how many rows were inserted or changed.
    @discardableResult
    package func insertRows(_ head: SQL, _ rows: [[SQLValue]], _ tail: SQL = "") throws -> Int {
        var changed = 0
        for statement in try insertions(head, rows, tail) { changed += try run(statement) }
        return changed
    }

    /// The same where the tail ends with `RETURNING`: what it returns, in any order.
    package func insertRows<Value>(
        _ head: SQL,
        _ rows: [[SQLValue]],
        _ tail: SQL,
        returning map: (Row) throws -> Value
    ) throws -> [Value] {
        try insertions(head, rows, tail).flatMap { try self.rows($0, map) }
    }

    private func insertions(_ head: SQL, _ rows: [[SQLValue]], _ tail: SQL) throws -> [SQL] {
        guard let columns = rows.first?.count else { return [] }
        guard columns > 0, rows.allSatisfy({ $0.count == columns }) else {
            throw DatabaseError(.statement, "rows to insert have different numbers of values")
        }
        let size = dialect.rowsPerInsert(columns: columns)
        return try stride(from: 0, to: rows.count, by: size).map { start in
            let part = rows.count <= size ? rows : Array(rows[start..<min(start + size, rows.count)])
            return try dialect.insertion(head, part, tail)
        }
    }
}

extension Dialect {
    fileprivate func rowsPerInsert(columns: Int) -> Int {
        switch self {
        case .sqlite: max(1, min(500, DatabaseLimits.values / columns))
        case .postgres: 5_000
        }
    }

    fileprivate func insertion(_ head: SQL, _ rows: [[SQLValue]], _ tail: SQL) throws -> SQL {
        switch self {
        case .sqlite:
            return "\(head) VALUES \(rows: rows) \(tail)"
        case .postgres:
            // One array a column: the text of the statement, hence its plan, is the same for any number of
            // rows.
            let columns = try (0..<(rows.first?.count ?? 0)).map { try ArrayColumn($0, of: rows) }
            let filled = columns.filter { $0.type != nil }
            guard !filled.isEmpty else { return "\(head) VALUES \(rows: rows) \(tail)" }
            let selected = SQL.joined(columns.map(\.selected), separator: ", ")
            let arrays = SQL.joined(filled.map(\.array), separator: ", ")
            let names = SQL.joined(filled.map(\.name), separator: ", ")
            return "\(head) SELECT \(selected) FROM unnest(\(arrays)) AS given (\(names)) \(tail)"
        }
    }
}

/// One column of the rows to insert, as an array of PostgreSQL in text form.
private struct ArrayColumn {
    enum ElementType {
        case integer
        case text
        case bytes

        var array: SQL {
            switch self {
            case .integer: "BIGINT[]"
            case .text: "TEXT[]"
            case .bytes: "BYTEA[]"
            }
        }
    }

    let name: SQL
    /// Nil where all values are NULL.
    private(set) var type: ElementType?
    private var elements = "{"

    init(_ index: Int, of rows: [[SQLValue]]) throws {
        name = SQL(stringLiteral: "c\(index)")
        for row in rows {
            if elements.utf8.count > 1 { elements += "," }
            switch row[index] {
            case .null:
                elements += "NULL"
            case .integer(let value):
                try agree(on: .integer)
                elements += String(value)
            case .text(let value):
                try agree(on: .text)
                elements.appendElement(value)
            case .bytes(let value):
                try agree(on: .bytes)
                elements += "\"\\\\x\(hexadecimal(value))\""
            }
        }
        elements += "}"
    }

    private mutating func agree(on found: ElementType) throws {
        guard type == nil || type == found else {
            throw DatabaseError(
                .statement,
                "a column of the rows to insert holds \(found) beside another type"
            )
        }
        type = found
    }

    var selected: SQL { type == nil ? "NULL" : name }
    var array: SQL { "CAST(\(elements) AS \(type?.array ?? "TEXT[]"))" }
}

extension String {
    /// Appends an element of an array, in quotes, so that it may hold anything.
    fileprivate mutating func appendElement(_ element: String) {
        self += "\""
        if element.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in element.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { self += "\\" }
                unicodeScalars.append(scalar)
            }
        } else {
            self += element
        }
        self += "\""
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
