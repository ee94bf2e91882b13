import Assembly
import Basis
import Delivery
import Foundation
import Response
import TestSupport
import Testing

/// What needs a second person, and how many are told first.
struct ApprovalSettingsTests {
    private func settings(_ text: String) throws -> Settings {
        let path = try ThrowAwayFolder.path("amends.yml")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try SettingsReader.read(path: path, environment: [:])
    }

    @Test(arguments: [
        ("on", true), ("true", true), ("yes", true), ("\"on\"", true), ("off", false), ("false", false),
        ("no", false), ("\"off\"", false),
    ])
    func `approvals are on or off, however YAML says it`(_ value: String, _ isOn: Bool) throws {
        let approvals = try settings("approvals: \(value)\n").approvals
        #expect(approvals == (isOn ? ApprovalPolicy(aboveRecipients: 50) : nil))
    }

    @Test func `without a setting nobody is asked, and fifty go first`() throws {
        let settings = try SettingsReader.read(path: nil, environment: [:], readsFile: false)
        #expect(settings.approvals == nil)
        #expect(settings.canary == Canary(size: 50, asksPerson: false))
    }

    @Test func `how many is a setting`() throws {
        let settings = try settings(
            "approvals: on\napprovals_above_recipients: 0\ncanary: 0\ncanary_continues: person\n"
        )
        #expect(settings.approvals?.aboveRecipients == 0)
        #expect(settings.canary == Canary(size: 0, asksPerson: true))
    }

    @Test(arguments: [
        "approvals: perhaps", "approvals_above_recipients: -1", "canary: 1001", "canary_continues: maybe",
    ])
    func `what is none of these is refused`(_ line: String) throws {
        #expect(throws: Problems.self) { _ = try settings(line + "\n") }
    }
}
