import Access
import Basis
import Catalog
import Foundation
import Incidents
import Letters
import Response
import Review

/// Says all that is wrong with a scenario's files before anything is played, each with its file, line and field.
struct ScenarioCheck {
    typealias Step = ScenarioFile.Step

    let timeline: ScenarioFile
    let staffFile: ScenarioFile
    let expected: ScenarioFile
    private(set) var problems = Problems()

    init(timeline: ScenarioFile, staff: ScenarioFile, expected: ScenarioFile) {
        self.timeline = timeline
        staffFile = staff
        self.expected = expected
    }

    mutating func check(_ script: Scenario.Script, _ staff: [ScriptedStaff], _ expectations: [Expectation]) {
        frame(script)
        self.staff(staff)
        behaviours(script.customers ?? [])
        for (index, answer) in (script.answers ?? []).enumerated() {
            time(answer.at, ["answers", .index(index), "at"])
        }
        let labels = Set(script.events.compactMap { $0.open?.label })
        for (index, event) in script.events.enumerated() {
            self.event(event, at: ["events", .index(index)], labels: labels, staff: Set(staff.map(\.id)))
        }
        for (index, expectation) in expectations.enumerated() {
            if case .none = Scorecard().figure(expectation.what) {
                add(
                    expected,
                    ["expectations", .index(index), "what"],
                    "replay.scenario.unknown_figure",
                    expectation.what
                )
            }
        }
    }

    private mutating func frame(_ script: Scenario.Script) {
        if TimeZone(identifier: script.zone) == nil {
            add(timeline, ["zone"], "replay.scenario.no_zone", script.zone)
        }
        let (start, finish) = (Instant(rfc3339: script.start), Instant(rfc3339: script.finish))
        if start == nil { add(timeline, ["start"], "replay.scenario.no_moment", script.start) }
        if finish == nil { add(timeline, ["finish"], "replay.scenario.no_moment", script.finish) }
        if let start, let finish, finish <= start {
            add(timeline, ["finish"], "replay.scenario.finish_first", script.finish)
        }
    }

    private mutating func staff(_ staff: [ScriptedStaff]) {
        for (index, person) in staff.enumerated() {
            if staff[..<index].contains(where: { $0.id == person.id }) {
                add(staffFile, [.index(index), "id"], "replay.scenario.twice", person.id)
            }
            word(person.role, as: Role.self, staffFile, [.index(index), "role"])
            for (position, tag) in person.languages.enumerated() where Language(tag) == nil {
                let path: [Step] = [.index(index), "languages", .index(position)]
                add(staffFile, path, "replay.scenario.no_language", tag)
            }
        }
    }

    private mutating func behaviours(_ customers: [Behaviour]) {
        for (index, customer) in customers.enumerated() {
            let path: [Step] = ["customers", .index(index)]
            if customers[..<index].contains(where: { $0.id == customer.id }) {
                add(timeline, path + ["id"], "replay.scenario.twice", customer.id)
            }
            for (position, outcome) in (customer.calls ?? []).enumerated() {
                word(outcome, as: RecordCall.Outcome.self, timeline, path + ["calls", .index(position)])
            }
            time(customer.knewSince, path + ["knew_since"])
            choice(customer.back, ["yes", "no", "unknown"], timeline, path + ["back"])
        }
    }
}

// MARK: One value

extension ScenarioCheck {
    mutating func add(_ file: ScenarioFile, _ path: [Step], _ key: MessageKey, _ value: String) {
        problems.add(file.place(path), key, ["value": value])
    }

    mutating func time(_ text: String?, _ path: [Step]) {
        guard let text, !ScenarioTime.isTime(text) else { return }
        add(timeline, path, "replay.scenario.no_time", text)
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String?,
        as type: Word.Type,
        _ file: ScenarioFile,
        _ path: [Step]
    ) {
        choice(text, Word.allCases.map(\.rawValue), file, path)
    }

    mutating func choice(_ text: String?, _ choices: [String], _ file: ScenarioFile, _ path: [Step]) {
        guard let text, !choices.contains(text) else { return }
        problems.add(
            file.place(path),
            "replay.scenario.choice",
            ["value": text, "choices": choices.joined(separator: ", ")]
        )
    }

    mutating func texts(_ texts: ScriptedEvent.Texts?, _ path: [Step]) {
        for tag in (texts ?? [:]).keys.sorted() where Language(tag) == nil {
            add(timeline, path + [.key(tag)], "replay.scenario.no_language", tag)
        }
    }
}
