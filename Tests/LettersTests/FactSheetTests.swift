import Basis
import Foundation
import Letters
import Testing

struct FactSheetTests {
    @Test func `a sheet keeps the newest version of each fact, by id`() {
        let sheet = FactSheet([
            Fact(id: "cause", type: .text, value: "new", version: 2),
            Fact(id: "cause", type: .text, value: "old", version: 1),
            Fact(id: "began_at", type: .time, value: "2017-11-09T07:32:00.000Z"),
        ])

        #expect(sheet.facts.map(\.id) == ["began_at", "cause"])
        #expect(sheet["cause"]?.value == "new")
        #expect(sheet["fix"] == nil)
        #expect(sheet.versions == ["began_at": 1, "cause": 2])
    }

    @Test func `the form of the command line is read, also without texts and values`() throws {
        let json = """
            {"facts":[{"id":"credit","type":"money","value":"12.50 EUR","text":{"es":"12,50 €"}},
                      {"id":"data_exposed","type":"choice","value":"no"},{"id":"cause","type":"text"}]}
            """

        let sheet = try FactSheet(json: Data(json.utf8))

        #expect(
            sheet["credit"]
                == Fact(
                    id: "credit",
                    type: .money,
                    value: "12.50 EUR",
                    text: LocalizedText([.spanish: "12,50 €"])
                )
        )
        #expect(sheet["data_exposed"]?.choice == .no)
        #expect(sheet["cause"]?.choice == nil)
        #expect(sheet.text("credit", .english) == "12,50 €")
        #expect(sheet.text("cause", .english) == nil)
    }

    @Test(arguments: [
        #"{"facts":[{"id":"x","type":"colour"}]}"#, #"{"facts":[{"type":"text"}]}"#, "{}", "[]", "no",
        #"{"facts":[{"id":"x","type":"text","text":"bare"}]}"#,
    ])
    func `what is no sheet is refused`(json: String) {
        #expect(throws: (any Error).self) { try FactSheet(json: Data(json.utf8)) }
    }

    @Test func `a sheet survives being written and read`() throws {
        let sheet = FactSheet([
            Fact(
                id: "cause",
                type: .text,
                text: LocalizedText([.spanish: "Un corte", .english: "A cut"]),
                version: 3
            )
        ])

        #expect(try FactSheet(json: JSONEncoder().encode(sheet)) == sheet)
    }

    @Test func `the same statement is the same whatever its version`() {
        let fact = Fact(id: "cause", type: .text, value: "a")

        #expect(fact.states(sameAs: Fact(id: "cause", type: .text, value: "a", version: 9)))
        #expect(!fact.states(sameAs: Fact(id: "cause", type: .text, value: "b")))
        #expect(!fact.states(sameAs: Fact(id: "cause", type: .name, value: "a")))
        #expect(!fact.states(sameAs: Fact(id: "fix", type: .text, value: "a")))
    }
}
