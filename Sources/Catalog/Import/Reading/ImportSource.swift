import Basis

/// A file that can be imported: it was looked through, and its header understood. Nothing was changed yet.
struct ImportSource: Sendable {
    let kind: ImportKind
    let place: String
    let size: Int64
    let layout: Layout
    let notes: [Message]
    let encoding: FileEncoding
    /// Whether every row must be checked for being text at all.
    let checksRows: Bool
    let content: Content

    enum Content: Sendable {
        /// The rows begin behind the header.
        case csv(CSVContent)
        case yaml([Record])
    }

    struct CSVContent: Sendable {
        var origin: Origin
        var delimiter: UInt8
        var hasMark: Bool
        var offset: Int64
        var line: Int
    }

    /// Where the bytes are.
    enum Origin: Sendable {
        case path(String)
        case bytes([UInt8])

        func open() throws(Problems) -> any ByteSource {
            switch self {
            case .path(let path): try InputFile(path: path)
            case .bytes(let bytes): InputBytes(bytes)
            }
        }
    }

    /// Looks a file through.
    ///
    /// Throws `Problems` where it cannot be imported at all, `ImportFailure` where the machine fails.
    init(_ kind: ImportKind, _ origin: Origin, place: String, mapping: Mapping) throws {
        self.kind = kind
        self.place = place
        let input = try origin.open()
        size = input.size
        try Self.refuseOtherFormats(input, place)
        if Self.isYAML(kind, place) {
            let yaml = try YAMLRecords(Self.allBytes(input), place: place)
            layout = try Layout(
                kind,
                titles: yaml.titles,
                mapping: mapping.chosen(yaml.titles, kind),
                place: place
            )
            (encoding, checksRows, content) = (.utf8, false, .yaml(yaml.records))
            notes = Self.notes(layout, .utf8, place)
            return
        }
        let survey = try FileSurvey(of: input)
        encoding = survey.encoding
        checksRows = survey.encoding == .utf8 && !survey.isWhole
        let delimiter = try Delimiter(input, kind, mapping: mapping.given)
        var (header, reader) = try Self.header(input, delimiter, place)
        let titles = Titles.texts(header, encoding: encoding)
        layout = try Layout(kind, titles: titles, mapping: mapping.chosen(titles, kind), place: place)
        content = .csv(
            CSVContent(
                origin: origin,
                delimiter: delimiter.byte,
                hasMark: delimiter.hasMark,
                offset: try reader.rowStart(),
                line: reader.line
            )
        )
        notes = Self.notes(layout, encoding, place)
    }

    /// The titles of the columns of a file, whatever they mean.
    static func titles(_ kind: ImportKind, _ origin: Origin, place: String) throws -> [String] {
        let input = try origin.open()
        try refuseOtherFormats(input, place)
        if isYAML(kind, place) { return try YAMLRecords(allBytes(input), place: place).titles }
        let delimiter = try Delimiter(input, kind, mapping: nil)
        return Titles.texts(
            try header(input, delimiter, place).header,
            encoding: try FileSurvey(of: input).encoding
        )
    }

    /// What columns mean: what their titles say, what a person said, or what they seem to mean.
    enum Mapping {
        case titles
        case given([String: String])
        case guessed

        var given: [String: String]? {
            if case .given(let mapping) = self { mapping } else { nil }
        }

        func chosen(_ titles: [String], _ kind: ImportKind) -> [String: String]? {
            switch self {
            case .titles: nil
            case .given(let mapping): mapping
            case .guessed: Synonyms.mapping(titles, kind)
            }
        }
    }

    private static func isYAML(_ kind: ImportKind, _ place: String) -> Bool {
        kind == .components && (place.hasSuffix(".yml") || place.hasSuffix(".yaml"))
    }

    /// No more than the largest YAML file and a byte, so that a larger one is known to be so.
    private static func allBytes(_ input: any ByteSource) throws(ImportFailure) -> [UInt8] {
        try input.bytes(at: 0, count: Int(min(input.size, Int64(YAMLRecords.bytesMax) + 1)))
    }

    private static func header(
        _ input: any ByteSource,
        _ delimiter: Delimiter,
        _ place: String
    ) throws -> (header: Record, reader: CSVReader) {
        var reader = CSVReader(
            input,
            delimiter: delimiter.byte,
            from: delimiter.headerOffset,
            line: delimiter.headerLine
        )
        guard case .record(let header) = try reader.next() else {
            throw Problems([
                Problem(place, input.size == 0 ? "catalog.problem.empty" : "catalog.problem.header")
            ])
        }
        return (header, reader)
    }

    func reader() throws -> any RecordReader {
        switch content {
        case .yaml(let records): YAMLReader(records, size: size)
        case .csv(let csv):
            CSVReader(try csv.origin.open(), delimiter: csv.delimiter, from: csv.offset, line: csv.line)
        }
    }

    /// Whole documents of spreadsheets, and text in two bytes a letter, are said to be so instead of failing row by row.
    private static func refuseOtherFormats(_ input: any ByteSource, _ place: String) throws {
        let head = try input.bytes(at: 0, count: 8)
        let workbooks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]
        if workbooks.contains(where: { head.starts(with: $0) }) {
            throw Problems([Problem(place, "catalog.problem.workbook")])
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw Problems([Problem(place, "catalog.problem.utf16")])
        }
    }

    private static func notes(_ layout: Layout, _ encoding: FileEncoding, _ place: String) -> [Message] {
        var notes: [Message] = []
        if encoding == .windows1252 { notes.append(Message("catalog.note.latin1", ["file": place])) }
        if !layout.unknown.isEmpty {
            let columns = layout.unknown.prefix(20).map { Shown.value($0) }.joined(separator: ", ")
            notes.append(Message("catalog.note.unknown_columns", ["file": place, "columns": columns]))
        }
        return notes
    }
}
