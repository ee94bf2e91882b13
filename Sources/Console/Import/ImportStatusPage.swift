import Basis
import Catalog
import Foundation
import Rendering

/// How far an import is, or what became of it.
struct ImportStatusPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let isRunning: Bool
    /// Thousandths of the file that is being read.
    let progress: Int?
    let progressText: String?
    let results: [Result]
    let notes: [String]
    let problems: [String]
    let rejected: [LinkItem]
    let isDone: Bool
    let again: LinkItem

    struct Result: Sendable {
        let name: String
        let count: String
    }

    init(_ visit: Visit, _ upload: UploadFolder.Upload, _ status: ImportQueue.Status, _ folder: UploadFolder)
    {
        let words = visit.words
        let outcome = Outcome(status, words)
        title = outcome.title
        frame = visit.frame(title: outcome.title, section: .importing, scripts: ["import.js"])
        t = words.t
        isRunning = outcome.isRunning
        progress = outcome.progress
        progressText = outcome.progressText
        results = outcome.results
        notes = outcome.notes
        problems = outcome.problems
        isDone = outcome.isDone
        rejected = outcome.isDone ? Self.rejected(upload, folder, words) : []
        again = LinkItem(
            href: Links.with(Links.importing(upload.id), ["again": "yes"]),
            label: words("import.look_again")
        )
    }

    private static func rejected(
        _ upload: UploadFolder.Upload,
        _ folder: UploadFolder,
        _ words: Words
    ) -> [LinkItem] {
        upload.files.filter { file in
            FileManager.default.fileExists(atPath: folder.file(upload.id, file.kind) + ".rejected.csv")
        }.map { file in
            LinkItem(
                href: Links.importing(upload.id) + "/rejected/\(file.kind.rawValue)",
                label: words("import.rejected_file", ["name": words("import.\(file.kind.rawValue)")])
            )
        }
    }

    /// A status in words.
    private struct Outcome {
        var title: String
        var isRunning = false
        var isDone = false
        var progress: Int?
        var progressText: String?
        var results: [Result] = []
        var notes: [String] = []
        var problems: [String] = []

        init(_ status: ImportQueue.Status, _ words: Words) {
            switch status {
            case .waiting:
                title = words("import.waiting")
                isRunning = true
            case .running(let done):
                title = words("import.running")
                isRunning = true
                progress = done.bytesTotal > 0 ? Int(done.bytesRead * 1_000 / done.bytesTotal) : 0
                let values = ["file": words("import.\(done.kind.rawValue)")]
                progressText = words.count("import.progress", done.rows, values)
            case .done(let report):
                title = words(report.rejected == 0 ? "import.done" : "import.done_with_rejected")
                isDone = true
                results = Self.results(report, words)
                notes = report.notes.map(words.text)
            case .refused(let all):
                title = words("import.refused")
                problems = all.map { words.text($0.message) }
            case .failed(let number):
                title = words("error.unexpected")
                problems = [words("error.number", ["number": number])]
            }
        }

        private static func results(_ report: ImportReport, _ words: Words) -> [Result] {
            [
                ("imported", report.imported), ("updated", report.updated), ("unchanged", report.unchanged),
                ("rejected", report.rejected),
            ].map { word, count in Result(name: words("import.\(word)"), count: words.time.number(count)) }
        }
    }
}
