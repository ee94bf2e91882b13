import Basis
import Foundation
import Letters
import Testing

struct FactLockTests {
    static let sheet = FactSheet([
        Fact(id: "began_at", type: .time, value: "2017-11-09T09:05:00+01:00"),
        Fact(id: "restored_at", type: .time, value: "2017-11-09T11:05:00+01:00"),
        Fact(id: "credit", type: .money, value: "1200.50 EUR"),
        Fact(id: "availability", type: .percent, value: "99.999"),
        Fact(id: "shops", type: .number, value: "1200"),
        Fact(id: "within", type: .duration, value: "604800"),
        Fact(id: "who", type: .name, value: "Alberto Blanco"),
        Fact(
            id: "cause",
            type: .text,
            text: LocalizedText([
                .spanish: "Un corte de corriente de tres horas en Estrasburgo",
                .english: "A power cut in Strasbourg",
            ])
        ),
    ])

    private static func facts(_ text: String, _ language: String) throws -> [String] {
        try LintSamples.linter.lint(text, LintOptions(language: language), facts: sheet).findings
            .filter { $0.type == "fact" }.compactMap(\.text)
    }

    @Test(arguments: [
        ("Empezó a las 9:05 del 9 de noviembre de 2017 y volvió a las 11:05.", "es"),
        ("El 9/11/2017, de 09:05 a 11:05, dos horas.", "es"),
        ("Fue el jueves 9 de noviembre.", "es"),
        ("Le abonamos 1.200,50 € en una semana.", "es"),
        ("Nuestra disponibilidad es del 99,999 %.", "es"),
        ("No pudieron cobrar 1.200 tiendas.", "es"),
        ("Un corte de tres horas en Estrasburgo. Se lo cuenta Alberto Blanco.", "es"),
        ("It began at 08:05 UTC on November 9, 2017 and ended at 11:05 am CET.", "en"),
        ("We credit €1,200.50 within 7 days.", "en"),
        ("In two hours 1,200 shops lost 99.999 percent, said Alberto.", "en"),
        ("The two of us are sorry, and I'm too.", "en"),
        ("Lines are open 24 hours a day at 900 000 000.", "en"),
    ])
    func `what is on the sheet may be said in any form`(_ text: String, _ language: String) throws {
        let found = try Self.facts(text, language)

        #expect(found.isEmpty || found == ["24 hours"], "\(found)")
    }

    @Test(arguments: [
        ("Empezó a las 9:15.", "es", "9:15"),
        ("Fue el 8 de noviembre de 2017.", "es", "8 de noviembre de 2017"),
        ("Fue el lunes.", "es", "lunes"),
        ("Le abonamos 1.250 €.", "es", "1.250 €"),
        ("Le abonamos 1.200,50 $.", "es", "1.200,50 $"),
        ("Estará en dos días.", "es", "dos días"),
        ("Son 300 tiendas.", "es", "300"),
        ("La culpa es de Marta Ruiz.", "es", "Marta Ruiz"),
        ("It ended at 11:05 UTC and not later.", "en", "11:05 UTC"),
        ("Uptime was 99.9%.", "en", "99.9%"),
        ("It took five hours.", "en", "five hours"),
        ("We blame our friends at Globex.", "en", "Globex"),
        ("On 10 November 2017 it fell.", "en", "10 November 2017"),
    ])
    func `what is not on the sheet is found`(_ text: String, _ language: String, _ stated: String) throws {
        #expect(try Self.facts(text, language) == [stated])
    }

    @Test
    func `greeting and signature may name people, and a customer's words are theirs`() throws {
        let text =
            "Dear Laura Gil,\n\nYou wrote: “It was 5 hours in Rome.” We lost 1,200 shops.\n\nKind regards,\nTom Webb"

        #expect(try Self.facts(text, "en") == [])
    }

    @Test
    func `a fact that was corrected after the text was written is a finding`() throws {
        var shops = try #require(Self.sheet["shops"])
        shops.version = 2
        let report = try LintSamples.linter.lint(
            "1,200 shops waited.",
            LintOptions(language: "en"),
            facts: FactSheet([shops]),
            written: ["shops": 1]
        )
        let finding = try #require(report.findings.first { $0.rule == "fact.changed" })

        #expect(finding.level == .error)
        #expect(finding.start == nil)
    }

    @Test
    func `the sheet of the command line is JSON`() throws {
        let json = Data(
            #"{"facts":[{"id":"eta","type":"time","value":"2017-11-09T12:00:00Z","text":{"en":"noon"}}]}"#
                .utf8
        )
        func rules(_ text: String) throws -> [String] {
            try LintSamples.linter.lint(text, options: LintOptions(language: "en", facts: json)).findings
                .filter { $0.type == "fact" }.map(\.rule)
        }

        #expect(try rules("Back at noon.") == [])
        #expect(try rules("Back at 13:00.") == ["fact.time"])
        #expect(throws: LintRefusal.self) {
            try LintSamples.linter.lint("a", options: LintOptions(language: "en", facts: Data("[]".utf8)))
        }
    }
}
