import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Response

/// What was done, by whom, in a chain that shows what was changed afterwards.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "audit",
        "cli.audit",
        subcommands: [AuditVerify.self, AuditExportCommand.self]
    )
}

/// Looks at every link of the chain, and at the checkpoints beside the database.
struct AuditVerify: AmendsCommand {
    static let configuration = CommandConfiguration("verify", "cli.audit.verify")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        try await house.sealAudit()
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

/// The trail as JSON lines, for other systems.
struct AuditExportCommand: AmendsCommand {
    static let configuration = CommandConfiguration("export", "cli.audit.export")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.audit.after")) var after: Int64 = 0

    func run(in house: House) async throws -> ExitStatus {
        // It is a bulk read, so it leaves a line of its own, which it shows too.
        _ = try await house.perform(NoteBulkRead(what: .audit))
        try await house.sealAudit()
        var position = after
        while true {
            let from = position
            let page = try await house.response.read { try AuditExport.page(after: from, in: $0) }
            guard page.position > from else { return .done }
            for line in page.lines { Output.line(line) }
            position = page.position
        }
    }
}

extension House {
    /// Seals what waits, so that what the command line did is looked at too. Where the chain was changed nothing is
    /// signed: what is wrong with it, the verifier says.
    fileprivate func sealAudit() async throws {
        do {
            _ = try await AuditSealer(database: database, checkpoints: checkpoints).tick(clock.now())
        } catch is AuditChainError {}
    }
}
