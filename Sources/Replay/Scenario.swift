import Basis
import Foundation

/// A crisis as data: who was there, what happened when, and what must come of it. The format is told in
/// `Scenarios/README.md`.
package struct Scenario: Sendable {
    package let name: String
    package let folder: String
    let script: Script
    let staff: [ScriptedStaff]
    let expectations: [Expectation]
    let clock: ScenarioTime

    /// The languages' words for the scenario's own business, and what carries its channels.
    struct Script: Decodable, Sendable {
        var zone: String
        var start: String
        var finish: String
        var minutesPerCall: Int?
        var business: Business?
        var customers: [Behaviour]?
        var answers: [ScriptedAnswer]?
        var events: [ScriptedEvent]

        private enum CodingKeys: String, CodingKey {
            case zone, start, finish, business, customers, answers, events
            case minutesPerCall = "minutes_per_call"
        }
    }

    struct Business: Decodable, Sendable {
        var name: String
        var phone: String?
        var carriers: [String: String]?
    }

    /// Reads a scenario's files; throws all that is wrong with them at once.
    package static func load(_ name: String, folder: String) throws -> Scenario {
        var problems = Problems()
        struct Expected: Decodable { var expectations: [Expectation] }
        let timeline = ScenarioFile("timeline.yml", folder: folder, problems: &problems)
        let people = ScenarioFile("staff.yml", folder: folder, problems: &problems)
        let expected = ScenarioFile("expected.yml", folder: folder, problems: &problems)
        let script = timeline?.decode(Script.self, problems: &problems)
        let staff = people?.decode([ScriptedStaff].self, problems: &problems)
        let expectations = expected?.decode(Expected.self, problems: &problems)?.expectations
        guard let timeline, let people, let expected, let script, let staff, let expectations else {
            throw problems
        }
        var check = ScenarioCheck(timeline: timeline, staff: people, expected: expected)
        check.check(script, staff, expectations)
        try check.problems.check()
        return Scenario(
            name: name,
            folder: folder,
            script: script,
            staff: staff,
            expectations: expectations,
            clock: try ScenarioTime(script: script)
        )
    }

    func path(_ file: String) -> String? {
        let path = "\(folder)/\(file)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

/// A scenario's files are wrong; the sentence names the file.
package struct ScenarioError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Reads the times of a scenario: RFC 3339, or an hour of the day on which it starts.
struct ScenarioTime: Sendable {
    let zone: TimeZone
    let start: Instant
    let finish: Instant

    init(script: Scenario.Script) throws {
        guard let zone = TimeZone(identifier: script.zone) else {
            throw ScenarioError("timeline.yml: \(script.zone) is no time zone")
        }
        guard let start = Instant(rfc3339: script.start), let finish = Instant(rfc3339: script.finish) else {
            throw ScenarioError("timeline.yml: start and finish are RFC 3339 times")
        }
        self.zone = zone
        self.start = start
        self.finish = finish
    }

    /// Whether `instant` reads it.
    static func isTime(_ text: String) -> Bool { Instant(rfc3339: text) != nil || hourAndMinute(text) != nil }

    private static func hourAndMinute(_ text: String) -> [Int64]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) ?? -1 }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        return parts
    }

    func instant(_ text: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        guard let parts = Self.hourAndMinute(text) else {
            throw ScenarioError("timeline.yml: \(text) is no time")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let midnight = calendar.startOfDay(
            for: Date(timeIntervalSince1970: Double(start.milliseconds) / 1_000)
        )
        let seconds = Int64(midnight.timeIntervalSince1970) + parts[0] * 3_600 + parts[1] * 60
        return Instant(seconds: seconds)
    }

    func instant(_ text: String?) throws -> Instant? { try text.map { try instant($0) } }
}
