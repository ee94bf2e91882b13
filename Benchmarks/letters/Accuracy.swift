import Letters

/// Compares the linter with labelled letters and sentences.
struct Accuracy {
    /// Other names for the same thing in the labels.
    private static let aliases = ["over_apology": "repeated_regret"]

    let corpus: Corpus
    let linter: LetterLinter
    let details: Bool

    func run() throws -> [String] { try letters() + (try sentences()) + (try unlabelled()) }

    private func letters() throws -> [String] {
        var lines: [String] = []
        for language in ["es", "en"] {
            var elements = Agreement()
            var antipatterns = Agreement()
            for letter in try corpus.labels() where letter.lang == language {
                let report = try linter.lint(
                    try corpus.text("labelled", letter.file),
                    options: .init(language: language)
                )
                elements.add(
                    letter.file,
                    found: report.elements.map(span),
                    labelled: letter.elements.map(span)
                )
                antipatterns.add(
                    letter.file,
                    found: report.findings.map(span),
                    labelled: (letter.antipatterns ?? []).map(span)
                )
            }
            lines.append(elements.printed("elements \(language)", details: details))
            lines.append(antipatterns.printed("anti-patterns \(language)", details: details))
        }
        return lines
    }

    private func span(_ element: LintReport.Element) -> Agreement.Span {
        Agreement.Span(type: element.type, place: element.start..<element.end, text: element.text)
    }

    private func span(_ finding: LintReport.Finding) -> Agreement.Span {
        Agreement.Span(
            type: finding.type,
            place: finding.start.flatMap { start in finding.end.map { start..<$0 } },
            text: finding.text ?? ""
        )
    }

    private func span(_ label: Corpus.Span) -> Agreement.Span {
        Agreement.Span(
            type: label.type,
            place: label.start.flatMap { start in label.end.map { start..<$0 } },
            text: label.text ?? ""
        )
    }

    // MARK: Single sentences

    private func sentences() throws -> [String] {
        let sentences = try corpus.sentences()
        var lines: [String] = []
        for language in ["es", "en"] {
            var right = [0, 0]
            var all = [0, 0]
            var wrong: [String] = []
            func count(_ text: String, _ type: String, _ isWanted: Bool) throws {
                let index = isWanted ? 0 : 1
                all[index] += 1
                let isFound = try types(text, language).contains(Self.aliases[type] ?? type)
                if isFound == isWanted {
                    right[index] += 1
                } else {
                    wrong.append("    \(isWanted ? "-" : "+") \(type): \(text)")
                }
            }
            for (type, pairs) in sentences.antipatterns.sorted(by: { $0.key < $1.key }) {
                for text in pairs[language]?.pos ?? [] { try count(text, type, true) }
                for text in pairs[language]?.neg ?? [] { try count(text, type, false) }
            }
            for (type, texts) in (sentences.elements.map { $0 } + sentences.extra.map { $0 }).sorted(by: {
                $0.key < $1.key
            }) {
                for text in texts[language] ?? [] { try count(text, type, true) }
            }
            lines.append(
                "sentences \(language): \(right[0]) of \(all[0]) fire, \(right[1]) of \(all[1]) stay quiet, "
                    + rounded(Double(right[0] + right[1]) / Double(max(1, all[0] + all[1])))
            )
            lines += wrong
        }
        return lines
    }

    private func types(_ text: String, _ language: String) throws -> Set<String> {
        let report = try linter.lint(text, options: .init(language: language))
        return Set(report.elements.map(\.type) + report.findings.map(\.type))
    }

    // MARK: Letters that nobody labelled

    /// All errors are printed: letters about no incident must have none.
    private func unlabelled() throws -> [String] {
        var lines: [String] = []
        var counts: [Level: Int] = [:]
        for file in try corpus.files("unlabelled") {
            let report = try linter.lint(try corpus.text("unlabelled", file))
            for finding in report.findings {
                counts[finding.level, default: 0] += 1
                guard finding.level == .error || details else { continue }
                lines.append(
                    "    \(file): \(finding.level.rawValue) \(finding.type): \(finding.text?.prefix(140) ?? "")"
                )
            }
        }
        let figures = Level.allCases.map { "\(counts[$0] ?? 0) \($0.rawValue)s" }.joined(separator: ", ")
        return ["unlabelled letters: \(figures)"] + lines
    }
}
