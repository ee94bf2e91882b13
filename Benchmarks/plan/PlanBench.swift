import BenchmarkSupport
import Database
import Foundation

/// `bench-plan [--customers N] [--mails N] [--folder F] [--settle-only]`: a million hurt customers on SQLite. Says on
/// standard error what it is doing, and prints its figures beside the goals; exit 1 where one is missed.
///
/// A folder that is given is kept, so that the customers need not be made again; `--settle-only` makes only them.
@main
struct PlanBench {
    static func main() async throws {
        let arguments = Arguments()
        let kept = arguments.text("folder")
        let folder =
            kept ?? NSTemporaryDirectory() + "bench-plan-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var figures = Figures()
        let house = try await House.open(folder + "/plan.db")
        let customers = arguments.number("customers", 1_000_000)
        try await house.settle(customers: customers)
        if arguments.has("settle-only") { return await house.database.close() }
        try await PlanRun(house: house, customers: customers).measure(&figures)
        await house.database.close()
        let mailHouse = try await House.open(folder + "/mail.db")
        let mails = arguments.number("mails", 20_000)
        try await mailHouse.settle(customers: mails)
        try await MailRun(house: mailHouse, mails: mails, folder: folder + "/mail").measure(&figures)
        await mailHouse.database.close()
        if kept == nil { try FileManager.default.removeItem(atPath: folder) }
        print(figures.table)
        if figures.missed { exit(1) }
    }
}
