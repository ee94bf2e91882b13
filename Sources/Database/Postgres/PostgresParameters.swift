import CLibPQ

/// The values of a statement in the form that libpq takes: integers and texts as text, bytes as they are.
///
/// Each carries its type, so that `$1 + 1` or a `$1` in a `SELECT` list means the same as on SQLite; NULL takes the
/// type of its place, and in rows that of the other values of its column.
struct PostgresParameters {
    private enum ObjectID {
        static let unspecified: Oid = 0
        static let bytes: Oid = 17
        static let integer: Oid = 20
        static let text: Oid = 25
    }

    private(set) var types: [Oid] = []
    private var arena: [UInt8] = []
    /// Where each value begins in the arena; -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var hasBytes = false

    init(_ statement: SQL) throws {
        let count = statement.valueCount
        guard count <= DatabaseLimits.values else { throw DatabaseError.tooManyValues }
        types.reserveCapacity(count)
        starts.reserveCapacity(count)
        lengths.reserveCapacity(count)
        for piece in statement.pieces {
            switch piece {
            case .text: break
            case .value(let value): try append(value)
            case .list(let values): for value in values { try append(value) }
            case .rows(let rows): try append(rows: rows)
            }
        }
    }

    var count: Int { types.count }

    /// Calls `body` with what `PQexecParams` and its siblings take: values, lengths, formats. An array that is not
    /// needed is nil.
    func use<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        arena.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = starts.map { start in start < 0 ? nil : base.map { $0 + start } }
            guard hasBytes else { return body(values, nil, nil) }
            let formats = types.map { $0 == ObjectID.bytes ? Int32(1) : 0 }
            return body(values, lengths, formats)
        }
    }

    private mutating func append(_ value: SQLValue) throws {
        switch value {
        case .null:
            types.append(ObjectID.unspecified)
            starts.append(-1)
            lengths.append(0)
        case .integer(let value):
            var digits = String(value)
            digits.withUTF8 { place($0, ObjectID.integer) }
        case .text(var value):
            try value.withUTF8 { bytes in
                guard !bytes.contains(0) else { throw DatabaseError.nulCharacter }
                place(bytes, ObjectID.text)
            }
        case .bytes(let value):
            hasBytes = true
            value.withUnsafeBufferPointer { place($0, ObjectID.bytes) }
        }
    }

    private mutating func place(_ bytes: UnsafeBufferPointer<UInt8>, _ type: Oid) {
        types.append(type)
        starts.append(arena.count)
        lengths.append(Int32(clamping: bytes.count))
        arena.append(contentsOf: bytes)
        arena.append(0)
    }

    private mutating func append(rows: [[SQLValue]]) throws {
        let first = types.count
        for row in rows { for value in row { try append(value) } }
        guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns }) else { return }
        for column in 0..<columns {
            let places = stride(from: first + column, to: types.count, by: columns)
            guard let known = places.first(where: { types[$0] != ObjectID.unspecified }) else { continue }
            for place in places where types[place] == ObjectID.unspecified { types[place] = types[known] }
        }
    }
}
