import CLibPQ

/// The row that has just come in. Answers nil once the statement is over.
final class PostgresColumns: ColumnSource {
    private enum ObjectID {
        static let truth: Oid = 16
        static let bytes: Oid = 17
        static let integers: [Oid] = [20, 23, 21, 26, 1_700]
        /// text, varchar, char(n), name, "char", json, jsonb, unknown.
        static let texts: [Oid] = [25, 1_043, 1_042, 19, 18, 114, 3_802, 705]
    }

    private var result: OpaquePointer?

    var columnCount: Int { result.map { Int(PQnfields($0)) } ?? 0 }

    func stand(on result: OpaquePointer?) { self.result = result }

    func isNull(_ column: Int) -> Bool { value(column) == nil }

    /// Also of a `numeric` that is whole (`sum` of a BIGINT) and of a truth value, which are integers on SQLite.
    func int64(_ column: Int) -> Int64? {
        guard let value = value(column) else { return nil }
        if ObjectID.integers.contains(value.type) { return Int64(decimal: value.bytes) }
        if value.type == ObjectID.truth { return value.bytes.first == UInt8(ascii: "t") ? 1 : 0 }
        return nil
    }

    func text(_ column: Int) -> String? {
        guard let value = value(column), ObjectID.texts.contains(value.type) else { return nil }
        return String(decoding: value.bytes, as: UTF8.self)
    }

    func bytes(_ column: Int) -> [UInt8]? {
        guard let value = value(column), value.type == ObjectID.bytes else { return nil }
        return Self.unescaped(value.bytes)
    }

    private func value(_ column: Int) -> (bytes: UnsafeBufferPointer<UInt8>, type: Oid)? {
        guard let result, column >= 0, column < columnCount else { return nil }
        let index = Int32(column)
        guard PQgetisnull(result, 0, index) == 0, let start = PQgetvalue(result, 0, index) else { return nil }
        let length = Int(PQgetlength(result, 0, index))
        let bytes = UnsafeRawBufferPointer(start: start, count: length).assumingMemoryBound(to: UInt8.self)
        return (bytes, PQftype(result, index))
    }

    /// The bytes of `\x0a1b`; nil where it is in another form.
    private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"),
            text[1] == UInt8(ascii: "x")
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension Int64 {
    /// Reads `-123`; nil where there is a fraction, anything else, or more than fits.
    fileprivate init?(decimal bytes: UnsafeBufferPointer<UInt8>) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { return nil }
        var value: Int64 = 0
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
            // Downwards, because the lowest number has no opposite.
            let (next, overflowedToo) = tenfold.subtractingReportingOverflow(digit)
            guard !overflowed, !overflowedToo else { return nil }
            value = next
        }
        if isNegative {
            self = value
        } else {
            guard value != .min else { return nil }
            self = -value
        }
    }
}
