import Basis
import Foundation
import Letters
import Rendering
import Testing

@Suite("LetterComposer")
struct LetterComposerTests {
    static let frameworks = [
        "advisory", "all-clear", "data-breach", "first-notice", "follow-up", "godaddy-7", "legal-review",
        "one-customer", "recall", "riesterer-5", "short-reply", "unhappy-customer",
    ]
    let samples: LetterSamples

    init() throws { samples = try LetterSamples() }

    @Test
    func `Every framework of the linter can be composed`() throws {
        #expect(samples.composer.known == Self.frameworks)
        #expect(try Framework.all(root: LetterSamples.root).map(\.id) == Self.frameworks)
    }

    @Test(arguments: frameworks, [Language.spanish, .english])
    func
        `No letter has an error, a fact that is not on the sheet, or a step that the facts could do and it does not`(
            framework: String,
            language: Language
        ) throws
    {
        for situation in LetterSamples.situations(framework) {
            let letter = try samples.letter(situation, framework, language)
            let report = try samples.report(letter, situation)
            let grave = report.findings.filter { $0.level == .error || $0.type == "fact" }
                .filter { !LetterSamples.isHonestlyMissing($0, letter) }
            #expect(
                grave.isEmpty,
                "\(situation): \(grave.map { "\($0.rule) \($0.text ?? "")" })\n\(letter.text)"
            )
        }
    }

    @Test(arguments: ComposeOptions.Form.allCases, [Language.spanish, .english])
    func `No text has a hole, a doubled word or blank, or an empty paragraph`(
        form: ComposeOptions.Form,
        language: Language
    ) throws {
        for framework in Self.frameworks {
            for situation in LetterSamples.situations(framework) {
                let letter = try samples.letter(situation, framework, language, form)
                #expect(letter.text.isTidy, "\(framework) \(situation)\n\(letter.text)")
                if form == .short {
                    #expect(letter.text.count <= ComposedLetter.shortLimit + 1, "\(letter.text)")
                }
            }
        }
    }

    @Test(arguments: [Language.spanish, .english])
    func `What is not known is said to be not known, and nothing takes its place`(language: Language) throws {
        let unknown = LetterSamples.Situation(
            origin: .ours,
            knowsCause: false,
            data: .unknown,
            audience: .hurt,
            register: .usted
        )
        let letter = try samples.letter(unknown, "godaddy-7", language)
        #expect(letter.missing.contains("cause"))
        #expect(letter.missing.contains("data_exposed"))
        #expect(letter.text.contains(language == .spanish ? "no sabemos" : "do not know"))
        #expect(!letter.text.contains("router"))
    }

    @Test
    func `The same incident always reads the same, and two incidents do not`() throws {
        let situation = LetterSamples.situations("godaddy-7")[0]
        let texts = try (1...12).map { number in
            try samples.letter(situation, "godaddy-7", .spanish, .letter, incident: "INC-\(number)").text
        }
        let again = try samples.letter(situation, "godaddy-7", .spanish, .letter, incident: "INC-3").text
        #expect(texts[2] == again)
        #expect(Set(texts).count >= 6)
    }

    @Test
    func `A framework that is not there is refused with those that are`() throws {
        #expect(throws: ComposeRefusal.unknownFramework("sorry-9", known: Self.frameworks)) {
            try samples.letter(LetterSamples.situations("godaddy-7")[0], "sorry-9", .spanish)
        }
    }

    @Test
    func `HTML escapes what people typed`() throws {
        let situation = LetterSamples.situations("godaddy-7")[0]
        var facts = LetterSamples.facts(situation, "godaddy-7", incident: "INC-1")
        facts.customer = "<script>alert(1)</script>"
        let options = ComposeOptions(framework: "godaddy-7", language: .english)
        let zone = try #require(NoticeSamples.madrid)
        let letter = try samples.composer.compose(facts, options, zone: zone, now: NoticeSamples.now)
        let html = try samples.composer.html(letter)
        #expect(html.contains("&lt;script&gt;"))
        #expect(!html.contains("<script>"))
    }
}

extension String {
    /// Whether a reader would stumble over nothing but the words.
    fileprivate var isTidy: Bool {
        for mark in ["  ", "..", " ,", " .", "{", "}", "[", "]", "|", "\n\n\n", ": .", "«»"]
        where contains(mark) {
            return false
        }
        return split(whereSeparator: { ".?!:;\n«»\"".contains($0) }).allSatisfy { sentence in
            let words = sentence.lowercased().split { !$0.isLetter }
            return zip(words, words.dropFirst()).allSatisfy { $0 != $1 }
        }
    }
}
