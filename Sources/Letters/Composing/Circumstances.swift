import Basis

/// What decides which sentences fit: closed questions with closed answers, read from the facts.
struct Circumstances: Sendable {
    /// The questions that `when` of a sentence may ask, with the answers that there are.
    static let questions: [String: Set<String>] = [
        "cause": ["known", "unknown"],
        "origin": Set(NoticeFacts.Origin.allCases.map(\.rawValue)),
        "kind": Set(NoticeFacts.Kind.allCases.map(\.rawValue)),
        "data": ["touched", "safe", "unknown", "unsaid"],
        "exposed": ["yes", "no", "unknown", "unsaid"],
        "lost": ["yes", "no", "unknown", "unsaid"],
        "over": ["yes", "no"],
        "first": ["yes", "no"],
        "stage": Set(NoticeFacts.Stage.allCases.map(\.rawValue)),
        "audience": Set(ComposeOptions.Audience.allCases.map(\.rawValue)),
        "reader": Set(ComposeOptions.Reader.allCases.map(\.rawValue)),
        "register": Set(ComposeOptions.Register.allCases.map(\.rawValue)),
        "severe": ["yes", "no"],
    ]

    private let answers: [String: String]
    let framework: String

    init(_ facts: LetterFacts, _ options: ComposeOptions, now: Instant) {
        let notice = facts.notice
        let exposed = Self.answer(notice.sheet[Fact.Name.dataExposed])
        let lost = Self.answer(notice.sheet[Fact.Name.dataLost])
        let hasCause =
            notice.sheet[Fact.Name.cause].map { $0.choice != .unknown && !$0.text.isEmpty } ?? false
        let lasted = (notice.resolvedAt ?? now).milliseconds - notice.beganAt.milliseconds
        answers = [
            "cause": hasCause ? "known" : "unknown",
            "origin": notice.origin.rawValue,
            "kind": notice.kind.rawValue,
            "exposed": exposed,
            "lost": lost,
            "data": Self.data(exposed, lost),
            "over": notice.isResolved ? "yes" : "no",
            "first": notice.isFirst ? "yes" : "no",
            "stage": notice.stage.rawValue,
            "audience": options.audience.rawValue,
            "reader": options.reader.rawValue,
            "register": options.register.rawValue,
            "severe": lasted >= Self.severeMilliseconds ? "yes" : "no",
        ]
        framework = options.framework
    }

    /// From two hours on it is no longer something one hardly notices.
    private static let severeMilliseconds: Int64 = 2 * 3_600_000

    func fits(_ question: String, _ wanted: [String]) -> Bool {
        if question == "framework" { return wanted.contains(framework) }
        return answers[question].map(wanted.contains) ?? false
    }

    private static func answer(_ fact: Fact?) -> String {
        guard let fact else { return "unsaid" }
        if let choice = fact.choice { return choice.rawValue }
        return fact.text.isEmpty ? "unsaid" : "yes"
    }

    private static func data(_ exposed: String, _ lost: String) -> String {
        if exposed == "yes" || lost == "yes" { return "touched" }
        if exposed == "unknown" || lost == "unknown" { return "unknown" }
        if exposed == "no" || lost == "no" { return "safe" }
        return "unsaid"
    }
}
