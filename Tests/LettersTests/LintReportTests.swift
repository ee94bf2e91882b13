import Basis
import Foundation
import Letters
import Rendering
import Testing

struct LintReportTests {
    private static func words() throws -> StringCatalogue { try StringCatalogueSample.catalogue() }

    @Test
    func `the JSON has the keys that scripts rely on`() throws {
        let report = try LintSamples.report(
            "We apologise for any inconvenience.",
            "en",
            framework: "one-customer"
        )
        let data = try JSONEncoder().encode(report)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])

        #expect(
            Set(json.keys).isSuperset(of: [
                "language", "framework", "elements", "findings", "missing", "order", "score",
            ])
        )
        let findings = try #require(json["findings"] as? [[String: Any]])
        let keys: Set = ["rule", "type", "level", "start", "end", "text", "message", "suggestion"]
        #expect(findings.allSatisfy { Set($0.keys).isSuperset(of: keys) })
        #expect(findings.contains { $0["start"] is NSNull && $0["type"] as? String == "missing" })
        #expect(
            findings.contains { $0["type"] as? String == "conditional_apology" && $0["start"] as? Int == 0 }
        )
    }

    @Test
    func `without a framework the key is null`() throws {
        let data = try JSONEncoder().encode(try LintSamples.report("Hello.", "en"))

        #expect(String(decoding: data, as: UTF8.self).contains("\"framework\":null"))
    }

    @Test
    func `offsets point at the words in code points`() throws {
        let text = "😔 Hola.\n\nLamentamos las molestias que esto haya podido causarle."
        let finding = try #require(
            try LintSamples.report(text, "es").findings.first { $0.type == "conditional_apology" }
        )
        let scalars = Array(text.unicodeScalars)
        let (start, end) = (try #require(finding.start), try #require(finding.end))
        var found = String.UnicodeScalarView()
        found.append(contentsOf: scalars[start..<end])

        #expect(String(found) == finding.text)
        #expect(start >= 9)
    }

    @Test
    func `the text marks the words in their sentence`() throws {
        let folder = try RuleFolder(["a": "any: [\"for any\"]"])
        let text = "Hello.\nWe apologise for any trouble."
        let report = try LetterLinter(root: folder.root).lint(text, options: LintOptions(language: "en"))
        let lines = LintText(catalogue: try Self.words(), language: .english)
            .render(report, of: text, name: "a.txt").split(separator: "\n", omittingEmptySubsequences: false)

        #expect(lines.contains("a.txt:2:14: warning: a [en.a]"))
        #expect(lines.contains("    We apologise for any trouble."))
        #expect(lines.contains("                 ^^^^^^^"))
        #expect(lines.contains("    Why: b"))
        #expect(lines.contains("    Instead: d"))
    }

    @Test
    func `SARIF has a place in code points and a rule for each result`() throws {
        let text = "Hello.\nWe apologise for any trouble."
        let report = try LintSamples.report(text, "en", framework: "one-customer")
        let data = try JSONEncoder().encode(LintSARIF([("a b.txt", text, report)]))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let run = try #require((json["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let ids = Set((driver["rules"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })

        #expect(json["version"] as? String == "2.1.0")
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        #expect(results.count == report.findings.count)
        #expect(results.allSatisfy { ids.contains($0["ruleId"] as? String ?? "") })
        #expect(results.allSatisfy { ["error", "warning", "note"].contains($0["level"] as? String ?? "") })
        #expect(String(decoding: data, as: UTF8.self).contains("\"startLine\":2"))
        #expect(String(decoding: data, as: UTF8.self).contains("a%20b.txt"))
    }

    @Test
    func `a rule is explained by its id with and without language`() throws {
        #expect(try LintSamples.linter.explain("es.denial", language: "en").rule == "es.denial")
        #expect(try LintSamples.linter.explain("denial", language: "en").rule == "en.denial")
        #expect(throws: LintRefusal.unknownRule("fr.denial")) {
            try LintSamples.linter.explain("fr.denial", language: "en")
        }
        #expect(throws: LintRefusal.unknownRule("../language")) {
            try LintSamples.linter.explain("../language", language: "en")
        }
    }

    @Test
    func `a clean letter has nothing to mend`() throws {
        let text =
            "We lost your order, and that was our mistake. We are sorry. A new one leaves today, free of charge."
        let report = try LintSamples.report(text, "en")

        #expect(report.findings == [], "\(report.findings)")
        #expect(report.score == 100)
        #expect(
            Set(report.elements.map(\.type)).isSuperset(of: [
                "acknowledge_fault", "express_regret", "remedy_compensation",
            ])
        )
    }

    @Test(arguments: [
        ("The shop opens at nine. Your order leaves on Friday, and the invoice is in your account.", "en"),
        ("We have moved to 12 Mill Road. The new menu starts on Monday. See you there.", "en"),
        ("Se amplía el horario de la biblioteca desde el lunes. El carné se renueva en el mostrador.", "es"),
        ("Su factura de mayo ya está en su cuenta. Si quiere recibirla en papel, dígalo en recepción.", "es"),
    ])
    func `a letter about no incident has no error`(_ text: String, _ language: String) throws {
        #expect(!(try LintSamples.report(text, language).hasFindings(.error)))
    }
}

/// The room's real sentences.
enum StringCatalogueSample {
    static func catalogue() throws -> StringCatalogue {
        try StringCatalogue(root: LintSamples.root, rooms: ["Letters"])
    }
}
