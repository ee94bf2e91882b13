import Basis
import Foundation
import Testing

struct LanguageTests {
    @Test(arguments: [
        ("es", "es"), ("ES", "es"), ("es-MX", "es"), ("EN_us", "en"), ("pt.UTF-8", "pt"), ("ast", "ast"),
        ("zh-Hant-TW", "zh"),
    ])
    func `a tag is read as its language`(_ tag: String, _ code: String) {
        #expect(Language(tag)?.code == code)
    }

    @Test(arguments: [
        "", "e", "engl", "spanish", "e1", "12", "-es", "_", " es", "es ", "ñu", "ру", "e\u{301}s",
        "a\u{338}b",
    ])
    func `what is no tag is nothing`(_ tag: String) {
        #expect(Language(tag) == nil)
    }

    @Test(arguments: [
        ("es", ["es", "en"]), ("en", ["en", "en", "es"]), ("ca", ["ca", "es", "en"]),
        ("eu", ["eu", "es", "en"]), ("gl", ["gl", "es", "en"]), ("fr", ["fr", "en", "es"]),
    ])
    func `who reads a language also reads others, the likeliest first`(_ code: String, _ order: [String]) {
        #expect(Language(code)?.alsoRead.map(\.code) == order)
    }

    @Test(arguments: [("es", "es"), ("en", "en"), ("fr", "en"), ("ca", "en")])
    func `the program speaks Spanish and English`(_ code: String, _ spoken: String) {
        #expect(Language(code)?.spokenOrEnglish.code == spoken)
    }

    @Test func `as JSON a language is its code, and a wrong one says itself`() throws {
        let bytes = try JSONEncoder().encode([Language.spanish, .english])

        #expect(String(decoding: bytes, as: UTF8.self) == "[\"es\",\"en\"]")
        #expect(try JSONDecoder().decode([Language].self, from: bytes) == [.spanish, .english])
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Language].self, from: Data("[\"klingon\"]".utf8))
        }
        #expect(error.map { "\($0)".contains("klingon") } == true)
    }
}

struct LocalizedTextTests {
    private let french = Language("fr")

    @Test(arguments: [
        (["es", "en", "fr"], ["fr"], "fr"), (["es", "en"], ["fr", "es"], "es"), (["es", "en"], ["fr"], "en"),
        (["es", "fr"], ["ca"], "es"), (["fr", "de"], ["es"], "de"), (["es"], [], "es"),
        (["es", "en"], ["es", "en"], "es"), (["en"], ["es", "en"], "en"),
    ])
    func `the first language of the order, then English, then Spanish, then any`(
        _ written: [String],
        _ order: [String],
        _ found: String
    ) throws {
        var text = LocalizedText()
        for code in written { text[try #require(Language(code))] = "text in \(code)" }

        let resolved = try #require(text.resolved(order.compactMap { Language($0) }))

        #expect(resolved.language.code == found)
        #expect(resolved.text == "text in \(found)")
    }

    @Test func `an empty text was never written`() throws {
        var text = LocalizedText([.spanish: "Hola", .english: ""])
        #expect(text.languages == [.spanish])
        #expect(text.text(.english) == "Hola")

        text[.spanish] = ""
        #expect(text.isEmpty)
        #expect(text == LocalizedText())
        #expect(text.resolved([.spanish]) == nil)
        #expect(text.text(.spanish) == "")
    }

    @Test func `the languages stand in a stable order`() throws {
        let french = try #require(french)
        let text = LocalizedText([.spanish: "a", french: "b", .english: "c"])

        #expect(text.languages == [.english, .spanish, french])
    }

    @Test func `as JSON it is a map, without what is empty`() throws {
        let text = LocalizedText([.spanish: "Corte"])
        let bytes = try JSONEncoder().encode(text)

        #expect(String(decoding: bytes, as: UTF8.self) == "{\"es\":\"Corte\"}")
        let read = try JSONDecoder().decode(
            LocalizedText.self,
            from: Data("{\"es\":\"Corte\",\"en\":\"\"}".utf8)
        )
        #expect(read == text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LocalizedText.self, from: Data("{\"klingon\":\"nuqneH\"}".utf8))
        }
    }
}
