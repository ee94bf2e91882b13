import Basis

/// The columns of the row under the cursor. Valid only inside the closure that received it; not `Sendable`.
///
/// `next()` reads the columns in the order of the `SELECT`, so a type's column list and its `init(row:)`
/// stand side by side. The numbered readers are for hot loops.
package final class Row {
    private let source: any ColumnSource
    private var position = 0

    package init(_ source: any ColumnSource) {
        self.source = source
    }

    /// The cursor calls this when it stands on another row.
    package func rewind() { position = 0 }

    package func next<Value: SQLReadable>(_ type: Value.Type = Value.self) throws -> Value {
        defer { position += 1 }
        return try Value(column: position, of: self)
    }

    package func nextOrNil<Value: SQLReadable>(_ type: Value.Type = Value.self) throws -> Value? {
        if position < source.columnCount, source.isNull(position) {
            position += 1
            return nil
        }
        return try next(type)
    }

    /// The JSON text of the next column as a value.
    package func json<Value: Codable & Sendable>(_ type: Value.Type = Value.self) throws -> Value {
        try next(JSONColumn<Value>.self).value
    }

    /// True also where there is no such column.
    package func isNull(_ column: Int) -> Bool { source.isNull(column) }

    package func int64(_ column: Int) throws -> Int64 {
        guard let value = source.int64(column) else {
            throw DatabaseError(.malformedRow, "column \(column) is missing or is not an integer")
        }
        return value
    }

    package func text(_ column: Int) throws -> String {
        guard let value = source.text(column) else {
            throw DatabaseError(.malformedRow, "column \(column) is missing or is not text")
        }
        return value
    }

    package func bytes(_ column: Int) throws -> [UInt8] {
        guard let value = source.bytes(column) else {
            throw DatabaseError(.malformedRow, "column \(column) is missing or is not bytes")
        }
        return value
    }
}

/// What an engine gives a row. Each reader answers nil where the column is NULL, of another type or not
/// there, and all do so once the statement is over.
package protocol ColumnSource: AnyObject {
    var columnCount: Int { get }
    func isNull(_ column: Int) -> Bool
    func int64(_ column: Int) -> Int64?
    func text(_ column: Int) -> String?
    func bytes(_ column: Int) -> [UInt8]?
}
