import Basis

/// Turns the rules that fired, the framework and the fact lock into a report.
struct ReportMaker {
    private static let deductions: [Level: Int] = [.error: 10, .warning: 4, .suggestion: 1]
    private static let disorder = 5

    private let book: RuleBook
    private let framework: Framework?
    private var report: LintReport
    private var words = 0
    /// The letter, and the paragraph of each sentence.
    private var text: LetterText?
    private var blocks: [Int] = []
    /// Findings whose sentences are the engine's own.
    private var messages: [(finding: LintReport.Finding, sentences: Sentences, values: [String: String])] = []

    /// Title, reason and mend of a finding of the engine's own.
    private struct Sentences {
        static let fact = Sentences(
            "letters.lint.fact.title",
            "letters.lint.fact.reason",
            "letters.lint.fact.mend"
        )
        static let changed = Sentences(
            "letters.lint.changed.title",
            "letters.lint.changed.reason",
            "letters.lint.changed.mend"
        )
        static let length = Sentences(
            "letters.lint.length.title",
            "letters.lint.length.reason",
            "letters.lint.length.mend"
        )

        let title: MessageKey
        let reason: MessageKey
        let mend: MessageKey

        private init(_ title: MessageKey, _ reason: MessageKey, _ mend: MessageKey) {
            self.title = title
            self.reason = reason
            self.mend = mend
        }
    }

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
        blocks = run.letter.sentences.map(\.block)
        text = run.letter.text
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
                breach.start..<breach.end,
                text,
                .fact,
                ["text": text]
            )
        }
    }

    mutating func take(changed facts: [Fact]) {
        for fact in facts {
            let text = fact.text.text(book.language)
            add("fact.changed", .error, nil, nil, .changed, ["fact": fact.id, "text": text])
        }
    }

    private mutating func add(
        _ rule: String,
        _ level: Level,
        _ place: Range<Int>?,
        _ text: String?,
        _ sentences: Sentences,
        _ values: [String: String],
        type: String = "fact"
    ) {
        let finding = LintReport.Finding(
            rule: rule,
            type: type,
            level: level,
            start: place?.lowerBound,
            end: place?.upperBound,
            text: text,
            message: "",
            suggestion: "",
            title: ""
        )
        messages.append((finding, sentences, values))
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
                    .length,
                    ["words": "\(words)", "maximum": "\(maximum)"],
                    type: "length"
                )
            }
        }
        for message in messages {
            var finding = message.finding
            let (sentences, values) = (message.sentences, message.values)
            finding.title = try shelf.text(Message(sentences.title, values), book.language)
            finding.message = try shelf.text(Message(sentences.reason, values), book.language)
            finding.suggestion = try shelf.text(Message(sentences.mend, values), book.language)
            report.findings.append(finding)
        }
        report.elements = passages(report.elements)
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

    /// What neighbouring sentences of one paragraph do alike, they do together: one passage, as a reader marks it.
    private func passages(_ elements: [LintReport.Element]) -> [LintReport.Element] {
        guard let text else { return elements }
        var passages: [LintReport.Element] = []
        /// The newest passage of each type: its place in the list and its last sentence.
        var last: [String: (passage: Int, sentence: Int)] = [:]
        for element in elements {
            let sentence = self.sentence(at: element.start)
            if let (passage, before) = last[element.type], sentence - before <= 1,
                blocks[before] == blocks[sentence]
            {
                passages[passage].end = max(passages[passage].end, element.end)
                last[element.type] = (passage, sentence)
            } else {
                last[element.type] = (passages.count, sentence)
                passages.append(element)
            }
        }
        // Once for each passage, however many sentences it has.
        for index in passages.indices {
            passages[index].text = text.joined(passages[index].start, passages[index].end)
        }
        return passages
    }

    /// The number of the sentence in which a place is.
    private func sentence(at place: Int) -> Int {
        var (low, high) = (0, report.sentences.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if report.sentences[middle].lowerBound <= place { low = middle } else { high = middle - 1 }
        }
        return max(low, 0)
    }
}
