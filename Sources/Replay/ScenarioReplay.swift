import Assembly
import Basis
import Database
import Foundation
import Incidents
import Rendering
import Response
import Review

/// Replays a scenario on a moved clock through the assembled program, on a fresh database of its own,
/// whatever the settings say.
package struct ScenarioReplay: Sendable {
    /// The seed of the ids: the same scenario gives the same bytes twice.
    static let seed: UInt64 = 20_171_109

    private let root: ResourceRoot

    package init(root: ResourceRoot) {
        self.root = root
    }

    package func run(_ name: String) async throws -> ReplayOutcome {
        let scenario = try Self.load(name, root: root)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let clock = ManualClock(scenario.clock.start)
        let house = try await Self.house(of: scenario, folder: folder.path, root: root, clock: clock)
        do {
            let player = try ScenarioPlayer(scenario: scenario, house: house, clock: clock)
            try await player.prepare()
            try await player.play()
            let outcome = try await Self.outcome(of: player, at: clock.now())
            await house.close()
            return outcome
        } catch {
            await house.close()
            throw error
        }
    }

    /// A house in which the scenario was played up to a moment, on a clock that stands still there: for tests and
    /// measurements that need a day like a real one.
    /// - Parameters:
    ///   - time: as scenarios write it, `09:10`; nil plays to the end.
    ///   - folder: where its database and everything else is kept.
    ///   - settings: what is set besides, as `site_listen`.
    package func open(
        _ name: String,
        until time: String?,
        folder: String,
        settings: [String: String]
    ) async throws -> (house: House, clock: ManualClock) {
        let scenario = try Self.load(name, root: root)
        let clock = ManualClock(scenario.clock.start)
        let house = try await Self.house(
            of: scenario,
            folder: folder,
            root: root,
            clock: clock,
            listeners: settings
        )
        do {
            let player = try ScenarioPlayer(scenario: scenario, house: house, clock: clock)
            try await player.prepare()
            try await player.play(until: try scenario.clock.instant(time))
        } catch {
            await house.close()
            throw error
        }
        return (house, clock)
    }

    static func load(_ name: String, root: ResourceRoot) throws -> Scenario {
        guard let folder = root.scenario(name) else {
            throw ReplayRefusal.unknownScenario(name, known: root.scenarios().joined(separator: ", "))
        }
        return try Scenario.load(name, folder: folder)
    }

    static func house(
        of scenario: Scenario,
        folder: String,
        root: ResourceRoot,
        clock: ManualClock,
        listeners: [String: String] = [:]
    ) async throws -> House {
        var settings = listeners
        settings["folder"] = folder
        settings["time_zone"] = scenario.script.zone
        settings["sender_name"] = scenario.script.business?.name ?? "Amends"
        settings["mail_from"] = "avisos@amends.example"
        settings["minutes_per_call"] = String(scenario.script.minutesPerCall ?? 3)
        settings["contact_phone"] = scenario.script.business?.phone
        settings["relay_component"] = scenario.script.business?.carriers?["email"]
        settings["phone_component"] = scenario.script.business?.carriers?["phone"]
        return try await House.open(
            try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false),
            root: root,
            clock: clock,
            random: SeededRandom(seed: seed)
        )
    }

    static func outcome(of player: ScenarioPlayer, at now: Instant) async throws -> ReplayOutcome {
        let names = player.names
        let card = try await player.house.response.read { session in
            let incidents = try names.compactMap { try IncidentStore.with(name: $0, in: session) }
            return try Scorecard.make(incidents, at: now, in: session)
        }
        let expectations = try ReplayOutcome.check(player.scenario.expectations, card)
        let catalogue = player.house.catalogue
        let why = card.findings.map { finding in
            LocalizedText(
                Dictionary(
                    uniqueKeysWithValues: Language.spoken.map { ($0, catalogue.text(finding.message, $0)) }
                )
            )
        }
        return ReplayOutcome(
            scenario: player.scenario.name,
            passed: expectations.allSatisfy(\.passed),
            scorecard: card,
            expectations: expectations,
            why: why
        )
    }
}

/// Why a replay cannot begin.
package enum ReplayRefusal: Refusal, Equatable {
    case unknownScenario(String, known: String)

    package var message: Message {
        switch self {
        case .unknownScenario(let name, let known):
            Message("replay.unknown_scenario", ["name": name, "known": known])
        }
    }
}

/// A folder that is there for one run.
struct TemporaryFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path
        path = "\(folder)/amends-\(ProcessInfo.processInfo.globallyUniqueString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// What cannot be removed stays for the machine's own cleaning.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
