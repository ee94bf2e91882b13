import Basis

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `F.rejected.csv`: the rows that were not imported, with their lines and the reasons, for somebody to mend and import.
///
/// It takes the place of the one of the last run when the run is over, and goes where nothing was rejected. Like its
/// file it is cut by the same delimiter and encoded the same way; cells are kept byte for byte.
final class RejectedFile {
    let path: String
    private let partialPath: String
    private let delimiter: UInt8
    private let encoding: FileEncoding
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isEmpty = true

    private static let bufferBytes = 65_536

    /// Makes the file that grows during the run, so that a folder that cannot be written is known before anything changes.
    init(for source: ImportSource) throws(Problems) {
        path = source.place + ".rejected.csv"
        partialPath = path + ".part"
        encoding = source.encoding
        var mode: mode_t = 0o644
        if case .csv(let csv) = source.content {
            delimiter = csv.delimiter
            if csv.hasMark { pending = [0xEF, 0xBB, 0xBF] }
            if case .path(let path) = csv.origin { mode = try InputFile(path: path).mode }
        } else {
            delimiter = UInt8(ascii: ",")
        }
        unlink(partialPath)
        descriptor = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode | 0o600)
        guard descriptor >= 0 else {
            throw Problems([Problem(partialPath, "catalog.problem.rejected_unwritable")])
        }
        writeRow(cells: ["line", "reason"].map { Array($0.utf8) } + source.layout.titles.map(encoded))
    }

    deinit {
        close(descriptor)
        unlink(partialPath)
    }

    func add(_ row: RejectedRow, reason: String) throws(ImportFailure) {
        isEmpty = false
        let cells = (0..<row.record.count).map { Array(row.record.cell($0)) }
        writeRow(cells: [Array(String(row.record.line).utf8), encoded(reason)] + cells)
        if pending.count >= Self.bufferBytes { try flush() }
    }

    /// Puts the file in its place; its path where anything was rejected.
    func finish() throws(ImportFailure) -> String? {
        if isEmpty {
            unlink(path)
            return nil
        }
        try flush()
        guard fsync(descriptor) == 0, rename(partialPath, path) == 0 else { throw .system(path) }
        return path
    }

    private func encoded(_ text: String) -> [UInt8] {
        encoding == .utf8 ? Array(text.utf8) : Windows1252.bytes(text)
    }

    private func writeRow(cells: [[UInt8]]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { pending.append(delimiter) }
            let isPlain = cell.allSatisfy { byte in
                byte != delimiter && byte != UInt8(ascii: "\"") && byte != 10 && byte != 13
            }
            if isPlain {
                pending += cell
            } else {
                pending.append(UInt8(ascii: "\""))
                for byte in cell {
                    if byte == UInt8(ascii: "\"") { pending.append(byte) }
                    pending.append(byte)
                }
                pending.append(UInt8(ascii: "\""))
            }
        }
        pending += [13, 10]
    }

    private func flush() throws(ImportFailure) {
        var written = 0
        while written < pending.count {
            let count = pending[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(partialPath) }
            written += count
        }
        pending.removeAll(keepingCapacity: true)
    }
}
