import Access
import Basis
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
        let arguments = CommandLine.arguments
        let rows = arguments.firstIndex(of: "--rows").flatMap { arguments.dropFirst($0 + 1).first }.flatMap {
            Int($0)
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "amends-bench-import").path()
        try? FileManager.default.removeItem(atPath: folder)  // left behind where an earlier run was stopped
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // a temporary folder may stay
        let files = try BenchFiles(folder: folder, rows: rows ?? 1_000_000)
        try await run(files)
        if !arguments.contains("--no-python") { try NaivePython(files: files).run() }
    }

    private static func run(_ files: BenchFiles) async throws {
        let database = try SQLiteDatabase(path: files.folder + "/amends.db")
        _ = try await database.migrate(AccessMigrations.all + CatalogMigrations.all)
        let catalog = CatalogImport(database: database, random: SeededRandom(seed: 1), clock: SystemClock())
        let waits = Waits(database: database)
        async let longest = waits.longest()
        let first = try await catalog.run(files.catalog) { $0.key.name }
        waits.stop()
        report("first import", first, rows: files.rows)
        let (wait, count) = try await longest
        print(
            "another writer, \(count) times meanwhile, waited at most \(Int(wait * 1_000)) ms for its commit"
        )
        let busy = processorSeconds
        print("peak resident memory: \(Self.peakMegabytes) MB")
        let second = try await catalog.run(files.catalog) { $0.key.name }
        report("second import", second, rows: files.rows)
        print("processor time: \(rounded(busy)) s, then \(rounded(processorSeconds - busy)) s")
        print("peak resident memory: \(Self.peakMegabytes) MB")
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

    /// What this process took of all processors so far, the making of the files included.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func rounded(_ seconds: Double) -> Double { (seconds * 100).rounded() / 100 }

    /// The most memory that this process ever had, where the system tells.
    private static var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0)
            / 1_024
    }
}
