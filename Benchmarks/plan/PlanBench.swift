import Basis
import Database
import Delivery
import Foundation

/// `bench-plan [--customers N] [--mails N] [--folder F] [--settle-only]`: a million hurt customers on SQLite. Prints figures beside the
/// goals of issue 2; exit 1 where one is missed.
@main
struct PlanBench {
    static func main() async throws {
        let options = Options(CommandLine.arguments.dropFirst())
        let folder =
            options.folder ?? NSTemporaryDirectory()
            + "bench-plan-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var figures = Figures()
        do {
            let house = try await House.open(folder + "/plan.db")
            try await house.settle(customers: options.customers)
            if options.settlesOnly { return await house.database.close() }
            try await PlanRun(house: house, customers: options.customers).measure(&figures)
            await house.database.close()
            let mailHouse = try await House.open(folder + "/mail.db")
            try await mailHouse.settle(customers: options.mails)
            try await MailRun(house: mailHouse, mails: options.mails, folder: folder + "/mail").measure(
                &figures
            )
            await mailHouse.database.close()
        }
        if options.folder == nil { try FileManager.default.removeItem(atPath: folder) }
        print(figures.table)
        if figures.missed { exit(1) }
    }
}

struct Options {
    var customers = 1_000_000
    var mails = 20_000
    /// Kept afterwards where it was given.
    var folder: String?
    /// Makes the customers in the folder and ends, for a profile of the rest alone.
    var settlesOnly = false

    init(_ arguments: some Sequence<String>) {
        var name = ""
        for argument in arguments {
            switch name {
            case "--customers": customers = Int(argument) ?? customers
            case "--mails": mails = Int(argument) ?? mails
            case "--folder": folder = argument
            default: settlesOnly = settlesOnly || argument == "--settle-only"
            }
            name = argument
        }
    }
}

/// What was measured, and what was wanted.
struct Figures {
    private var rows: [(name: String, value: Double, unit: String, goal: Double?, isFloor: Bool)] = []

    mutating func add(_ name: String, _ value: Double, _ unit: String, atMost goal: Double? = nil) {
        rows.append((name, value, unit, goal, false))
    }

    mutating func add(_ name: String, _ value: Double, _ unit: String, atLeast goal: Double) {
        rows.append((name, value, unit, goal, true))
    }

    var missed: Bool {
        rows.contains { row in row.goal.map { row.isFloor ? row.value < $0 : row.value > $0 } ?? false }
    }

    var table: String {
        rows.map { row in
            let value = String(format: "%12.2f %@", row.value, row.unit as NSString)
            let goal =
                row.goal.map { String(format: "%@ %.0f", (row.isFloor ? ">=" : "<=") as NSString, $0) } ?? ""
            let isMissed = row.goal.map { row.isFloor ? row.value < $0 : row.value > $0 } ?? false
            return row.name.padding(toLength: 46, withPad: " ", startingAt: 0)
                + value.padding(toLength: 24, withPad: " ", startingAt: 0)
                + goal + (isMissed ? "   MISSED" : "")
        }.joined(separator: "\n")
    }

    /// Processor time of this process so far, in seconds: what a busy machine does not distort.
    static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The most memory this process ever held, in MB.
    static var peakMemory: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""  // Linux only
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return kilobytes / 1_024
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
