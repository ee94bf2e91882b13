import Basis
import Foundation
import Replay
import TestSupport

/// A small scenario in which nothing is wrong, and the same with some words replaced.
struct ScenarioFolder {
    static let files = [
        "timeline.yml": """
        zone: Europe/Madrid
        start: "2017-11-09T07:15:00+01:00"
        finish: "2017-11-09T15:00:00+01:00"
        customers:
          - {id: k1, calls: [no_answer, reached], knew_since: "08:02", back: "yes"}
        answers:
          - {id: k1, at: "09:00", noticed: false}
        events:
          - at: "08:00"
            open:
              as: first
              title: {es: Corte}
              components: {web: major_outage}
              kind: outage
              origin: upstream
              next_update: "08:30"
          - at: "08:20"
            update:
              incident: first
              status: identified
              message: {es: Seguimos}
              eta: "10:00"
          - {at: "09:05", sighting: {source: twitter, text: {es: Vuelve}, trust: rumour, seen: "09:01"}}
          - {at: "09:10", duty: {staff: jon, on_duty: false}}
          - {at: "09:20", facts: {data_lost: "no"}}
          - {at: "09:30", impact: {component: web, impact: operational}}
          - {at: "09:35", contact: {customer: k1, channel: phone, when: "07:59"}}
          - {at: "09:40", resolve: {message: {es: Ya}}}
          - {at: "09:50", check_back: {}}
          - {at: "10:01", close: {}}

        """,
        "staff.yml": """
        - id: jon
          name: Jon
          languages: [es, en]
          role: responder
          on_duty: true
        - {id: ane, name: Ane, languages: [es], role: approver, on_duty: false}

        """,
        "expected.yml": """
        expectations:
          - {what: told_first_share, at_least: 0.9}
          - {what: longest_silence_seconds, at_most: 3600}
          - {what: unreachable, equals: 0}

        """,
    ]

    let path: String

    /// - Parameter files: the files by name; one that is not there is not written.
    init(_ files: [String: String] = files) throws {
        path = try ThrowAwayFolder.path("scenario")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        }
    }

    /// The same with the first of these words in each file replaced.
    init(_ file: String, replacing old: String, with new: String) throws {
        var files = Self.files
        let text = files[file] ?? ""
        guard let range = text.range(of: old) else { throw Missing(text: old) }
        files[file] = text.replacingCharacters(in: range, with: new)
        try self.init(files)
    }

    struct Missing: Error {
        var text: String
    }

    /// What is said of it: `timeline.yml:9: events.at no_time`; nothing where it can be played.
    func problems() throws -> [String] {
        do {
            _ = try Scenario.load("test", folder: path)
            return []
        } catch let problems as Problems {
            return problems.all.map { problem in
                "\(problem.place) \(problem.message.key.name.split(separator: ".").last ?? "")"
            }
        }
    }
}
