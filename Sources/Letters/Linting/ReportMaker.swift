import Basis

/// Turns the rules that fired, the framework and the fact lock into a report.
struct ReportMaker {
    private static let deductions: [Level: Int] = [.error: 10, .warning: 4, .suggestion: 1]
    private static let disorder = 5

    private let book: RuleBook
    private let framework: Framework?
    private var report: LintReport
    private var words = 0
    /// Findings whose sentences are the engine's own.
    private var messages: [(finding: LintReport.Finding, title: Message, reason: Message, mend: Message)] = []

    init(_ book: RuleBook, _ profile: LetterProfile, _ framework: Framework?) {
        self.book = book
        self.framework = framework
        report = LintReport(
            language: book.language.code,
            framework: framework?.id,
            profile: profile,
            elements: [],
            findings: [],
            missing: [],
            order: [],
            score: 100
        )
    }

    // MARK: Rules

    mutating func take(_ run: borrowing LintRun) {
        words = run.letter.bodyWords
        report.sentences = run.letter.sentences.map { $0.start..<$0.end }
        for hit in run.hits {
            let rule = book.rules[hit.rule]
            let place = Self.place(hit, rule, run)
            if rule.kind == .element {
                guard let place else { continue }
                report.elements.append(
                    .init(
                        type: rule.type,
                        start: place.lowerBound,
                        end: place.upperBound,
                        text: Self.text(place, run.letter)
                    )
                )
            } else if let level = rule.level(in: run.profile) {
                report.findings.append(finding(rule, level, place, run.letter))
            }
        }
    }

    private func finding(
        _ rule: Rule,
        _ level: Level,
        _ place: Range<Int>?,
        _ letter: ReadLetter
    ) -> LintReport.Finding {
        LintReport.Finding(
            rule: "\(book.language.code).\(rule.id)",
            type: rule.type,
            level: level,
            start: place?.lowerBound,
            end: place?.upperBound,
            text: place.map { Self.text($0, letter) },
            message: rule.reason,
            suggestion: rule.mend,
            title: rule.title
        )
    }

    private static func text(_ place: Range<Int>, _ letter: ReadLetter) -> String {
        letter.text.joined(place.lowerBound, place.upperBound)
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

    // MARK: Facts

    mutating func take(_ breaches: [FactLock.Breach], _ letter: ReadLetter) {
        for breach in breaches {
            let text = Self.text(breach.start..<breach.end, letter)
            add(
                "fact.\(breach.kind)",
                breach.level,
                breach.start,
                breach.end,
                text,
                "letters.lint.fact",
                ["text": text]
            )
        }
    }

    mutating func take(changed facts: [Fact]) {
        for fact in facts {
            let text = fact.text.text(book.language)
            add(
                "fact.changed",
                .error,
                nil,
                nil,
                nil,
                "letters.lint.changed",
                ["fact": fact.id, "text": text]
            )
        }
    }

    private mutating func add(
        _ rule: String,
        _ level: Level,
        _ start: Int?,
        _ end: Int?,
        _ text: String?,
        _ key: String,
        _ values: [String: String],
        type: String = "fact"
    ) {
        let finding = LintReport.Finding(
            rule: rule,
            type: type,
            level: level,
            start: start,
            end: end,
            text: text,
            message: "",
            suggestion: "",
            title: ""
        )
        messages.append(
            (
                finding, Message(MessageKey("\(key).title"), values),
                Message(MessageKey("\(key).reason"), values),
                Message(MessageKey("\(key).mend"), values)
            )
        )
    }

    // MARK: The whole

    /// The report with framework, score and everything in the order of the text.
    mutating func finished(_ shelf: RuleShelf) throws -> LintReport {
        report.elements = distinct(report.elements)
        var share = 100
        if let framework {
            let coverage = Coverage(framework, report, book.language)
            report.steps = coverage.steps
            report.missing = coverage.missing
            report.order = coverage.order
            report.findings += coverage.findings
            share = coverage.share
            if let maximum = framework.maximumWords, words > maximum {
                add(
                    "\(framework.id).length",
                    .warning,
                    nil,
                    nil,
                    nil,
                    "letters.lint.length",
                    ["words": "\(words)", "maximum": "\(maximum)"],
                    type: "length"
                )
            }
        }
        for message in messages {
            var finding = message.finding
            finding.title = try shelf.text(message.title, book.language)
            finding.message = try shelf.text(message.reason, book.language)
            finding.suggestion = try shelf.text(message.mend, book.language)
            report.findings.append(finding)
        }
        report.findings.sort(by: Self.isBefore)
        report.score = score(share)
        return report
    }

    private func score(_ share: Int) -> Int {
        let lost = report.findings.reduce(0) { sum, finding in
            switch finding.type {
            case "missing": sum
            case "order": sum + Self.disorder
            default: sum + (Self.deductions[finding.level] ?? 0)
            }
        }
        return max(0, share - lost)
    }

    private static func isBefore(_ first: LintReport.Finding, _ second: LintReport.Finding) -> Bool {
        (first.start ?? .max, first.end ?? .max, first.rule) < (
            second.start ?? .max, second.end ?? .max, second.rule
        )
    }

    /// In the order of the text; two rules of one type may mark the same sentence.
    private func distinct(_ elements: [LintReport.Element]) -> [LintReport.Element] {
        var found: [LintReport.Element] = []
        for element in elements.sorted(by: { ($0.start, $0.end, $0.type) < ($1.start, $1.end, $1.type) })
        where found.last != element { found.append(element) }
        return found
    }
}
