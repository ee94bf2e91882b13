import Basis

/// Reads the rows of a CSV file (RFC 4180) in bounded memory, whatever the bytes are.
///
/// A quote that is never closed would swallow every row behind it. So a row that cannot be read to its end is rejected
/// alone, and reading goes on at the physical line behind its first one.
struct CSVReader: RecordReader {
    private static let blockBytes = 262_144
    /// How much of each cell is shown where a row is too long.
    private static let shownBytes = 200

    private let input: any ByteSource
    private let delimiter: UInt8
    /// The bytes of the input from `blockStart`.
    private var block: [UInt8] = []
    private var blockStart: Int64
    private var position = 0
    private var line: Int
    private var skipsLineFeed = false

    var bytesRead: Int64 { blockStart + Int64(position) }

    /// Reads from a position that is the beginning of a row on physical line `line`.
    init(_ input: any ByteSource, delimiter: UInt8, from offset: Int64 = 0, line: Int = 1) {
        self.input = input
        self.delimiter = delimiter
        blockStart = offset
        self.line = line
    }

    /// The next row that has anything on its line.
    mutating func next() throws(ImportFailure) -> RecordEvent? {
        while let event = try row() {
            if case .record(let record) = event, record.bytes.isEmpty, record.count <= 1 { continue }
            return event
        }
        return nil
    }

    private mutating func row() throws(ImportFailure) -> RecordEvent? {
        var scan = CSVScan(delimiter: delimiter)
        guard try skipLineFeed() else { return nil }
        let start = bytesRead
        while true {
            if position == block.count, try !refill() {
                return scan.isUntouched ? nil : atEnd(&scan, start)
            }
            let outcome = block.withUnsafeBufferPointer { scan.take(UnsafeBufferPointer(rebasing: $0[position...])) }
            switch outcome {
            case .needsMore:
                position = block.count
            case .ended(let count):
                position += count
                return ended(scan)
            case .stray:
                return broken(&scan, start, "catalog.reject.quote_stray")
            }
        }
    }

    private mutating func ended(_ scan: CSVScan) -> RecordEvent {
        let first = line
        line += scan.innerLines + 1
        skipsLineFeed = scan.endedWithCR
        return event(scan, line: first)
    }

    private mutating func atEnd(_ scan: inout CSVScan, _ start: Int64) -> RecordEvent {
        if case .quoted = scan.state { return broken(&scan, start, "catalog.reject.quote_open") }
        let first = line
        scan.endOfFile()
        line += scan.innerLines
        return event(scan, line: first)
    }

    private func event(_ scan: CSVScan, line: Int) -> RecordEvent {
        let record = Record(line: line, bytes: scan.bytes, ends: scan.ends)
        if scan.isTooLong {
            let limit = String(CSVScan.bytesMax / 1_024)
            return .broken(record.shortened(to: Self.shownBytes), Message("catalog.reject.too_long", ["limit": limit]))
        }
        if scan.hasNUL { return .broken(record, Message("catalog.reject.nul")) }
        return .record(record)
    }

    /// Gives up a row whose quotes do not fit and goes back to the physical line behind its first one.
    private mutating func broken(_ scan: inout CSVScan, _ start: Int64, _ key: MessageKey) -> RecordEvent {
        var record = Record(line: line, bytes: scan.bytes, ends: scan.ends)
        if let firstLine = scan.firstLine {
            record.ends.removeAll { $0 > firstLine.held }
            record.bytes = Array(record.bytes.prefix(firstLine.held))
            record.ends.append(record.bytes.count)
            go(to: start + Int64(firstLine.taken))
            line += 1
        } else {
            record.ends.append(record.bytes.count)
            skipLine()
        }
        return .broken(record.shortened(to: Self.shownBytes), Message(key))
    }
}
