import Database
import Foundation
import TestSupport

/// How fast rows go in and come out on both engines, against the naive way of one row a transaction. Every commit
/// reaches the disk.
@main
struct DatabaseBenchmark {
    static func main() async throws {
        let cluster = try ThrowAwayPostgres(isDurable: true)
        for location in [
            DatabaseLocation.file(try ThrowAwayFolder.path("bench") + "/amends.db"),
            try cluster.makeDatabase(),
        ] {
            let database = try await location.open()
            let name = database.dialect == .sqlite ? "SQLite" : "PostgreSQL"
            print("\n\(name)")
            try await Measurements(database: database).run()
            await database.close()
        }
        cluster.stop()
    }
}
