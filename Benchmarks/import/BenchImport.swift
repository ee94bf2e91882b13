import Access
import Basis
import BenchmarkSupport
import Catalog
import Database
import Foundation

/// Imports many customers, each with an e-mail address, a telephone number and one subscription, into a fresh SQLite
/// file, and does the same row by row in Python to compare.
///
/// `bench-import [--rows N] [--no-python]`
@main
struct BenchImport {
    static func main() async throws {
        let arguments = Arguments()
        let folder = FileManager.default.temporaryDirectory.appending(path: "amends-bench-import").path()
        try? FileManager.default.removeItem(atPath: folder)  // left behind where an earlier run was stopped
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // a temporary folder may stay
        let files = try BenchFiles(folder: folder, rows: arguments.number("rows", 1_000_000))
        try await run(files)
        if !arguments.has("no-python") { try NaivePython(files: files).run() }
    }

    private static func run(_ files: BenchFiles) async throws {
        let database = try SQLiteDatabase(path: files.folder + "/amends.db")
        _ = try await database.migrate(AccessMigrations.all + CatalogMigrations.all)
        let catalog = CatalogImport(database: database, random: SeededRandom(seed: 1), clock: SystemClock())
        let other = try await OtherWriter(database: database)
        let (first, waits) = try await other.watching {
            try await catalog.run(files.catalog) { $0.key.name }
        }
        report("first import", first, rows: files.rows)
        print(
            "another writer, \(waits.count) times meanwhile, waited at most \(Int(waits.last ?? 0)) ms for its commit"
        )
        let busy = Usage.processorTime
        print("peak resident memory: \(Int(Usage.peakMemory)) MB")
        let second = try await catalog.run(files.catalog) { $0.key.name }
        report("second import", second, rows: files.rows)
        print("processor time: \(rounded(busy)) s, then \(rounded(Usage.processorTime - busy)) s")
        print("peak resident memory: \(Int(Usage.peakMemory)) MB")
        await database.close()
    }

    private static func report(_ name: String, _ report: ImportReport, rows: Int) {
        let perMinute = Int(Double(rows) / report.seconds * 60)
        print(
            """
            \(name): \(report.rows) rows in \(rounded(report.seconds)) s, \(report.imported) imported, \
            \(report.updated) updated, \(report.unchanged) unchanged, \(report.rejected) rejected: \
            \(perMinute) customers a minute
            """
        )
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 100).rounded() / 100 }
}
