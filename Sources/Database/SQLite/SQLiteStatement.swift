import GRDB
import GRDBSQLite

/// A prepared statement: bound, stepped and read through SQLite's own calls.
struct SQLiteStatement {
    /// Owns the prepared statement.
    private let owner: GRDB.Statement
    private let handle: SQLiteHandle
    private let text: String
    fileprivate let pointer: OpaquePointer

    /// SQLite makes its own copy of what is bound.
    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ owner: GRDB.Statement, in handle: SQLiteHandle, text: String) {
        self.owner = owner
        self.handle = handle
        self.text = text
        pointer = owner.sqliteStatement
    }

    func bind(_ value: SQLValue, at position: Int32) throws {
        let code =
            switch value {
            case .null: sqlite3_bind_null(pointer, position)
            case .integer(let value): sqlite3_bind_int64(pointer, position, value)
            case .text(let value): try bind(value, at: position)
            case .bytes(let value): bind(value, at: position)
            }
        guard code == SQLITE_OK else { throw handle.failure(code, text) }
    }

    private func bind(_ value: String, at position: Int32) throws -> Int32 {
        var value = value
        return try value.withUTF8 { bytes in
            guard !bytes.contains(0) else { throw DatabaseError.nulCharacter }
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(pointer, position, "", 0, nil)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(
                    pointer,
                    position,
                    $0,
                    UInt64(bytes.count),
                    Self.transient,
                    UInt8(SQLITE_UTF8)
                )
            }
        }
    }

    private func bind(_ value: [UInt8], at position: Int32) -> Int32 {
        value.withUnsafeBytes { bytes in
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, position, 0) }
            return sqlite3_bind_blob64(
                pointer,
                position,
                bytes.baseAddress,
                UInt64(bytes.count),
                Self.transient
            )
        }
    }

    /// Goes to the next row; false behind the last.
    func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw handle.failure(code, text)
        }
    }

    /// Ends the statement and lets its values go.
    func reset() {
        sqlite3_reset(pointer)  // repeats the error of `step`, if there was one
        sqlite3_clear_bindings(pointer)
    }
}

extension DatabaseError {
    /// PostgreSQL cannot hold it, so SQLite does not either.
    static let nulCharacter = DatabaseError(.constraint, "a text holds the character U+0000")
}

/// The row under the cursor. Answers nil once the statement is over.
final class SQLiteColumns: ColumnSource {
    private var statement: OpaquePointer?
    let columnCount: Int

    init(_ statement: SQLiteStatement) {
        self.statement = statement.pointer
        columnCount = Int(sqlite3_column_count(statement.pointer))
    }

    func end() { statement = nil }

    func isNull(_ column: Int) -> Bool {
        guard let statement, let index = checked(column) else { return true }
        return sqlite3_column_type(statement, index) == SQLITE_NULL
    }

    func int64(_ column: Int) -> Int64? {
        guard let statement, let index = checked(column),
            sqlite3_column_type(statement, index) == SQLITE_INTEGER
        else { return nil }
        return sqlite3_column_int64(statement, index)
    }

    func text(_ column: Int) -> String? {
        guard let statement, let index = checked(column),
            sqlite3_column_type(statement, index) == SQLITE_TEXT,
            let start = sqlite3_column_text(statement, index)
        else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        return String(decoding: bytes, as: UTF8.self)
    }

    func bytes(_ column: Int) -> [UInt8]? {
        guard let statement, let index = checked(column), sqlite3_column_type(statement, index) == SQLITE_BLOB
        else { return nil }
        let start = sqlite3_column_blob(statement, index)
        return [UInt8](
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        )
    }

    private func checked(_ column: Int) -> Int32? {
        column >= 0 && column < columnCount ? Int32(column) : nil
    }
}
