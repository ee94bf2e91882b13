import Assembly
import Basis
import Foundation
import Logging
import Rendering
import Replay
import Response
import TestSupport

/// The assembled product on a day like a real one, with both listeners open, as `amends serve` runs it; only the clock
/// stands still.
struct Stage: Sendable {
    let house: House
    /// The addresses of the two listeners, without a slash at their ends.
    let console: String
    let site: String

    /// What a house has behind it.
    enum Scene: Sendable {
        /// Nothing: the first start.
        case empty
        /// The morning of OVH's outage up to an hour: `09:10`.
        case during(String)
        /// The whole of that day.
        case after
    }

    static func root() throws -> ResourceRoot {
        try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
    }

    /// Serves until the play is over.
    static func set(_ scene: Scene, _ play: @escaping @Sendable (Stage) async throws -> Void) async throws {
        let folder = try ThrowAwayFolder.path("stage")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (console, site) = (try Loopback.freePort(), try Loopback.freePort())
        let settings = [
            "console_listen": "127.0.0.1:\(console)", "site_listen": "127.0.0.1:\(site)",
            "public_url": "http://127.0.0.1:\(site)",
        ]
        let house = try await house(scene, folder, settings)
        let stage = Stage(
            house: house,
            console: "http://127.0.0.1:\(console)",
            site: "http://127.0.0.1:\(site)"
        )
        do {
            try await stage.serve(play)
        } catch {
            await house.close()
            throw error
        }
        await house.close()
    }

    private static func house(
        _ scene: Scene,
        _ folder: String,
        _ settings: [String: String]
    ) async throws -> House {
        let replay = ScenarioReplay(root: try root())
        switch scene {
        case .empty:
            var settings = settings
            settings["folder"] = folder
            settings["sender_name"] = "Candil"
            return try await House.open(
                try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false),
                root: try root(),
                clock: SystemClock(),
                random: SystemRandom()
            )
        case .during(let time):
            return try await replay.open("ovh-2017", until: time, folder: folder, settings: settings).house
        case .after:
            return try await replay.open("ovh-2017", until: nil, folder: folder, settings: settings).house
        }
    }

    private func serve(_ play: @escaping @Sendable (Stage) async throws -> Void) async throws {
        var logger = Logger(label: "stage")
        logger.logLevel = .critical
        let serving = Serving(house: house, logger: logger)
        let (listeners, told) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Ended by the end of the play, which is no failure.
                try? await serving.run(handlesSignals: false) { _, _ in told.yield() }
                return false
            }
            group.addTask {
                var open = listeners.makeAsyncIterator()
                for _ in 0..<2 { await open.next() }
                try await play(self)
                return true
            }
            defer { group.cancelAll() }
            guard try await group.next() == true else {
                throw WebDriver.Failure(what: "stage", message: "the listeners did not open")
            }
        }
    }
}
