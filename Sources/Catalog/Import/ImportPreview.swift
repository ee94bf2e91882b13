import Basis
import Database

/// What would become of a file, before anything is changed.
package struct ImportPreview: Sendable {
    /// One of the first rows.
    package struct Row: Sendable, Hashable {
        /// The physical line on which it begins.
        package var line: Int
        /// As it was understood, by field; as it stands in the file, by title, where it is rejected.
        package var values: [String: String]
        /// Why it would be rejected; empty where it would be imported.
        package var reasons: [Message]
    }

    /// A row that would be rejected.
    package struct RowProblem: Sendable, Hashable {
        package var line: Int
        package var reasons: [Message]
    }

    package static let rowsMax = 20
    package static let problemsMax = 200

    package var kind: ImportKind
    /// The titles of the columns, as the file has them.
    package var columns: [String]
    /// What each column is taken to mean, by title; a column that is not here is ignored.
    package var mapping: [String: String]
    package var rowCount: Int
    /// The first rows, in the order of the file.
    package var rows: [Row]
    /// The first rows that would be rejected.
    package var problems: [RowProblem]
    /// How many would be.
    package var problemCount: Int
    package var notes: [Message]
    /// What keeps the whole file from being imported: columns that are missing or come twice. There are no rows then.
    package var obstacles: [Problem]

    static func make(
        _ kind: ImportKind,
        _ origin: ImportSource.Origin,
        place: String,
        mapping: [String: String]?,
        rules: ImportRules,
        database: any Database,
        arrivals: inout ImportArrivals
    ) async throws -> ImportPreview {
        let chosen = mapping.map { ImportSource.Mapping.given($0) } ?? .guessed
        var preview = ImportPreview(
            kind: kind,
            columns: try ImportSource.titles(kind, origin, place: place),
            mapping: mapping ?? [:],
            rowCount: 0,
            rows: [],
            problems: [],
            problemCount: 0,
            notes: [],
            obstacles: []
        )
        if mapping == nil { preview.mapping = Synonyms.mapping(preview.columns, kind) }
        let source: ImportSource
        do {
            source = try ImportSource(kind, origin, place: place, mapping: chosen)
        } catch let problems as Problems {
            preview.obstacles = problems.all
            return preview
        }
        preview.notes = source.notes
        switch kind {
        case .components: try await preview.fill(ComponentTable.self, source, rules, database, &arrivals)
        case .dependencies: try await preview.fill(DependencyTable.self, source, rules, database, &arrivals)
        case .customers: try await preview.fill(CustomerTable.self, source, rules, database, &arrivals)
        case .contacts: try await preview.fill(ContactTable.self, source, rules, database, &arrivals)
        case .subscriptions:
            try await preview.fill(SubscriptionTable.self, source, rules, database, &arrivals)
        }
        return preview
    }

    private mutating func fill<Table: ImportTable>(
        _ table: Table.Type,
        _ source: ImportSource,
        _ rules: ImportRules,
        _ database: any Database,
        _ arrivals: inout ImportArrivals
    ) async throws {
        let rows = try RowSource<Table>(source, rules: rules, database: database, arrivals: arrivals)
        while let batch = try await rows.next(limit: 1_000) {
            try Task.checkCancellation()
            if self.rows.count < Self.rowsMax {
                let right = zip(batch.entries, batch.lines).prefix(Self.rowsMax).map { entry, line in
                    Row(line: line, values: rows.table.shown(entry), reasons: [])
                }
                let wrong = batch.rejected.prefix(Self.rowsMax).map { Self.row($0, source) }
                let all = (right + wrong).sorted { $0.line < $1.line }
                self.rows += all.prefix(Self.rowsMax - self.rows.count)
            }
            for entry in batch.entries { rows.table.note(entry, in: &arrivals) }
            rowCount += batch.rows
            problemCount += batch.rejected.count
            problems += batch.rejected.prefix(Self.problemsMax - problems.count).map {
                RowProblem(line: $0.record.line, reasons: $0.reasons)
            }
        }
    }

    private static func row(_ rejected: RejectedRow, _ source: ImportSource) -> Row {
        let texts = Titles.texts(rejected.record, encoding: source.encoding)
        let values = Dictionary(zip(source.layout.titles, texts.map(Shown.value))) { first, _ in first }
        return Row(line: rejected.record.line, values: values, reasons: rejected.reasons)
    }
}
