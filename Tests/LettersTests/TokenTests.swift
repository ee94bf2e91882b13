import Basis
import Letters
import Testing

struct TokenTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let language: Language
        let tokens: [String]
        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "We've told them.", language: .english, tokens: ["We've", "told", "them", "."]),
        Row(text: "the customers’ mails", language: .english, tokens: ["the", "customers", "’", "mails"]),
        Row(text: "third-party e-mail", language: .english, tokens: ["third-party", "e-mail"]),
        Row(text: "¿Qué pasó? ¡No!", language: .spanish, tokens: ["¿", "Qué", "pasó", "?", "¡", "No", "!"]),
        Row(text: "«Lo sentimos»", language: .spanish, tokens: ["«", "Lo", "sentimos", "»"]),
        Row(text: "se perdio\u{301} todo", language: .spanish, tokens: ["se", "perdio\u{301}", "todo"]),
        Row(text: "sorry 😔, all", language: .english, tokens: ["sorry", "😔", ",", "all"]),
        Row(text: "", language: .english, tokens: []),
        Row(text: " \n\t ", language: .english, tokens: []),
    ])
    func `a text is cut into words and marks`(_ row: Row) throws {
        let sentences = try LintSamples.linter.anatomy(of: row.text, row.language).sentences

        #expect(sentences.flatMap(\.tokens).map(\.text) == row.tokens)
    }

    struct EntityRow: Sendable, CustomTestStringConvertible {
        let text: String
        let language: Language
        let kind: EntityKinds
        let found: String
        var testDescription: String { text }

        init(_ text: String, _ language: Language, _ kind: EntityKinds, _ found: String) {
            self.text = text
            self.language = language
            self.kind = kind
            self.found = found
        }
    }

    static let entities: [EntityRow] = [
        EntityRow("on 9 November 2017 we", .english, .date, "9 November 2017"),
        EntityRow("on November 9th, 2017 we", .english, .date, "November 9th, 2017"),
        EntityRow("el 9 de noviembre de 2017 se", .spanish, .date, "9 de noviembre de 2017"),
        EntityRow("el 1 de junio cada", .spanish, .date, "1 de junio"),
        EntityRow("since 2019-01-29 it", .english, .date, "2019-01-29"),
        EntityRow("el 9/11/2017 se", .spanish, .date, "9/11/2017"),
        EntityRow("since 2019 nothing", .english, .date, "2019"),
        EntityRow("at 14:05 UTC it", .english, .time, "14:05 UTC"),
        EntityRow("at 3 p.m. it", .english, .time, "3 p.m."),
        EntityRow("at 9:37AM PST it", .english, .time, "9:37AM PST"),
        EntityRow("a las 18:00 h volvió", .spanish, .time, "18:00 h"),
        EntityRow("antes de las 14 y", .spanish, .time, "las 14"),
        EntityRow("at noon it", .english, .time, "noon"),
        EntityRow("within two hours of", .english, .duration, "two hours"),
        EntityRow("within 5 business days of", .english, .duration, "5 business days"),
        EntityRow("una caída de 2 horas en", .spanish, .duration, "2 horas"),
        EntityRow("en 15 días hábiles le", .spanish, .duration, "15 días hábiles"),
        EntityRow("for half an hour it", .english, .duration, "an hour"),
        EntityRow("we pay $1,200.50 to", .english, .money, "$1,200.50"),
        EntityRow("le abonamos 1.200,50 € ya", .spanish, .money, "1.200,50 €"),
        EntityRow("le abonamos 12 euros ya", .spanish, .money, "12 euros"),
        EntityRow("about 5 million dollars in", .english, .money, "5 million dollars"),
        EntityRow("un 99,999% de", .spanish, .percent, "99,999%"),
        EntityRow("was 99.95 % of", .english, .percent, "99.95 %"),
        EntityRow("el 30 por ciento de", .spanish, .percent, "30 por ciento"),
        EntityRow("llame al 900 000 000 hoy", .spanish, .phone, "900 000 000"),
        EntityRow("call +34 600 12 34 56 now", .english, .phone, "+34 600 12 34 56"),
        EntityRow("call 020 7946 0018 now", .english, .phone, "020 7946 0018"),
        EntityRow("write to ana.ruiz@bank.example.", .english, .mail, "ana.ruiz@bank.example"),
        EntityRow("see https://status.example/a?b=1.", .english, .url, "https://status.example/a?b=1"),
        EntityRow("see (www.example.org) for", .english, .url, "www.example.org"),
        EntityRow("about 1,200 shops could", .english, .number, "1,200"),
        EntityRow("unas 1.200 tiendas no", .spanish, .number, "1.200"),
        EntityRow("el lunes volvió", .spanish, .day, "lunes"),
        EntityRow("back on Monday morning", .english, .day, "Monday"),
    ]

    @Test(arguments: entities)
    func `an entity is one token`(_ row: EntityRow) throws {
        let tokens = try LintSamples.linter.anatomy(of: row.text, row.language).sentences.flatMap(\.tokens)

        #expect(tokens.filter { !$0.kinds.isDisjoint(with: row.kind) }.map(\.text) == [row.found])
    }

    @Test(arguments: ["We may 3 times", "open 24/7", "las 12 tiendas", "in March they", "version 2.3.4 of"])
    func `what only looks like a date or a time is none`(_ text: String) throws {
        let language: Language = text.hasPrefix("las") ? .spanish : .english
        let tokens = try LintSamples.linter.anatomy(of: text, language).sentences.flatMap(\.tokens)

        #expect(!tokens.contains { $0.kinds.contains(.date) || $0.kinds.contains(.time) })
    }

    @Test
    func `names begin with a capital where no sentence begins`() throws {
        let tokens = try LintSamples.linter.anatomy(
            of: "Then Scott Wagner of Go Daddy wrote. He did.",
            .english
        )
        .sentences.flatMap(\.tokens)

        #expect(tokens.filter(\.isName).map(\.text) == ["Scott", "Wagner", "Go", "Daddy"])
    }
}
