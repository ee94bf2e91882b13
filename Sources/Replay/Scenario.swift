import Basis
import Foundation
import Yams

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

    package static func load(_ name: String, folder: String) throws -> Scenario {
        let decoder = YAMLDecoder()
        func decode<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
            let path = "\(folder)/\(file)"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ScenarioError("\(path) is missing")
            }
            do {
                return try decoder.decode(type, from: String(decoding: data, as: UTF8.self))
            } catch {
                throw ScenarioError("\(path) cannot be read: \(error)")
            }
        }
        let script = try decode(Script.self, "timeline.yml")
        struct Expected: Decodable { var expectations: [Expectation] }
        return Scenario(
            name: name,
            folder: folder,
            script: script,
            staff: try decode([ScriptedStaff].self, "staff.yml"),
            expectations: try decode(Expected.self, "expected.yml").expectations,
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

    func instant(_ text: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else {
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
