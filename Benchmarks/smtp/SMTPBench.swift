import Foundation
import TestSupport

/// `bench-smtp [--messages N] [--connections N] [--notices N] [--folder F]`: messages a second to Postfix's
/// `smtp-sink`, in one run with its own `smtp-source`; the same through a wire of ten milliseconds; and with the
/// ledger. Figures stand beside the goals of issue 5; exit 1 where one is missed.
@main
struct SMTPBench {
    static func main() async throws {
        let options = Options(CommandLine.arguments.dropFirst())
        var figures = Figures()
        let sink = try await MailSink(keeps: false)
        let wire = WireRun(sink: sink, messages: options.messages, connections: options.connections)
        for _ in 1...options.rounds { try await wire.compare(&figures) }
        try await wire.delayed(&figures)
        let ledger = LedgerRun(sink: sink, notices: options.notices, connections: options.connections)
        try await ledger.measure(&figures, delayed: false)
        try await ledger.measure(&figures, delayed: true)
        figures.add("peak memory", Figures.peakMemory, "MB", atMost: 300)
        print(figures.table)
        if figures.missed { exit(1) }
    }
}

struct Options {
    var messages = 200_000
    var connections = 50
    var notices = 20_000
    var rounds = 3

    init(_ arguments: some Sequence<String>) {
        var name = ""
        for argument in arguments {
            switch name {
            case "--messages": messages = Int(argument) ?? messages
            case "--connections": connections = Int(argument) ?? connections
            case "--notices": notices = Int(argument) ?? notices
            case "--rounds": rounds = max(1, Int(argument) ?? rounds)
            default: break
            }
            name = argument
        }
    }
}

/// What was measured, and what was wanted.
struct Figures {
    private var rows: [(name: String, value: Double, unit: String, goal: Double?, isFloor: Bool)] = []

    mutating func add(_ name: String, _ value: Double, _ unit: String) {
        rows.append((name, value, unit, nil, true))
    }

    mutating func add(_ name: String, _ value: Double, _ unit: String, atMost goal: Double) {
        rows.append((name, value, unit, goal, false))
    }

    mutating func add(_ name: String, _ value: Double, _ unit: String, atLeast goal: Double) {
        rows.append((name, value, unit, goal, true))
    }

    var missed: Bool { rows.contains(where: isMissed) }

    var table: String {
        rows.map { row in
            let value = String(format: "%12.2f %@", row.value, row.unit as NSString)
            let goal = row.goal.map { String(format: "%@ %.2f", (row.isFloor ? ">=" : "<=") as NSString, $0) }
            return row.name.padding(toLength: 52, withPad: " ", startingAt: 0)
                + value.padding(toLength: 24, withPad: " ", startingAt: 0)
                + (goal ?? "") + (isMissed(row) ? "   MISSED" : "")
        }.joined(separator: "\n")
    }

    private func isMissed(
        _ row: (name: String, value: Double, unit: String, goal: Double?, isFloor: Bool)
    ) -> Bool {
        row.goal.map { row.isFloor ? row.value < $0 : row.value > $0 } ?? false
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
