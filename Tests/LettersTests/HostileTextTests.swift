import Basis
import Foundation
import Letters
import Testing

/// Whatever arrives, the linter answers, soon, and with offsets that are inside the text.
struct HostileTextTests {
    static let seeds = [
        "a", " ", "\n", "\r", "\t", "!?.", "\"", "“", "«", "1", "a.", "a@a.", "e\u{301}", "\u{301}", "👩‍👩‍👧",
        "\u{FEFF}", "\u{202E}",
        "we are sorry if you may ", "lamentamos si esto pudo haber causado a usted ", "1 2 3 ", "+1 (2) 3-4 ",
        "Dear Dear, ", "Customer: \"a\" Reply: ", "Cliente: «", "but, or; no: ", "a'a-a'", "- a\n",
        "> sorry if\n", "#\n",
        "https://", "www.", "Kind regards,\n", "9 de de de ", "$ € ", "% ", "a_b ", "\u{1F468}\u{200D}", "漢字",
        "1,1.1,1:1/1-1 ",
    ]

    @Test(arguments: seeds, ["es", "en"])
    func `a text made of one thing is answered in time`(_ seed: String, _ language: String) throws {
        let text = String(repeating: seed, count: 100_000 / seed.utf8.count)
        let count = text.unicodeScalars.count
        let clock = ContinuousClock()
        let start = clock.now
        let report = try LintSamples.report(text, language, framework: "one-customer")

        // Fifty milliseconds are the goal; a busy machine may be much slower, an endless run is not.
        #expect(clock.now - start < .seconds(5))
        for element in report.elements { #expect(element.start < element.end && element.end <= count) }
        for finding in report.findings {
            #expect((finding.start ?? 0) <= (finding.end ?? 0) && (finding.end ?? 0) <= count)
        }
    }

    @Test(arguments: 0..<40)
    func `random letters, marks and words never trap`(_ seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var text = ""
        for _ in 0..<600 {
            let piece = Self.seeds[next(Self.seeds.count)]
            text += next(3) == 0 ? piece : String(Unicode.Scalar(UInt32(next(0xD7FF))) ?? "x")
            if next(4) == 0 { text += " " }
        }
        let report = try LintSamples.report(text)
        let scalars = Array(text.unicodeScalars)
        for element in report.elements { #expect(element.end <= scalars.count) }
        #expect((0...100).contains(report.score))
    }

    @Test
    func `bytes that are no text are refused`() throws {
        let bytes: [Data] = [
            Data([0xFF, 0xFE, 0x41, 0x00]), Data([0x41, 0x00, 0x42]), Data([0xC3, 0x28]),
            Data([0xED, 0xA0, 0x80]),
        ]
        for data in bytes {
            #expect(throws: LintRefusal.noText) { try LintSamples.linter.lint(bytes: data) }
        }
    }

    @Test
    func `one byte too many is refused, the last one allowed is not`() throws {
        let most = LetterLinter.maximumBytes
        let text = String(repeating: "Lo sentimos. ", count: most / 13 + 1)

        #expect(throws: LintRefusal.tooLong(bytes: most + 1, maximum: most)) {
            try LintSamples.linter.lint(bytes: Data(text.utf8.prefix(most + 1)))
        }
        #expect(try !LintSamples.linter.lint(bytes: Data(text.utf8.prefix(most))).elements.isEmpty)
    }

    @Test
    func `the same letter gives the same report from many threads at once`() async throws {
        let expected = try LintSamples.report(SeedLetters.goDaddy, "es")
        try await withThrowingTaskGroup(of: LintReport.self) { group in
            for _ in 0..<16 { group.addTask { try LintSamples.report(SeedLetters.goDaddy, "es") } }
            for try await report in group { #expect(report == expected) }
        }
    }
}
