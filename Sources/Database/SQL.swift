import Basis

/// A statement and its bound values, written once for both engines.
///
/// Interpolating a value binds it; interpolating another `SQL` splices it. Nothing splices a `String`, so text
/// that came from outside can never become part of a statement.
package struct SQL: Sendable, Equatable, ExpressibleByStringInterpolation {
    package enum Piece: Sendable, Equatable {
        case text(String)
        case value(SQLValue)
    }

    package private(set) var pieces: [Piece]

    package init(stringLiteral text: String) {
        pieces = [.text(text)]
    }

    package init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    fileprivate init(pieces: [Piece]) {
        self.pieces = pieces
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { pieces.append(.text(text)) }
        }

        package mutating func appendInterpolation(_ value: some SQLBindable) {
            pieces.append(.value(value.sqlValue))
        }

        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            pieces.append(.value(value?.sqlValue ?? .null))
        }

        package mutating func appendInterpolation(_ sql: SQL) {
            pieces.append(contentsOf: sql.pieces)
        }

        /// `(?, ?, ?)` for an `IN`; an empty list becomes `(NULL)`, which matches nothing.
        package mutating func appendInterpolation(list values: [some SQLBindable]) {
            pieces.append(.text("("))
            for (index, value) in values.enumerated() {
                if index > 0 { pieces.append(.text(", ")) }
                pieces.append(.value(value.sqlValue))
            }
            pieces.append(.text(values.isEmpty ? "NULL)" : ")"))
        }

        /// `(?, ?), (?, ?)` for the `VALUES` of an insert of many rows. Callers keep it under 30,000 values.
        package mutating func appendInterpolation(rows: [[SQLValue]]) {
            for (index, row) in rows.enumerated() {
                pieces.append(.text(index == 0 ? "(" : ", ("))
                for (column, value) in row.enumerated() {
                    if column > 0 { pieces.append(.text(", ")) }
                    pieces.append(.value(value))
                }
                pieces.append(.text(")"))
            }
        }
    }

    /// Fragments with `separator` between them, for filters that depend on what was asked.
    package static func joined(_ fragments: [SQL], separator: SQL) -> SQL {
        var pieces: [Piece] = []
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { pieces.append(contentsOf: separator.pieces) }
            pieces.append(contentsOf: fragment.pieces)
        }
        return SQL(pieces: pieces)
    }

    /// The text and values for an engine: `?` placeholders for SQLite, `$1, $2 …` for PostgreSQL.
    package func rendered(for dialect: Dialect) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        values.reserveCapacity(pieces.count / 2)
        for piece in pieces {
            switch piece {
            case .text(let fragment):
                text += fragment
            case .value(let value):
                values.append(value)
                dialect.appendPlaceholder(values.count, to: &text)
            }
        }
        return (text, values)
    }
}

package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}
