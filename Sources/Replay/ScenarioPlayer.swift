import Access
import Assembly
import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents
import Letters
import Rendering
import Response

/// Plays a scenario on an assembled house: does each deed at its time, lets the staff call, and runs the
/// background work in a fixed order in between. The clock is whatever `clock` moves.
final class ScenarioPlayer {
    let scenario: Scenario
    let house: House
    private let clock: ManualClock
    private let team: CallingTeam
    private var incidents: [String: String] = [:]
    private var lastIncident = ""
    /// Told after each step; may wait, which gives a demo its speed.
    private let pace: @Sendable (ScenarioStep) async throws -> Void

    init(
        scenario: Scenario,
        house: House,
        clock: ManualClock,
        pace: @escaping @Sendable (ScenarioStep) async throws -> Void = { _ in }
    ) throws {
        self.scenario = scenario
        self.house = house
        self.clock = clock
        self.pace = pace
        team = CallingTeam(house: house, scenario: scenario)
    }

    /// Imports the catalogue and the staff.
    func prepare() async throws {
        let catalogue = house.catalogue
        let report = try await house.catalogImport.run(
            CatalogFiles(
                components: try table("components.csv"),
                dependencies: try table("dependencies.csv"),
                customers: try table("customers.csv"),
                contacts: try table("contacts.csv"),
                subscriptions: try table("subscriptions.csv")
            ),
            say: { catalogue.text($0, .english) }
        )
        guard report.rejected == 0 else {
            throw ScenarioError(
                "\(scenario.name): \(report.rejected) rows were rejected, see \(report.rejectedFiles)"
            )
        }
        for person in scenario.staff {
            _ = try await house.response.perform(
                AddStaff(staff: try person.staff()),
                by: .operator,
                at: clock.now()
            )
        }
    }

    /// A table lies where rejected rows can be listed beside it: an installed scenario cannot be written.
    private func table(_ name: String) throws -> String? {
        guard let path = scenario.path(name) else { return nil }
        guard !FileManager.default.isWritableFile(atPath: scenario.folder) else { return path }
        let copy = "\(house.settings.folder)/\(name)"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return copy
    }

    /// - Parameter end: where the play stops; by default where the scenario does.
    func play(until end: Instant? = nil) async throws {
        let end = end ?? scenario.clock.finish
        var events = try agenda()
        try await settle()
        while let moment = try await nextMoment(events.first?.at), moment <= end {
            try await pace(ScenarioStep(at: moment, what: nil))
            clock.move(to: moment)
            while let event = events.first, event.at <= moment {
                events.removeFirst()
                try await event.perform(self)
                try await pace(ScenarioStep(at: moment, what: event.what))
            }
            if try await team.work(at: moment) {
                try await pace(ScenarioStep(at: moment, what: "call"))
            }
            try await settle()
        }
        clock.move(to: end)
        try await settle()
    }

    /// All that is scheduled, in order of time; what the file has first at a moment comes first.
    private func agenda() throws -> [Scheduled] {
        var all: [Scheduled] = []
        for event in scenario.script.events {
            let at = try scenario.clock.instant(event.at)
            all.append(
                Scheduled(at: at, position: all.count, what: event.what) { player in
                    try await player.perform(event, at: at)
                }
            )
        }
        for answer in scenario.script.answers ?? [] {
            let at = try scenario.clock.instant(answer.at)
            all.append(
                Scheduled(at: at, position: all.count, what: "answer") { player in
                    try await player.take(answer, at: at)
                }
            )
        }
        return all.sorted { ($0.at, $0.position) < ($1.at, $1.position) }
    }

    private func nextMoment(_ nextEvent: Instant?) async throws -> Instant? {
        let candidates = [nextEvent, try await team.nextMoment(after: clock.now()), try await tick()]
        guard let next = candidates.compactMap(\.self).min(), next <= scenario.clock.finish else {
            return nil
        }
        return max(next, clock.now())
    }

    /// Runs the background work until nothing is due at this moment.
    private func settle() async throws {
        while let due = try await tick(), due <= clock.now() {}
    }

    /// One round of the background work, in a fixed order; returns when the next is due.
    private func tick() async throws -> Instant? {
        let now = clock.now()
        var due: [Instant] = []
        for work in [house.planner.tick, house.pump.tick, house.keepPromises] {
            if let next = try await work(now) { due.append(next) }
        }
        return due.min()
    }

    func name(_ label: String?) -> String { label.flatMap { incidents[$0] } ?? lastIncident }

    func opened(_ name: String, as label: String?) {
        incidents[label ?? name] = name
        lastIncident = name
    }

    /// The incidents that were opened, in order.
    var names: [String] { incidents.values.sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count } }
}

/// What a player tells after each step.
struct ScenarioStep: Sendable {
    var at: Instant
    var what: String?
}

private struct Scheduled {
    var at: Instant
    var position: Int
    var what: String
    var perform: (ScenarioPlayer) async throws -> Void
}

extension ScriptedEvent {
    var what: String {
        if open != nil { return "open" }
        if update != nil { return "update" }
        if sighting != nil { return "sighting" }
        if contact != nil { return "contact" }
        if impact != nil { return "impact" }
        if facts != nil { return "facts" }
        if duty != nil { return "duty" }
        if resolve != nil { return "resolve" }
        if checkBack != nil { return "check_back" }
        return "close"
    }
}
