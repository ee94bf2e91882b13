import Basis
import Foundation
import Testing

struct ProblemsTests {
    @Test func `nothing wrong is no error`() throws {
        try Problems().check()
    }

    @Test func `all that is wrong is thrown at once, in the order in which it was found`() {
        var problems = Problems()
        problems.add("customers.csv:12", "catalog.unknown", ["id": "k1"])
        problems.add("title", "response.title_missing")

        let thrown = #expect(throws: Problems.self) { try problems.check() }

        #expect(thrown == problems)
        #expect(
            thrown?.all == [
                Problem("customers.csv:12", "catalog.unknown", ["id": "k1"]),
                Problem("title", "response.title_missing"),
            ]
        )
    }

    @Test func `problems at another place or with other values are others`() {
        let problem = Problem("title", "room.wrong", ["value": "x"])

        #expect(problem != Problem("message", "room.wrong", ["value": "x"]))
        #expect(problem != Problem("title", "room.other", ["value": "x"]))
        #expect(problem != Problem("title", "room.wrong", ["value": "y"]))
    }

    @Test func `a message key is its name, also in JSON`() throws {
        let room = "catalog"
        let key: MessageKey = "\(room).unknown"

        #expect(key == MessageKey("catalog.unknown"))
        #expect("\(key)" == "catalog.unknown")
        let bytes = try JSONEncoder().encode([key])
        #expect(String(decoding: bytes, as: UTF8.self) == "[\"catalog.unknown\"]")
        #expect(try JSONDecoder().decode([MessageKey].self, from: bytes) == [key])
    }
}
