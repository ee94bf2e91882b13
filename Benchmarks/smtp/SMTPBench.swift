import BenchmarkSupport
import Foundation
import TestSupport

/// `bench-smtp [--messages N] [--connections N] [--notices N] [--rounds N]`: messages a second to Postfix's
/// `smtp-sink`, in one run with its own `smtp-source`; the same through a wire of ten milliseconds; and with the
/// ledger. Figures stand beside the goals of issue 5; exit 1 where one is missed.
@main
struct SMTPBench {
    static func main() async throws {
        let arguments = Arguments()
        let connections = arguments.number("connections", 50)
        var figures = Figures()
        let sink = try await MailSink(keeps: false)
        let wire = WireRun(
            sink: sink,
            messages: arguments.number("messages", 200_000),
            connections: connections
        )
        for _ in 1...max(1, arguments.number("rounds", 3)) { try await wire.compare(&figures) }
        try await wire.delayed(&figures)
        let ledger = LedgerRun(
            sink: sink,
            notices: arguments.number("notices", 20_000),
            connections: connections
        )
        try await ledger.measure(&figures, delayed: false)
        try await ledger.measure(&figures, delayed: true)
        figures.add("peak memory", Usage.peakMemory, "MB", atMost: 300)
        print(figures.table)
        if figures.missed { exit(1) }
    }
}
