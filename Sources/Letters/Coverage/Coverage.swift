import Basis

/// Which sentences of a letter do which step of a framework, what is missing, and what is out of order.
struct Coverage {
    private let framework: Framework
    private let report: LintReport
    private let language: Language
    /// For each step, where it is done: code points, rising.
    private let places: [String: [Int]]

    init(_ framework: Framework, _ report: LintReport, _ language: Language) {
        self.framework = framework
        self.report = report
        self.language = language
        var places: [String: [Int]] = [:]
        for step in framework.steps {
            let wanted = Set(step.any + step.all)
            let found = report.elements.filter { wanted.contains($0.type) }
            if step.all.isEmpty || Set(step.all).isSubset(of: found.map(\.type)) {
                places[step.id] = found.map(\.start).sorted()
            }
        }
        self.places = places.filter { !$0.value.isEmpty }
    }

    private func isDone(_ step: Framework.Step) -> Bool { places[step.id] != nil }

    /// All steps with the sentences that do them.
    var steps: [LintReport.Step] {
        framework.steps.map { step in
            let wanted = Set(step.any + step.all)
            let elements = isDone(step) ? report.elements.filter { wanted.contains($0.type) } : []
            var sentences: [String] = []
            for element in elements where !sentences.contains(element.text) { sentences.append(element.text) }
            return LintReport.Step(
                id: step.id,
                title: step.title.text(language),
                required: step.isRequired,
                sentences: sentences
            )
        }
    }

    /// Required steps that no sentence does.
    var missing: [String] { framework.steps.filter { $0.isRequired && !isDone($0) }.map(\.id) }

    /// The steps that are done, by where they are done first.
    var order: [String] {
        let number = Dictionary(uniqueKeysWithValues: framework.steps.enumerated().map { ($1.id, $0) })
        return places.sorted { ($0.value[0], number[$0.key] ?? 0) < ($1.value[0], number[$1.key] ?? 0) }.map(
            \.key
        )
    }

    /// What a letter lacks, does in the wrong order, or says and had to be reported.
    var findings: [LintReport.Finding] {
        framework.steps.filter { !isDone($0) }.map(missing) + framework.order.compactMap(disorder) + reports()
    }

    /// The share of the steps that are done, by weight, in hundredths.
    var share: Int {
        let total = framework.steps.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return 100 }
        return 100 * framework.steps.filter(isDone).reduce(0) { $0 + $1.weight } / total
    }

    private func missing(_ step: Framework.Step) -> LintReport.Finding {
        finding("missing", step.id, step.level, nil, step.title, step.reason, step.mend)
    }

    // MARK: Order

    private func disorder(_ order: Framework.Order) -> LintReport.Finding? {
        switch order.rule {
        case .sequence(let steps):
            var last = -1
            for step in steps {
                guard let places = places[step] else { continue }
                guard let next = places.first(where: { $0 >= last }) else {
                    return outOfOrder(order, step, places[0])
                }
                last = next
            }
            return nil
        case .notBefore(let step, let other):
            guard let first = places[step]?.first, let limit = places[other]?.first, first < limit else {
                return nil
            }
            return outOfOrder(order, step, first)
        }
    }

    private func outOfOrder(_ order: Framework.Order, _ step: String, _ place: Int) -> LintReport.Finding {
        let wanted = framework.steps.first { $0.id == step }
        let types = (wanted?.any ?? []) + (wanted?.all ?? [])
        let element = report.elements.first { $0.start == place && types.contains($0.type) }
        return finding(
            "order",
            step,
            order.level,
            element,
            wanted?.title ?? LocalizedText(),
            order.reason,
            order.mend
        )
    }

    // MARK: Reports

    private func reports() -> [LintReport.Finding] {
        framework.reports.flatMap { wanted in
            let elements = report.elements.filter { wanted.any.contains($0.type) }
            let findings = report.findings.filter { wanted.any.contains($0.type) }.compactMap { found in
                found.start.map {
                    LintReport.Element(
                        type: found.type,
                        start: $0,
                        end: found.end ?? $0,
                        text: found.text ?? ""
                    )
                }
            }
            return (elements + findings).map { element in
                finding(
                    "report",
                    element.type,
                    wanted.level,
                    element,
                    LocalizedText(),
                    wanted.reason,
                    wanted.mend
                )
            }
        }
    }

    private func finding(
        _ type: String,
        _ id: String,
        _ level: Level,
        _ element: LintReport.Element?,
        _ title: LocalizedText,
        _ reason: LocalizedText,
        _ mend: LocalizedText
    ) -> LintReport.Finding {
        LintReport.Finding(
            rule: "\(framework.id).\(id)",
            type: type,
            level: level,
            start: element?.start,
            end: element?.end,
            text: element?.text,
            message: reason.text(language),
            suggestion: mend.text(language),
            title: title.text(language)
        )
    }
}
