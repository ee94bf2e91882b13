import Basis
import Letters
import Rendering
import Testing

struct FrameworkTests {
    private static let all = (try? Framework.all(root: LintSamples.root)) ?? []

    @Test
    func `the twelve frameworks can be read`() throws {
        #expect(
            try Framework.all(root: LintSamples.root).map(\.id) == [
                "advisory", "all-clear", "data-breach", "first-notice", "follow-up", "godaddy-7",
                "legal-review",
                "one-customer", "recall", "riesterer-5", "short-reply", "unhappy-customer",
            ]
        )
    }

    @Test(arguments: all)
    func `a framework asks only for elements that have a rule`(_ framework: Framework) throws {
        let types = Set(RuleTests.types)
        let asked = framework.steps.flatMap { $0.any + $0.all } + framework.reports.flatMap(\.any)

        #expect(Set(asked).isSubset(of: types), "\(Set(asked).subtracting(types))")
    }

    @Test
    func `Go Daddy's letter does its seven steps in their order`() throws {
        let report = try LintSamples.report(SeedLetters.goDaddy, framework: "godaddy-7")

        #expect(report.language == "es")
        #expect(report.missing == [])
        #expect(report.steps.filter { !$0.sentences.isEmpty }.count == 7)
        #expect(!report.findings.contains { $0.type == "order" })
        #expect(!report.hasFindings(.error), "\(report.findings.filter { $0.level == .error })")
    }

    @Test
    func `Riesterer's sample does its five steps, with a suggestion on the early regret`() throws {
        let report = try LintSamples.report(SeedLetters.riesterer, framework: "riesterer-5")

        #expect(report.missing == [])
        #expect(report.findings.filter { $0.type == "order" }.map(\.level) == [.suggestion])
        #expect(
            report.findings.first { $0.type == "order" }?.text?.hasPrefix("Lamento profundamente") == true
        )
        #expect(!report.hasFindings(.error), "\(report.findings.filter { $0.level == .error })")
    }

    @Test
    func `United's first statement fails, and it says why`() throws {
        let report = try LintSamples.report(SeedLetters.united)

        #expect(report.language == "en")
        #expect(report.hasFindings(.error))
        #expect(Set(report.findings.map(\.type)).isSuperset(of: ["self_focus", "non_apology", "no_remedy"]))
        #expect(report.findings.allSatisfy { $0.message.count > 40 && !$0.suggestion.isEmpty })
        #expect(try LintSamples.report(SeedLetters.united, framework: "one-customer").score < 30)
    }

    @Test
    func `steps out of order are named`() throws {
        let regretFirst = """
            We are very sorry for the lost morning.

            A disk failed because our alarm was switched off. We have replaced it.

            This was our fault, and we take full responsibility. We refund you the whole month by Friday.
            """
        let report = try LintSamples.report(regretFirst, framework: "riesterer-5")

        #expect(report.order.first == "regret")
        #expect(report.findings.contains { $0.type == "order" && $0.level == .warning })
    }

    @Test
    func `a legal reading reports admissions and demands nothing`() throws {
        let report = try LintSamples.report(
            "This was our fault. We refund you 20 euros today.",
            framework: "legal-review"
        )

        #expect(report.missing == [])
        #expect(
            report.findings.contains { $0.type == "report" && $0.rule == "legal-review.acknowledge_fault" }
        )
        #expect(report.findings.contains { $0.rule == "legal-review.remedy_compensation" })
    }

    @Test
    func `a reply that is too long is told so`() throws {
        let text = String(repeating: "We lost your parcel and a new one leaves today. ", count: 20)
        let finding = try #require(
            try LintSamples.report(text, "en", framework: "short-reply").findings.first {
                $0.type == "length"
            }
        )

        #expect(finding.message.contains("200"))
        #expect(finding.start == nil)
    }

    @Test(arguments: [
        (LetterSituation(ongoing: true, ours: true, data: false, many: true), "first-notice"),
        (LetterSituation(ongoing: false, ours: true, data: true, many: true), "data-breach"),
    ])
    func `four answers propose a framework, with the reason`(
        _ situation: LetterSituation,
        _ id: String
    ) throws {
        let proposed = try #require(try Framework.all(root: LintSamples.root).proposed(for: situation).first)

        #expect(proposed.id == id)
        #expect(proposed.proposal?.why.text(.english).isEmpty == false)
    }

    @Test
    func `every combination of answers proposes something`() throws {
        let frameworks = try Framework.all(root: LintSamples.root)
        for number in 0..<16 {
            let situation = LetterSituation(
                ongoing: number & 1 == 1,
                ours: number & 2 == 2,
                data: number & 4 == 4,
                many: number & 8 == 8
            )
            #expect(!frameworks.proposed(for: situation).isEmpty, "\(situation)")
        }
    }

    @Test
    func `a name that is no framework is refused with those that there are`() {
        #expect(throws: LintRefusal.self) { try LintSamples.report("Sorry.", framework: "../secret") }
    }
}
