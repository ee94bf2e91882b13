import Basis
import Foundation
import Letters

/// Prints reports as text, as JSON or as SARIF.
struct LintPrinter {
    let format: Lint.Printed
    let text: LintText
    /// One JSON object a line, each with its file.
    var isFolder = false
    private var reports: [(name: String, text: String, report: LintReport)] = []

    init(format: Lint.Printed, text: LintText) {
        self.format = format
        self.text = text
    }

    mutating func add(_ path: String, _ letter: String, _ report: LintReport) throws {
        switch format {
        case .text: Output.raw(text.render(report, of: letter, name: path == "-" ? "stdin" : path))
        case .json: try printJSON(path, report)
        case .sarif: reports.append((path == "-" ? "stdin" : path, letter, report))
        }
    }

    func finish() throws {
        if format == .sarif { try Output.json(LintSARIF(reports)) }
    }

    func show(_ rule: RuleExplanation) throws {
        if format == .text { Output.raw(text.render(rule)) } else { try Output.json(rule) }
    }

    private func printJSON(_ path: String, _ report: LintReport) throws {
        guard isFolder else { return try Output.json(report) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Output.line(
            String(decoding: try encoder.encode(FileReport(file: path, report: report)), as: UTF8.self)
        )
    }

    /// A report with the name of its file beside it.
    private struct FileReport: Encodable {
        let file: String
        let report: LintReport

        private enum CodingKeys: String, CodingKey {
            case file
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try report.encode(to: encoder)
        }
    }
}
