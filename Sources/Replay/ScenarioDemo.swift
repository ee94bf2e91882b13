import Assembly
import Basis
import Foundation
import Logging
import Rendering
import Review
import ServiceLifecycle

/// Plays a scenario at speed with site and console open, and goes on serving.
package struct ScenarioDemo: Sendable {
    private let root: ResourceRoot
    private let language: Language
    /// How many times faster than the day was.
    private let speed: Double
    private let listeners: [String: String]
    private let folder: String

    /// - Parameter listeners: where to listen: the settings `site_listen` and `console_listen`.
    package init(
        root: ResourceRoot,
        language: Language,
        speed: Double,
        folder: String,
        listeners: [String: String]
    ) {
        self.root = root
        self.language = language
        self.speed = max(1, speed)
        self.folder = folder
        self.listeners = listeners
    }

    /// Replays without servers and without waiting; returns the text to print and whether all expectations
    /// held.
    package func headless(_ name: String) async throws -> (text: String, passed: Bool) {
        let outcome = try await ScenarioReplay(root: root).run(name)
        let catalogue = try StringCatalogue(root: root, rooms: Schema.rooms)
        let text = ReplayText(catalogue: catalogue, language: language)
        return (text.render(outcome) + text.lastLine(outcome.scorecard) + "\n", outcome.passed)
    }

    /// Plays with everything open. Returns when a signal ends it.
    package func show(_ name: String) async throws {
        let scenario = try ScenarioReplay.load(name, root: root)
        try renew(folder)
        let clock = ManualClock(scenario.clock.start)
        let house = try await ScenarioReplay.house(
            of: scenario,
            folder: folder,
            root: root,
            clock: clock,
            listeners: listeners
        )
        let dashboard = Dashboard(house: house, language: language, zone: scenario.clock.zone)
        let stage = DemoStage(
            scenario: scenario,
            house: house,
            clock: clock,
            speed: speed,
            dashboard: dashboard
        )
        var logger = Logger(label: "amends")
        logger.logLevel = .critical
        try await Serving(house: house, logger: logger).run(extra: [stage]) { listener, port in
            dashboard.listening(listener, port: port)
        }
        await house.close()
    }

    /// An empty folder; what an earlier demo left is removed.
    private func renew(_ folder: String) throws {
        if FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
}

/// The play as a service beside the servers: when it is over, the clock goes on at the world's pace.
private struct DemoStage: Service {
    let scenario: Scenario
    let house: House
    let clock: ManualClock
    let speed: Double
    let dashboard: Dashboard

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                let player = try ScenarioPlayer(scenario: scenario, house: house, clock: clock) { step in
                    try await pace(step)
                }
                try await player.prepare()
                try await player.play()
                let outcome = try await ScenarioReplay.outcome(of: player, at: clock.now())
                dashboard.finished(outcome)
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(1))
                    clock.advance(by: .seconds(1))
                }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Moves the clock to the step in small pieces, so that page and console see time pass.
    private func pace(_ step: ScenarioStep) async throws {
        let frame = Span(milliseconds: 100)
        let stride = Span(milliseconds: Int64(Double(frame.milliseconds) * speed))
        while clock.now() < step.at {
            clock.move(to: min(step.at, clock.now() + stride))
            try await dashboard.draw(at: clock.now(), what: nil)
            try await Task.sleep(for: .milliseconds(frame.milliseconds))
        }
        try await dashboard.draw(at: clock.now(), what: step.what)
    }
}
