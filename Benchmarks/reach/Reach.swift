import Access
import Basis
import Catalog
import Database
import Foundation
import Incidents

/// How long it takes to know who is hurt: the walk over a large graph of dependencies, and the walk over a
/// million hurt customers.
///
/// `bench-reach [CUSTOMERS] [DATABASE]`: a million customers on a new SQLite file where nothing is said;
/// DATABASE is a path or `postgres://…` of an empty database.
@main
struct Reach {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let customers = arguments.first.flatMap { Int64($0) } ?? 1_000_000
        let folder = FileManager.default.temporaryDirectory.path + "/bench-reach-\(SystemRandom().publicID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let place = arguments.dropFirst().first ?? "\(folder)/amends.db"
        let database = try await location(place).open()
        _ = try await database.migrate(AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all)

        let graph = try BenchmarkGraph.debian() ?? .synthetic()
        let isRight = try await GraphBenchmark(database: database, graph: graph).run()
        try await AudienceBenchmark(database: database, graph: graph, customers: customers).run()
        await database.close()
        if !isRight { exit(1) }
    }

    private static func location(_ place: String) -> DatabaseLocation {
        DatabaseLocation(place)
    }
}

/// Prints one figure, at once.
func report(_ what: String, _ figure: String) {
    let dots = String(repeating: ".", count: max(3, 62 - what.count))
    FileHandle.standardOutput.write(Data("\(what) \(dots) \(figure)\n".utf8))
}

/// How long something took: on the wall, and of the processor, which other programs on the machine do not
/// change.
struct Cost: Comparable, CustomStringConvertible {
    static let none = Cost(wall: .zero, processor: .zero)

    var wall: Duration
    var processor: Duration

    static func < (left: Cost, right: Cost) -> Bool { left.wall < right.wall }

    var description: String { "\(Self.milliseconds(wall)) ms, processor \(Self.milliseconds(processor)) ms" }

    private static func milliseconds(_ duration: Duration) -> String {
        let tenths =
            duration.components.seconds * 10_000 + duration.components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Runs something and says what it cost.
func timed<Value: Sendable>(
    _ work: () async throws -> Value
) async rethrows -> (value: Value, cost: Cost) {
    let (start, clockStart) = (ContinuousClock.now, clock())
    let value = try await work()
    let processor = Duration.microseconds(Int64(clock() - clockStart) * 1_000_000 / Int64(CLOCKS_PER_SEC))
    return (value, Cost(wall: ContinuousClock.now - start, processor: processor))
}
