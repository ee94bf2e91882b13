import Basis
import Catalog

/// What uploaded files hold: what each column is taken to mean, the first rows, everything that is wrong.
struct ImportReviewPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let files: [File]
    let columnsAction: String
    let runAction: String
    /// Whether anything can be imported as it is.
    let canRun: Bool
    let runLabel: String

    struct Read: Sendable {
        var file: UploadFolder.Upload.File
        /// Nil where the file cannot be read at all.
        var preview: ImportPreview?
        var problems: [Problem]
    }

    struct File: Sendable {
        let title: String
        let name: String
        let summary: String
        let obstacles: [String]
        let notes: [String]
        let columns: [SelectField]
        let header: [String]
        let rows: [Row]
        let problems: [RowProblem]
        let problemSummary: String?
        let mark: Mark
    }

    struct Row: Sendable {
        let line: Int
        let cells: [String]
        let reasons: String?
    }

    struct RowProblem: Sendable {
        let line: String
        let reasons: String
    }

    init(_ visit: Visit, _ upload: UploadFolder.Upload, _ reads: [Read]) {
        let words = visit.words
        frame = visit.frame(title: words("import.review"), section: .importing, scripts: ["import.js"])
        t = words.t
        files = reads.map { Self.file($0, words) }
        columnsAction = Links.importing(upload.id) + "/columns"
        runAction = Links.importing(upload.id) + "/run"
        let right = reads.compactMap(\.preview).reduce(0) { $0 + $1.rowCount - $1.problemCount }
        canRun = reads.allSatisfy { $0.preview?.obstacles.isEmpty ?? false } && right > 0
        runLabel = words.count("import.run", right)
    }

    private static func file(_ read: Read, _ words: Words) -> File {
        let kind = words("import.\(read.file.kind.rawValue)")
        guard let preview = read.preview else {
            return File(
                title: kind,
                name: read.file.name,
                summary: words("import.unreadable"),
                obstacles: read.problems.map { words.text($0.message) },
                notes: [],
                columns: [],
                header: [],
                rows: [],
                problems: [],
                problemSummary: nil,
                mark: Mark(look: "bad", label: words("import.unreadable"))
            )
        }
        let right = preview.rowCount - preview.problemCount
        let isStuck = !preview.obstacles.isEmpty
        return File(
            title: kind,
            name: read.file.name,
            summary: isStuck ? words("import.columns_missing") : words.count("import.rows", preview.rowCount),
            obstacles: preview.obstacles.map { words.text($0.message) },
            notes: preview.notes.map(words.text),
            columns: columns(preview, words),
            header: fields(preview),
            rows: rows(preview, words),
            problems: preview.problems.map { problem in
                RowProblem(
                    line: words("import.line", ["line": String(problem.line)]),
                    reasons: problem.reasons.map(words.text).joined(separator: " ")
                )
            },
            problemSummary: preview.problemCount > 0
                ? words.count("import.problems", preview.problemCount) : nil,
            mark: isStuck
                ? Mark(look: "bad", label: words("import.stuck"))
                : preview.problemCount > 0
                    ? Mark(look: "watch", label: words.count("import.some_wrong", right))
                    : Mark(look: "good", label: words("import.all_right"))
        )
    }

    private static func columns(_ preview: ImportPreview, _ words: Words) -> [SelectField] {
        preview.columns.map { title in
            SelectField(
                "column.\(preview.kind.rawValue).\(title)",
                label: title,
                options: [("", words("import.ignore"))]
                    + preview.kind.fields.map { field in
                        let isRequired = preview.kind.requiredFields.contains(field)
                        let name = words.textIfAny("console.field.\(field)") ?? field
                        return (field, isRequired ? words("import.required", ["field": name]) : name)
                    },
                chosen: preview.mapping[title] ?? ""
            )
        }
    }

    /// The fields that some column is taken for, in the order of the documents.
    private static func fields(_ preview: ImportPreview) -> [String] {
        let mapped = Set(preview.mapping.values)
        return preview.kind.fields.filter(mapped.contains)
    }

    private static func rows(_ preview: ImportPreview, _ words: Words) -> [Row] {
        let fields = fields(preview)
        let titles = Dictionary(preview.mapping.map { ($0.value, $0.key) }) { first, _ in first }
        return preview.rows.map { row in
            let isWrong = !row.reasons.isEmpty
            return Row(
                line: row.line,
                cells: fields.map { field in row.values[isWrong ? titles[field] ?? field : field] ?? "" },
                reasons: isWrong ? row.reasons.map(words.text).joined(separator: " ") : nil
            )
        }
    }
}
