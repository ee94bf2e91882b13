import Basis
import Letters
import Testing

struct SentenceTests {
    private static func sentences(
        _ text: String,
        _ language: Language = .english
    ) throws -> [LetterAnatomy.Sentence] {
        try LintSamples.linter.anatomy(of: text, language).sentences
    }

    @Test
    func `sentences end at marks and not after abbreviations`() throws {
        let text = "Mr. Smith wrote at 3 p.m. on Monday. See e.g. our page! Is it back? It is… Yes."

        #expect(
            try Self.sentences(text).map(\.text) == [
                "Mr. Smith wrote at 3 p.m. on Monday.", "See e.g. our page!", "Is it back?", "It is…", "Yes.",
            ]
        )
    }

    @Test
    func `lines that were wrapped hard are joined`() throws {
        let text = """
            We are sorry that the service of your shop was down on Monday
            morning while many of your own customers wanted to pay their
            Christmas presents. It is back.
            """

        #expect(try Self.sentences(text).count == 2)
        #expect(try Self.sentences(text)[0].text.contains("Monday morning while"))
        #expect(try Self.sentences(text)[0].text.hasSuffix("Christmas presents."))
    }

    @Test
    func `headings, bullets and blank lines end a sentence`() throws {
        let text =
            "# What happened\nA disk failed\n\n- we lost mail\n- we lost time\n1. A second person checks\n2. An alarm rings"

        #expect(
            try Self.sentences(text).map(\.text) == [
                "What happened", "A disk failed", "we lost mail", "we lost time", "A second person checks",
                "An alarm rings",
            ]
        )
    }

    @Test
    func `offsets count code points of the text as it was given`() throws {
        let text = "😔 Se perdio\u{301} todo.\r\n\r\nLo sentimos."
        let scalars = Array(text.unicodeScalars)
        for sentence in try Self.sentences(text, .spanish) {
            var found = String.UnicodeScalarView()
            found.append(contentsOf: scalars[sentence.start..<sentence.end])
            #expect(String(found) == sentence.text)
        }
        #expect(try Self.sentences(text, .spanish).map(\.start) == [0, 23])
    }

    @Test
    func `greeting, signature and footer are not the letter's body`() throws {
        let text = """
            Dear Ana,

            We lost your order. We are sorry.

            Kind regards,
            Tom Webb
            Head of Support

            This message is confidential and for its recipient only.
            """

        #expect(
            try Self.sentences(text).map(\.zone) == [
                .greeting, .body, .body, .signature, .signature, .signature, .footer,
            ]
        )
    }

    @Test
    func `a postscript is text again`() throws {
        let text =
            "Perdimos su pedido.\n\nUn saludo,\nAna\n\nP. D.: Le abonamos hoy mismo los gastos de envío en su cuenta."
        let last = try #require(try Self.sentences(text, .spanish).last)

        #expect(last.zone == .body)
    }

    @Test(arguments: [
        "Customer: \"Best pizza ever!\" Reply: We are sorry.",
        "> Best pizza ever!\n\nWe are sorry.",
        "You wrote: “Best pizza ever!” We are sorry.",
    ])
    func `words of a customer are theirs`(_ text: String) throws {
        let sentences = try Self.sentences(text)

        #expect(sentences.filter { $0.zone == .quoted }.map(\.text).joined().contains("Best pizza ever!"))
        #expect(sentences.filter { $0.zone == .body }.map(\.text) == ["We are sorry."])
    }

    @Test
    func `what we quote of ourselves is ours`() throws {
        #expect(try Self.sentences("We said “this will not happen again”.").map(\.zone) == [.body])
    }

    @Test
    func `clauses begin after a semicolon and at a but`() throws {
        let sentence = try #require(try Self.sentences("It failed; we are sorry, but it was late.").first)

        #expect(sentence.clauses.map { sentence.tokens[$0].text } == ["It", "we", "but"])
    }

    @Test
    func `plain words read more easily than long ones`() throws {
        let plain = String(repeating: "We lost your mail. We have it back now. ", count: 20)
        let hard = String(
            repeating:
                "Notwithstanding considerable organisational unavailability, comprehensive remediation "
                + "initiatives necessitated interdepartmental communication. ",
            count: 20
        )
        let easy = try #require(try LintSamples.linter.anatomy(of: plain, .english).readability)
        let difficult = try #require(try LintSamples.linter.anatomy(of: hard, .english).readability)

        #expect(easy > 90)
        #expect(difficult < 0)
        #expect(try LintSamples.linter.anatomy(of: "Too short.", .english).readability == nil)
    }

    @Test(arguments: [
        ("Le debo una gran disculpa por las interrupciones.", "es"), ("We are sorry for the outage.", "en"),
        ("Lo sentimos", "es"), ("¿Sigue sin correo?", "es"), ("", "en"), ("12345", "en"),
        ("Servicio restablecido a las 12:40.", "es"), ("Service restored at 12:40.", "en"),
    ])
    func `the language is told by its commonest words`(_ text: String, _ language: String) throws {
        #expect(try LintSamples.linter.language(of: text) == language)
    }
}
