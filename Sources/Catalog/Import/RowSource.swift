import Basis
import Database

/// Reads, judges and looks up the rows of one file, batch by batch, while the batch before is being written.
actor RowSource<Table: ImportTable> {
    /// A part of a file, ready to be written.
    struct Batch: Sendable {
        var entries: [Table.Entry] = []
        /// The lines of the entries.
        var lines: [Int] = []
        var rejected: [RejectedRow] = []
        /// How many rows it stands for, rejected ones too.
        var rows = 0
        var bytesRead: Int64 = 0
    }

    private struct Candidate {
        var cells: CellReader
        var draft: Table.Draft
    }

    nonisolated let table: Table
    private let source: ImportSource
    private let database: any Database
    private let arrivals: ImportArrivals
    private var reader: any RecordReader
    private var seen = SeenKeys()
    private(set) var blankRows = 0

    init(
        _ source: ImportSource,
        rules: ImportRules,
        database: any Database,
        arrivals: ImportArrivals = .none
    ) throws {
        table = Table(layout: source.layout, rules: rules)
        self.source = source
        self.database = database
        self.arrivals = arrivals
        reader = try source.reader()
    }

    /// The next rows; nil behind the last one.
    func next(limit: Int) async throws -> Batch? {
        var batch = Batch()
        var candidates: [Candidate] = []
        candidates.reserveCapacity(limit)
        while batch.rows < limit, let event = try reader.next() {
            switch event {
            case .broken(let record, let message):
                batch.rows += 1
                batch.rejected.append(RejectedRow(record: record, reasons: [message]))
            case .record(let record):
                if record.isBlank {
                    blankRows += 1
                    continue
                }
                batch.rows += 1
                judge(record, &candidates, &batch)
            }
        }
        guard batch.rows > 0 else { return nil }
        try await lookUp(candidates, &batch)
        batch.rejected.sort { $0.record.line < $1.record.line }
        batch.bytesRead = reader.bytesRead
        return batch
    }

    private func judge(_ record: Record, _ candidates: inout [Candidate], _ batch: inout Batch) {
        guard record.count == source.layout.titles.count else {
            let counts = ["found": String(record.count), "expected": String(source.layout.titles.count)]
            batch.rejected.append(
                RejectedRow(record: record, reasons: [Message("catalog.reject.column_count", counts)])
            )
            return
        }
        if source.checksRows, !UTF8Check.isValid(record.bytes) {
            batch.rejected.append(RejectedRow(record: record, reasons: [Message("catalog.reject.encoding")]))
            return
        }
        var cells = CellReader(record, encoding: source.encoding)
        if let draft = table.draft(from: &cells) {
            candidates.append(Candidate(cells: cells, draft: draft))
        } else {
            batch.rejected.append(RejectedRow(record: record, reasons: cells.problems))
        }
    }

    private func lookUp(_ candidates: [Candidate], _ batch: inout Batch) async throws {
        let references: Table.References
        if let none = NoReferences() as? Table.References {
            references = none
        } else {
            let drafts = candidates.map(\.draft)
            let (table, arrivals) = (table, arrivals)
            references = try await database.read { try table.references(of: drafts, arrivals, in: $0) }
        }
        for candidate in candidates {
            var cells = candidate.cells
            guard let entry = table.entry(from: candidate.draft, references, &cells) else {
                batch.rejected.append(RejectedRow(record: cells.record, reasons: cells.problems))
                continue
            }
            guard seen.insert({ table.identify(entry, into: &$0) }) else {
                batch.rejected.append(
                    RejectedRow(record: cells.record, reasons: [Message("catalog.reject.duplicate")])
                )
                continue
            }
            batch.entries.append(entry)
            batch.lines.append(cells.record.line)
        }
    }
}

/// A row that was not imported, and everything that is wrong with it.
struct RejectedRow: Sendable {
    var record: Record
    var reasons: [Message]
}
