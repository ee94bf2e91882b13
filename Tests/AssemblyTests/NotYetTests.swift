import Assembly
import Basis
import Foundation
import TestSupport
import Testing

/// What a later version will do is refused, not ignored: nobody believes that somebody approves.
struct NotYetTests {
    private func keys(_ text: String) throws -> [String] {
        let path = try ThrowAwayFolder.path("amends.yml")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        do {
            _ = try SettingsReader.read(path: path, environment: [:])
            return []
        } catch {
            return error.all.map(\.message.key.name)
        }
    }

    @Test(arguments: [
        ("on", true), ("true", true), ("yes", true), ("\"on\"", true), ("perhaps", true), ("off", false),
        ("false", false), ("no", false), ("\"off\"", false),
    ])
    func `approvals can be off only`(_ value: String, _ isRefused: Bool) throws {
        #expect(try keys("approvals: \(value)\n") == (isRefused ? ["assembly.settings.no_approvals"] : []))
    }
}
