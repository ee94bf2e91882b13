import Basis
import Database

/// The import of one file: while a batch is written, the next one is read and judged.
struct ImportRun: Sendable {
    /// The first batch; later ones grow or shrink so that a transaction takes well under the 50 ms that any other
    /// writer may have to wait.
    private static let firstRows = 500
    private static let rowsRange = 125...2_000
    private static let slow = Duration.milliseconds(40)
    private static let quick = Duration.milliseconds(15)
    private static let cyclesNamedMax = 20

    var source: ImportSource
    var rules: ImportRules
    var database: any Database
    var desk: ImportDesk
    var progress: (@Sendable (ImportProgress) -> Void)?

    func all(
        say: @Sendable (Message) -> String,
        rejections: RejectedFile,
        into report: inout ImportReport
    ) async throws {
        report.notes += source.notes
        switch source.kind {
        case .components: try await rows(ComponentTable.self, say, rejections, &report)
        case .dependencies:
            try await rows(DependencyTable.self, say, rejections, &report)
            report.notes += try await cycles()
        case .customers: try await rows(CustomerTable.self, say, rejections, &report)
        case .contacts: try await rows(ContactTable.self, say, rejections, &report)
        case .subscriptions: try await rows(SubscriptionTable.self, say, rejections, &report)
        }
        if let path = try rejections.finish() { report.rejectedFiles.append(path) }
    }

    private func rows<Table: ImportTable>(
        _ kind: Table.Type,
        _ say: @Sendable (Message) -> String,
        _ rejections: RejectedFile,
        _ report: inout ImportReport
    ) async throws {
        let rows = try RowSource<Table>(source, rules: rules, database: database)
        var limit = Self.firstRows
        var done = ImportProgress(
            kind: source.kind,
            path: source.place,
            bytesRead: 0,
            bytesTotal: source.size,
            rows: 0,
            rejected: 0
        )
        var current = try await rows.next(limit: limit)
        while let batch = current {
            try Task.checkCancellation()
            let ahead = limit
            async let following = rows.next(limit: ahead)
            let start = ContinuousClock.now
            report.add(try await write(batch.entries, rows.table))
            if !batch.entries.isEmpty { limit = Self.adapted(limit, ContinuousClock.now - start) }
            for row in batch.rejected {
                try rejections.add(row, reason: row.reasons.map(say).joined(separator: " "))
            }
            report.rows += batch.rows
            report.rejected += batch.rejected.count
            done.rows += batch.rows
            done.rejected += batch.rejected.count
            done.bytesRead = batch.bytesRead
            progress?(done)
            current = try await following
        }
        let blankRows = await rows.blankRows
        if blankRows > 0 {
            report.notes.append(
                Message("catalog.note.blank_rows", ["file": source.place, "count": String(blankRows)])
            )
        }
    }

    private func write<Table: ImportTable>(
        _ entries: [Table.Entry],
        _ table: Table
    ) async throws -> ImportTally {
        guard !entries.isEmpty else { return ImportTally() }
        let desk = desk
        return try await database.write { try table.write(entries, with: desk, in: $0) }
    }

    private static func adapted(_ limit: Int, _ taken: Duration) -> Int {
        if taken > slow { return max(rowsRange.lowerBound, limit / 2) }
        return taken < quick ? min(rowsRange.upperBound, limit * 2) : limit
    }

    /// Names the circles of all dependencies there are now.
    private func cycles() async throws -> [Message] {
        let place = source.place
        return try await database.read { session in
            let cycles = DependencyCycles.all(in: try ComponentStore.dependencies(in: session))
            let shown = cycles.prefix(Self.cyclesNamedMax)
            let names = try ComponentStore.externalIDs(of: Set(shown.joined()), in: session)
            var notes = shown.map { cycle in
                let members = cycle.prefix(Self.cyclesNamedMax).map { names[$0] ?? String($0) }
                let rest = cycle.count > members.count ? ", …" : ""
                return Message("catalog.note.cycle", ["components": members.joined(separator: ", ") + rest])
            }
            if cycles.count > shown.count {
                notes.append(
                    Message(
                        "catalog.note.more_cycles",
                        ["file": place, "count": String(cycles.count - shown.count)]
                    )
                )
            }
            return notes
        }
    }
}
