import Access
import ArgumentParser
import Assembly
import Basis

/// What was done, by whom, in a chain that shows what was changed afterwards.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "audit",
        "cli.audit",
        subcommands: [AuditVerify.self]
    )
}

/// Looks at every link of the chain, and at the checkpoints beside the database.
struct AuditVerify: AmendsCommand {
    static let configuration = CommandConfiguration("verify", "cli.audit.verify")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        // What waits is sealed first, so that what the command line did is looked at too.
        _ = try await AuditSealer(database: house.database, checkpoints: house.checkpoints).tick(
            house.clock.now()
        )
        let report = try await AuditVerifier(database: house.database, checkpoints: house.checkpoints)
            .verify()
        if format == .json {
            try Output.json(report)
        } else {
            for fault in report.faults { Output.line("✗ \(Words.text(fault.message))") }
            let values = ["links": String(report.links), "checkpoints": String(report.checkpoints)]
            Output.line(Words.text(report.isWhole ? "cli.audit.whole" : "cli.audit.broken", values))
        }
        return report.isWhole ? .done : .found
    }
}
