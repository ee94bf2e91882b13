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
    /// The physical line on which the next row begins.
    private(set) var line: Int
    private var skipsLineFeed = false
    /// How many bytes may still be read a second time.
    private var rereadable: Int64

    var bytesRead: Int64 { blockStart + Int64(position) }

    /// Where the next row begins, behind the whole line end of the last one.
    mutating func rowStart() throws(ImportFailure) -> Int64 {
        _ = try skipLineFeed()
        return bytesRead
    }

    /// Reads from a position that is the beginning of a row on physical line `line`.
    init(_ input: any ByteSource, delimiter: UInt8, from offset: Int64 = 0, line: Int = 1) {
        self.input = input
        self.delimiter = delimiter
        blockStart = offset
        self.line = line
        rereadable = input.size * 4
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
                return scan.isUntouched ? nil : try atEnd(&scan, start)
            }
            let outcome = block.withUnsafeBufferPointer {
                scan.take(UnsafeBufferPointer(rebasing: $0[position...]))
            }
            switch outcome {
            case .needsMore:
                position = block.count
            case .ended(let count):
                position += count
                return ended(scan)
            case .stray(let count):
                position += count
                return try broken(&scan, start, "catalog.reject.quote_stray")
            }
        }
    }

    private mutating func ended(_ scan: CSVScan) -> RecordEvent {
        let first = line
        line += scan.innerLines + 1
        skipsLineFeed = scan.endedWithCR
        return event(scan, line: first)
    }

    private mutating func atEnd(_ scan: inout CSVScan, _ start: Int64) throws(ImportFailure) -> RecordEvent {
        if case .quoted = scan.state { return try broken(&scan, start, "catalog.reject.quote_open") }
        let first = line
        scan.endOfFile()
        line += scan.innerLines
        return event(scan, line: first)
    }

    private func event(_ scan: CSVScan, line: Int) -> RecordEvent {
        let record = Record(line: line, bytes: scan.bytes, ends: scan.ends)
        if scan.isTooLong {
            let limit = String(CSVScan.bytesMax / 1_024)
            return .broken(
                record.shortened(to: Self.shownBytes),
                Message("catalog.reject.too_long", ["limit": limit])
            )
        }
        if scan.hasNUL { return .broken(record, Message("catalog.reject.nul")) }
        return .record(record)
    }

    /// Gives up a row whose quotes do not fit and goes on at the physical line behind its first one.
    private mutating func broken(
        _ scan: inout CSVScan,
        _ start: Int64,
        _ key: MessageKey
    ) throws(ImportFailure)
        -> RecordEvent
    {
        var record = Record(line: line, bytes: scan.bytes, ends: scan.ends)
        if let firstLine = scan.firstLine, mayGoBack(to: start + Int64(firstLine.taken)) {
            record.ends.removeAll { $0 > firstLine.held }
            record.bytes = Array(record.bytes.prefix(firstLine.held))
            line += 1
        } else {
            line += scan.innerLines + 1
            try skipLine()
        }
        record.ends.append(record.bytes.count)
        return .broken(record.shortened(to: Self.shownBytes), Message(key))
    }

    /// Goes back to a position, unless so much was read again already that the file must be made to waste time.
    private mutating func mayGoBack(to offset: Int64) -> Bool {
        let distance = bytesRead - offset
        guard distance <= rereadable else { return false }
        rereadable -= max(0, distance)
        if offset >= blockStart {
            position = Int(offset - blockStart)
        } else {
            (block, blockStart, position) = ([], offset, 0)
        }
        return true
    }

    /// Moves behind the next line end, whatever the quotes say.
    private mutating func skipLine() throws(ImportFailure) {
        while true {
            while position < block.count {
                let byte = block[position]
                position += 1
                guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
                skipsLineFeed = byte == UInt8(ascii: "\r")
                return
            }
            guard try refill() else { return }
        }
    }

    /// Passes the line feed that belongs to the carriage return before it; false at the end of the file.
    private mutating func skipLineFeed() throws(ImportFailure) -> Bool {
        if position == block.count, try !refill() { return false }
        if skipsLineFeed, block[position] == UInt8(ascii: "\n") { position += 1 }
        skipsLineFeed = false
        return true
    }

    private mutating func refill() throws(ImportFailure) -> Bool {
        blockStart += Int64(block.count)
        position = 0
        block = try input.bytes(at: blockStart, count: Self.blockBytes)
        return !block.isEmpty
    }
}
