import Basis
import Foundation

/// What can be bound in a statement and read from a row.
package protocol SQLBindable: Sendable {
    var sqlValue: SQLValue { get }
}

/// What can be read from a column.
package protocol SQLReadable {
    init(column: Int, of row: Row) throws
}

/// An enum that is stored as its raw text.
package protocol SQLText: RawRepresentable<String>, SQLBindable, SQLReadable {}

extension SQLText {
    package var sqlValue: SQLValue { .text(rawValue) }

    package init(column: Int, of row: Row) throws {
        let text = try row.text(column)
        guard let value = Self(rawValue: text) else {
            throw DatabaseError(.malformedRow, "\(text) is no \(Self.self)")
        }
        self = value
    }
}

extension String: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(self) }
    package init(column: Int, of row: Row) throws { self = try row.text(column) }
}

extension Int64: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(self) }
    package init(column: Int, of row: Row) throws { self = try row.int64(column) }
}

extension Int: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
    package init(column: Int, of row: Row) throws { self = Int(try row.int64(column)) }
}

extension Bool: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    package init(column: Int, of row: Row) throws { self = try row.int64(column) != 0 }
}

extension Instant: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(milliseconds) }
    package init(column: Int, of row: Row) throws { self.init(milliseconds: try row.int64(column)) }
}

extension Language: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(code) }
    package init(column: Int, of row: Row) throws {
        let code = try row.text(column)
        guard let language = Language(code) else {
            throw DatabaseError(.malformedRow, "\(code) is no language")
        }
        self = language
    }
}

/// A value stored as JSON text with sorted keys, so that equal values are equal texts.
package struct JSONColumn<Value: Codable & Sendable>: SQLBindable, SQLReadable {
    package var value: Value

    package init(_ value: Value) { self.value = value }

    package var sqlValue: SQLValue { .text(JSONText.encode(value)) }

    package init(column: Int, of row: Row) throws {
        value = try JSONText.decode(Value.self, from: try row.text(column))
    }
}

extension LocalizedText: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { JSONColumn(self).sqlValue }
    package init(column: Int, of row: Row) throws {
        self = try JSONColumn<Self>(column: column, of: row).value
    }
}

/// JSON as it is stored: keys sorted, slashes unescaped.
package enum JSONText {
    package static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // JSON cannot hold infinities; whoever stores one has a defect of their own.
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("stored values have no numbers that JSON cannot hold")
        }
        return String(decoding: data, as: UTF8.self)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw DatabaseError(.malformedRow, "a stored \(type) cannot be read: \(error)")
        }
    }
}
