import Foundation
import Replay
import Testing

struct ExpectationTests {
    @Test(arguments: [
        ("\"equals\": 3", Double?.some(3), true), ("\"equals\": 3", 3.5, false),
        ("\"equals\": 3", nil, false),
        ("\"equals\": 0", nil, false), ("\"equals\": null", nil, true), ("\"equals\": null", 0, false),
        ("\"at_least\": 0.9", 0.9, true), ("\"at_least\": 0.9", 1, true),
        ("\"at_least\": 0.9", 0.8999, false),
        ("\"at_least\": 0", nil, false), ("\"at_most\": 60", 60, true), ("\"at_most\": 60", 61, false),
        ("\"at_most\": 60", -1, true), ("\"at_most\": 60", nil, false),
    ])
    func `a figure holds or not; one that nobody knows is neither much nor little`(
        _ bound: String,
        _ figure: Double?,
        _ holds: Bool
    ) throws {
        let expectation = try JSONDecoder().decode(
            Expectation.self,
            from: Data("{\"what\": \"told\", \(bound)}".utf8)
        )

        #expect(expectation.holds(figure) == holds)
    }

    /// A bound that was forgotten or misspelt would otherwise expect that there is no answer.
    @Test(arguments: [
        "", ", \"at_lest\": 3", ", \"equals\": 1, \"at_most\": 1", ", \"at_least\": null, \"at_most\": 1",
        ", \"at_least\": \"3\"",
    ])
    func `an expectation has exactly one bound`(_ bounds: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Expectation.self, from: Data("{\"what\": \"told\"\(bounds)}".utf8))
        }
    }
}
