import Assembly
import Basis
import Database
import Foundation
import Logging
import Rendering
import TestSupport

/// What the console's pages take on the server, in a house with a thousand incidents and a million customers, one
/// incident of which hurts them all. `cpu` is the mean of what the process took of the processors, for busy machines.
///
/// `bench-console [--customers N] [--requests N] [--postgres]`: ends with 1 where the median of a page is over the limit.
@main
struct ConsoleBench {
    /// Milliseconds that a page may take, as the median of its requests.
    static let limit = 20.0

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let customers = number("--customers", in: arguments) ?? 1_000_000
        let requests = number("--requests", in: arguments) ?? 30
        let folder = try ThrowAwayFolder.path("bench-console")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let house = try await house(folder, isServer: arguments.contains("--postgres"))
        let crowd = Crowd(house: house, customers: customers)
        say("filling", try await crowd.settle())
        say("words for search", try await crowd.index())
        let isFast = try await Pages(house: house, customers: customers, requests: requests).run()
        await house.close()
        if !isFast { exit(1) }
    }

    private static func house(_ folder: String, isServer: Bool) async throws -> House {
        var settings = ["folder": folder, "sender_name": "Candil", "time_zone": "Europe/Madrid"]
        if isServer {
            let location = try await ThrowAwayPostgres.shared().makeDatabase()
            if case .server(let url) = location { settings["database"] = url }
        }
        return try await House.open(
            try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false),
            root: try ResourceRoot.locate(
                explicit: nil,
                environment: ProcessInfo.processInfo.environment,
                executable: CommandLine.arguments[0]
            ),
            clock: ManualClock(Crowd.now),
            random: SeededRandom(seed: 1)
        )
    }

    private static func number(_ name: String, in arguments: [String]) -> Int? {
        arguments.firstIndex(of: name).flatMap { arguments.dropFirst($0 + 1).first }.flatMap { Int($0) }
    }

    private static func say(_ what: String, _ seconds: Double) {
        print("\(what): \((seconds * 10).rounded() / 10) s")
    }
}

/// How long something takes, in seconds.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    let (whole, parts) = (ContinuousClock.now - start).components
    return Double(whole) + Double(parts) / 1e18
}

/// What this process took of all processors so far: on a busy machine the better measure of the two.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
