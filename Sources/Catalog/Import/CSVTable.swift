import Basis

/// A small table that somebody gave: a list of customers with what is said about each. Read whole, unlike an import.
package struct CSVTable: Sendable {
    package struct Row: Sendable, Hashable {
        /// The physical line on which it begins.
        package var line: Int
        /// As many as the header has.
        package var cells: [String]
    }

    package static let rowsMax = 200_000

    package var header: [String]
    package var rows: [Row]

    /// - Throws: `Problems` with everything that is wrong with the file.
    package static func read(path: String) throws -> CSVTable {
        let input = try InputFile(path: path)
        // The kind whose columns such a list shares, for telling the delimiter.
        let kind = ImportKind.subscriptions
        let header = try ImportSource.titles(kind, .path(path), place: path)
        let encoding = try FileSurvey(of: input).encoding
        let delimiter = try Delimiter(input, kind, mapping: nil)
        var reader = CSVReader(
            input,
            delimiter: delimiter.byte,
            from: delimiter.headerOffset,
            line: delimiter.headerLine
        )
        var table = CSVTable(header: header, rows: [])
        var problems = Problems()
        _ = try reader.next()  // the header itself
        while let event = try reader.next() {
            guard table.rows.count < rowsMax else {
                problems.add(path, "catalog.problem.table_too_long", ["count": String(rowsMax)])
                break
            }
            table.take(event, encoding, path, &problems)
        }
        try problems.check()
        return table
    }

    private mutating func take(
        _ event: RecordEvent,
        _ encoding: FileEncoding,
        _ place: String,
        _ problems: inout Problems
    ) {
        switch event {
        case .broken(let record, let message):
            problems.add("\(place):\(record.line)", message.key, message.values)
        case .record(let record):
            if record.isBlank { return }
            guard record.count == header.count else {
                problems.add("\(place):\(record.line)", "catalog.problem.table_columns")
                return
            }
            rows.append(Row(line: record.line, cells: Titles.texts(record, encoding: encoding)))
        }
    }
}
