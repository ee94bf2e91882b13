import Basis
import Letters
import Testing

/// What a rule file can say besides patterns.
struct RuleTests {
    @Test(arguments: Language.spoken)
    func `every rule's examples do what they say`(_ language: Language) throws {
        #expect(try RuleCheck.problems(language, root: LintSamples.root) == [])
    }

    static let types = [
        "acknowledge_fault", "take_responsibility", "seriousness", "explain_cause", "scope_impact",
        "reassure_data",
        "track_record", "corrective_action", "prevention", "remedy_compensation", "express_regret",
        "next_update_or_eta", "customer_action", "contact", "ongoing_commitment", "thanks", "denial",
        "blame_shift",
        "excuse", "conditional_apology", "non_apology", "minimise", "passive_evasion", "vague_promise",
        "pride",
        "insult_or_sarcasm", "jargon", "no_remedy", "no_way_forward", "overpromise", "sales_pitch",
        "repeated_regret",
        "misdirected_apology", "remedy_conditional", "self_focus", "looks_like_phishing",
        "data_reassurance_without_data_named", "legal_minimum_as_gesture", "apology_to_praise",
        "recall_softener",
    ]

    @Test(arguments: types, ["es", "en"])
    func `each element and anti-pattern has a rule in both languages`(
        _ type: String,
        _ language: String
    ) throws {
        let rule = try LintSamples.linter.explain(type, language: language)

        #expect(rule.rule == "\(language).\(type)")
        #expect(rule.fires.count >= 3)
        #expect(rule.quiet.count >= 3)
        #expect(!rule.reason.isEmpty && !rule.source.isEmpty && !rule.mend.isEmpty)
    }

    @Test
    func `a rule that is missing something is named`() throws {
        let folder = try RuleFolder([
            "a": "any: [sorry]\nexamples:\n  fire: [\"sorry\"]\n  quiet: [\"sorry\", b, c]"
        ])
        let problems = try RuleCheck.problems(.english, root: folder.root)

        #expect(problems.contains { $0.contains("fewer than 3 examples of fire") })
        #expect(problems.contains { $0.contains("fires, but should not: sorry") })
        #expect(problems.count == 2)
    }

    @Test
    func `an unknown key and a rule without a trigger are named`() throws {
        let folder = try RuleFolder(["a": "colour: red"])
        let problems = try RuleCheck.problems(.english, root: folder.root)

        #expect(problems.contains { $0.contains("the key colour is unknown") })
        #expect(problems.contains { $0.contains("nothing says when it fires") })
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let body: String
        let fires: String
        let quiet: String
        var testDescription: String { body }

        init(_ body: String, fires: String, quiet: String) {
            self.body = body
            self.fires = fires
            self.quiet = quiet
        }
    }

    static let rows: [Row] = [
        Row("any: [sorry]\nunless: [\"{when}\"]", fires: "We are sorry.", quiet: "We are sorry for Monday."),
        Row(
            "any: [sorry]\nonly_if: [you]",
            fires: "We are sorry, you know.",
            quiet: "We are sorry. You know."
        ),
        Row(
            "any: [if]\nunless: [{any: [especially], in: before}]",
            fires: "Sorry if so.",
            quiet: "Sorry, especially if so."
        ),
        Row(
            "any: [sorry]\nunless: [{any: [all], in: after}]",
            fires: "All are sorry.",
            quiet: "We are sorry, all of us."
        ),
        Row(
            "any: [sorry]\nunless: [{any: [refund], in: clause}]",
            fires: "We refund you; we are sorry.",
            quiet: "We are sorry and refund you."
        ),
        Row(
            "any: [never]\nunless: [{any: [alarm], in: near}]",
            fires: "Never again. So it is. An alarm rings.",
            quiet: "Never again. An alarm rings."
        ),
        Row(
            "any: [never]\nunless: [{any: [alarm], in: paragraph}]",
            fires: "Never again.\n\nAn alarm rings.",
            quiet: "Never again. So it is. An alarm rings."
        ),
        Row(
            "any: [never]\nunless: [{any: [alarm], in: letter}]",
            fires: "Never again.",
            quiet: "Never again.\n\nAn alarm rings."
        ),
        Row(
            "any: [late]\nunless: [{any: [sorry], in: elsewhere}]",
            fires: "Sorry for the late answer.",
            quiet: "Sorry for the late answer. Sorry for the pizza."
        ),
        Row(
            "any: [sorry]\nonly_if: [{any: [best], in: quoted}]",
            fires: "Customer: \"The best!\" Reply: Sorry.",
            quiet: "Sorry, we did our best."
        ),
        Row("count: {of: [sorry], more_than: 2}", fires: "Sorry. Sorry. Sorry.", quiet: "Sorry. Sorry."),
        Row(
            "count: {of: [sorry], more_than: 1, in: sentence}",
            fires: "Sorry, sorry.",
            quiet: "Sorry. Sorry."
        ),
        Row(
            "ratio: {of: [we], to: [you], more_than: 2, at_least: 3}",
            fires: "We, we and we. You.",
            quiet: "We, we and we. You and you."
        ),
        Row(
            "metric: sentence_words\nmore_than: 4",
            fires: "One two and three four.",
            quiet: "One two. Three four."
        ),
        Row("any: [sorry]\nopening: 1", fires: "Sorry. It fell.", quiet: "It fell. Sorry."),
        Row("any: [sorry]\nat_least_words: 4", fires: "We are so sorry.", quiet: "So sorry."),
        Row("any: [ana]\nzones: [signature]", fires: "It fell.\n\nKind regards,\nAna", quiet: "Ana fell."),
        Row("any: [sorry]", fires: "Sorry.", quiet: "> Sorry.\n\nThanks."),
    ]

    @Test(arguments: rows)
    func `a rule's conditions hold`(_ row: Row) throws {
        let folder = try RuleFolder(["a": row.body])

        #expect(try folder.hits(row.fires)["a"] != nil)
        #expect(try folder.hits(row.quiet)["a"] == nil)
    }

    @Test
    func `a rule asks about another one, and about what is absent`() throws {
        let folder = try RuleFolder([
            "a": "any: [sorry]", "b": "any: [late]\nunless: [{rule: a, in: near}]",
            "c": "absent: [a]\nonly_if: [{any: [late], in: letter}]",
        ])

        #expect(Set(try folder.hits("Late.").keys) == ["b", "c"])
        #expect(Set(try folder.hits("Late. Sorry.").keys) == ["a"])
        #expect(try folder.hits("Fine.").isEmpty)
    }

    @Test
    func `rules in a circle are refused`() throws {
        let folder = try RuleFolder([
            "a": "any: [x]\nunless: [{rule: b}]", "b": "any: [x]\nunless: [{rule: a}]",
        ])

        #expect(try RuleCheck.problems(.english, root: folder.root).contains { $0.contains("in a circle") })
    }

    @Test
    func `a profile silences a rule or changes its level`() throws {
        let folder = try RuleFolder([
            "a": "any: [sorry]\nlevels: {legal: off, reply: error}", "b": "any: [sorry]\nprofiles: [recall]",
        ])
        let linter = LetterLinter(root: folder.root)
        func levels(_ profile: LetterProfile) throws -> [String: Level] {
            let report = try linter.lint("Sorry.", options: LintOptions(language: "en", profile: profile))
            return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.type, $0.level) })
        }

        #expect(try levels(.general) == ["a": .warning])
        #expect(try levels(.legal) == [:])
        #expect(try levels(.reply) == ["a": .error])
        #expect(try levels(.recall) == ["a": .warning, "b": .warning])
    }
}
