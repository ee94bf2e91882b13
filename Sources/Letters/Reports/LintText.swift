import Basis
import Rendering

/// A report as people read it on a terminal: each finding with its sentence, what is marked, why, and what to write
/// instead.
package struct LintText: Sendable {
    private let catalogue: StringCatalogue
    /// The reader's language; reasons stay in the letter's.
    private let language: Language

    package init(catalogue: StringCatalogue, language: Language) {
        self.catalogue = catalogue
        self.language = language
    }

    /// - Parameter name: the file's name as it was given.
    package func render(_ report: LintReport, of text: String, name: String) -> String {
        let letter = LetterText(text)
        let places = TextPlaces(letter)
        var lines = [heading(report, name)]
        lines += steps(report)
        for finding in report.findings { lines += [""] + show(finding, report, letter, places, name) }
        return (lines + ["", summary(report)]).joined(separator: "\n") + "\n"
    }

    func words(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogue.text(MessageKey("letters.lint.text.\(key)"), language, values)
    }

    private func heading(_ report: LintReport, _ name: String) -> String {
        let language = words("language.\(report.language)")
        guard let framework = report.framework else {
            return words("heading", ["name": name, "language": language])
        }
        return words("heading_framework", ["name": name, "language": language, "framework": framework])
    }

    private func steps(_ report: LintReport) -> [String] {
        report.steps.map { step in
            let sign = step.sentences.isEmpty ? (step.required ? "✗" : "·") : "✓"
            guard let first = step.sentences.first else { return "  \(sign) \(step.title)" }
            return "  \(sign) \(step.title): \(Self.short(first))"
        }
    }

    private static func short(_ text: String) -> String { text.count <= 70 ? text : text.prefix(69) + "…" }

    private func show(
        _ finding: LintReport.Finding,
        _ report: LintReport,
        _ letter: LetterText,
        _ places: TextPlaces,
        _ name: String
    ) -> [String] {
        let level = words("level.\(finding.level.rawValue)")
        var lines: [String] = []
        if let start = finding.start, let end = finding.end {
            let place = places.place(start)
            lines.append(
                "\(name):\(place.line):\(place.column): \(level): \(finding.title) [\(finding.rule)]"
            )
            let sentence = report.sentences.first { $0.contains(start) } ?? start..<end
            let marked = MarkedSentence(
                letter,
                sentence: sentence.lowerBound..<max(end, sentence.upperBound),
                place: start..<end
            )
            lines += ["    " + marked.line, "    " + marked.marks]
        } else {
            lines.append("\(name): \(level): \(finding.title) [\(finding.rule)]")
        }
        lines.append("    " + words("why", ["text": finding.message]))
        if !finding.suggestion.isEmpty {
            lines.append("    " + words("instead", ["text": finding.suggestion]))
        }
        return lines
    }

    private func summary(_ report: LintReport) -> String {
        func count(_ level: Level) -> String { "\(report.findings.count { $0.level == level })" }
        let values = [
            "errors": count(.error), "warnings": count(.warning), "suggestions": count(.suggestion),
            "score": "\(report.score)",
        ]
        return words(report.findings.isEmpty ? "clean" : "summary", values)
    }
}
