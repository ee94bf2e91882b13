import Basis

/// One row as its file gave it: the bytes of its cells, without quotes and delimiters.
struct Record: Sendable, Equatable {
    /// The physical line on which it begins; the header is on line 1.
    var line: Int
    /// All cells, one behind the other.
    var bytes: [UInt8]
    /// Where each cell ends in `bytes`.
    var ends: [Int]

    var count: Int { ends.count }

    func range(_ column: Int) -> Range<Int> { (column == 0 ? 0 : ends[column - 1])..<ends[column] }

    func cell(_ column: Int) -> ArraySlice<UInt8> { bytes[range(column)] }

    /// A row with nothing but blanks, as spreadsheets leave them below a table.
    var isBlank: Bool { bytes.allSatisfy { $0 == UInt8(ascii: " ") } }

    init(line: Int, bytes: [UInt8], ends: [Int]) {
        self.line = line
        self.bytes = bytes
        self.ends = ends
    }

    init(line: Int, cells: [String]) {
        self.init(line: line, bytes: [], ends: [])
        for cell in cells {
            bytes += Array(cell.utf8)
            ends.append(bytes.count)
        }
    }

    /// The row with each cell cut to `count` bytes.
    func shortened(to count: Int) -> Record {
        var short = Record(line: line, bytes: [], ends: [])
        for column in ends.indices {
            short.bytes += cell(column).prefix(count)
            short.ends.append(short.bytes.count)
        }
        return short
    }
}

/// What a reader finds next.
enum RecordEvent: Sendable, Equatable {
    case record(Record)
    /// A row that cannot be read as one, with what can be shown of it.
    case broken(Record, Message)
}

/// Hands over the rows of a file one after the other.
protocol RecordReader {
    /// How far into the file it has come.
    var bytesRead: Int64 { get }

    mutating func next() throws(ImportFailure) -> RecordEvent?
}
