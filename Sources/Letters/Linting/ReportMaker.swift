import Basis

/// Turns the rules that fired into elements and findings with their places.
enum ReportMaker {
    static func report(_ run: borrowing LintRun, _ book: RuleBook) -> LintReport {
        var report = LintReport(
            language: book.language.code, framework: nil, profile: run.profile, elements: [], findings: [], missing: [],
            order: [], score: 100
        )
        for hit in run.hits {
            let rule = book.rules[hit.rule]
            guard rule.kind != .element else {
                if let place = place(hit, rule, run) { report.elements.append(element(rule, place, run)) }
                continue
            }
            guard let level = rule.level(in: run.profile) else { continue }
            report.findings.append(finding(rule, level, place(hit, rule, run), run, book))
        }
        report.elements.sort { ($0.start, $0.end, $0.type) < ($1.start, $1.end, $1.type) }
        report.findings.sort { ($0.start ?? .max, $0.end ?? .max, $0.rule) < ($1.start ?? .max, $1.end ?? .max, $1.rule) }
        report.elements = distinct(report.elements)
        return report
    }

    private static func element(_ rule: Rule, _ place: Range<Int>, _ run: borrowing LintRun) -> LintReport.Element {
        LintReport.Element(
            type: rule.type, start: place.lowerBound, end: place.upperBound,
            text: run.letter.text.joined(place.lowerBound, place.upperBound)
        )
    }

    private static func finding(
        _ rule: Rule,
        _ level: Level,
        _ place: Range<Int>?,
        _ run: borrowing LintRun,
        _ book: RuleBook
    ) -> LintReport.Finding {
        LintReport.Finding(
            rule: "\(book.language.code).\(rule.id)", type: rule.type, level: level, start: place?.lowerBound,
            end: place?.upperBound, text: place.map { run.letter.text.joined($0.lowerBound, $0.upperBound) },
            message: rule.reason, suggestion: rule.mend, title: rule.title
        )
    }

    /// Code points.
    private static func place(_ hit: LintRun.Hit, _ rule: Rule, _ run: borrowing LintRun) -> Range<Int>? {
        guard let number = hit.sentence, let tokens = hit.tokens else { return nil }
        let sentence = run.letter.sentences[number]
        let range: Range<Int>
        switch rule.span {
        case .match: range = tokens
        case .clause: range = run.clause(tokens, sentence.tokens)
        case .sentence: range = sentence.tokens
        }
        guard let last = range.last else { return nil }
        return Int(run.letter.tokens[range.lowerBound].start)..<Int(run.letter.tokens[last].end)
    }

    /// Two rules of one type may mark the same sentence.
    private static func distinct(_ elements: [LintReport.Element]) -> [LintReport.Element] {
        var found: [LintReport.Element] = []
        for element in elements where found.last != element { found.append(element) }
        return found
    }
}
