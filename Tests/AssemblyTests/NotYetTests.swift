import Assembly
import Basis
import Foundation
import TestSupport
import Testing

/// What a later version will do is refused, not ignored: nobody believes that mail leaves, or that somebody approves.
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

    @Test(arguments: ["smtp_url: smtp://relay.example.org:25\n", "smtp_url: smtps://u:p@relay.example.org\n"])
    func `mail by SMTP is refused`(_ text: String) throws {
        #expect(try keys(text) == ["assembly.settings.no_smtp"])
    }

    @Test(arguments: [
        ("on", true), ("true", true), ("yes", true), ("\"on\"", true), ("perhaps", true), ("off", false),
        ("false", false), ("no", false), ("\"off\"", false),
    ])
    func `approvals can be off only`(_ value: String, _ isRefused: Bool) throws {
        #expect(try keys("approvals: \(value)\n") == (isRefused ? ["assembly.settings.no_approvals"] : []))
    }
}
