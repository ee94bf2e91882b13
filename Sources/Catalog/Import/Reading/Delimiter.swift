import Basis

/// How a CSV file is cut into cells: found out from its header.
struct Delimiter: Sendable, Equatable {
    let byte: UInt8
    /// Where the header begins, behind a byte order mark and a line `sep=;`.
    let headerOffset: Int64
    let headerLine: Int
    let hasMark: Bool

    private static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    private static let lookBytes = 65_536

    /// Chooses the delimiter that gives the most columns with a meaning here, then the most columns.
    init(_ input: any ByteSource, _ kind: ImportKind, mapping: [String: String]?) throws(ImportFailure) {
        var head = try input.bytes(at: 0, count: Self.lookBytes)[...]
        hasMark = head.starts(with: [0xEF, 0xBB, 0xBF])
        if hasMark { head = head.dropFirst(3) }
        if let said = Self.said(head) {
            byte = said.byte
            headerOffset = Int64(said.end)
            headerLine = 2
            return
        }
        headerOffset = Int64(head.startIndex)
        headerLine = 1
        var best = (byte: UInt8(ascii: ","), known: -1, all: 0)
        let header = Array(head.drop { $0 == 10 || $0 == 13 })
        for candidate in Self.candidates {
            var scan = CSVScan(delimiter: candidate)
            if case .needsMore = header.withUnsafeBufferPointer({ scan.take($0) }) { scan.endOfFile() }
            let titles = Titles.texts(
                Record(line: 1, bytes: scan.bytes, ends: scan.ends),
                encoding: .windows1252
            )
            let known = titles.filter {
                mapping?[$0] != nil || kind.knows($0.lowercased()) || Synonyms.field($0, kind) != nil
            }
            if (known.count, titles.count) > (best.known, best.all) {
                best = (candidate, known.count, titles.count)
            }
        }
        byte = best.byte
    }

    /// `sep=;` on the first line, as one spreadsheet program writes and reads it.
    private static func said(_ head: ArraySlice<UInt8>) -> (byte: UInt8, end: Int)? {
        let line = head.prefix { $0 != 10 && $0 != 13 }
        guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=",
            let byte = line.last
        else { return nil }
        var end = line.endIndex
        if end < head.endIndex, head[end] == 13 { end += 1 }
        if end < head.endIndex, head[end] == 10 { end += 1 }
        return (byte, end)
    }
}

/// The titles of columns.
enum Titles {
    static func texts(_ record: Record, encoding: FileEncoding) -> [String] {
        (0..<record.count).map { column in
            let bytes = record.cell(column)
            let text = encoding == .utf8 ? String(decoding: bytes, as: UTF8.self) : Windows1252.text(bytes)
            return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }
}
