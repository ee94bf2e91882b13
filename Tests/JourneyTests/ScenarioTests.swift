import Foundation
import Rendering
import Replay
import Testing

@Suite struct ScenarioTests {
    private func root() throws -> ResourceRoot {
        try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
    }

    @Test(arguments: ["ovh-2017", "whatsapp-2014"])
    func `a scenario meets its expectations, and twice gives the same bytes`(_ scenario: String) async throws
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]

        let first = try await ScenarioReplay(root: try root()).run(scenario)
        let second = try await ScenarioReplay(root: try root()).run(scenario)

        for checked in first.expectations {
            #expect(checked.passed, "\(checked.what): \(checked.actual.map { "\($0)" } ?? "null")")
        }
        #expect(try encoder.encode(first) == encoder.encode(second))
    }

    @Test func `an unknown scenario is refused by name`() async throws {
        await #expect(throws: ReplayRefusal.self) {
            try await ScenarioReplay(root: try root()).run("no-such-day")
        }
    }
}
