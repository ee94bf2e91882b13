import Basis

/// A statement and its bound values, written once for both engines.
///
/// Interpolating a value binds it; interpolating another `SQL` splices it. Nothing splices a `String`, so
/// text that came from outside can never become part of a statement.
package struct SQL: Sendable, Equatable, ExpressibleByStringInterpolation {
    package enum Piece: Sendable, Equatable {
        case text(String)
        case value(SQLValue)
        /// `(?, ?)` for an `IN`.
        case list([SQLValue])
        /// `(?, ?), (?, ?)` for the `VALUES` of an insert of many rows.
        case rows([[SQLValue]])
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
            pieces.append(.list(values.map(\.sqlValue)))
        }

        /// `(?, ?), (?, ?)` for the `VALUES` of an insert of many rows. Callers keep it under 30,000 values.
        package mutating func appendInterpolation(rows: [[SQLValue]]) {
            pieces.append(.rows(rows))
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
        var values: [SQLValue] = []
        eachValue { values.append($0) }
        return (text(for: dialect), values)
    }

    func text(for dialect: Dialect) -> String {
        var writer = PlaceholderWriter(dialect)
        for piece in pieces {
            switch piece {
            case .text(let fragment): writer.text += fragment
            case .value: writer.append()
            case .list(let values): writer.append(list: values.count)
            case .rows(let rows): writer.append(rows: rows)
            }
        }
        return writer.text
    }

    /// The values in the order of their placeholders.
    func eachValue(_ body: (SQLValue) throws -> Void) rethrows {
        for piece in pieces {
            switch piece {
            case .text: break
            case .value(let value): try body(value)
            case .list(let values): for value in values { try body(value) }
            case .rows(let rows): for row in rows { for value in row { try body(value) } }
            }
        }
    }

    var valueCount: Int {
        pieces.reduce(0) { count, piece in
            switch piece {
            case .text: count
            case .value: count + 1
            case .list(let values): count + values.count
            case .rows(let rows): rows.reduce(count) { $0 + $1.count }
            }
        }
    }
}

package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}
