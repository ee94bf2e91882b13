import ArgumentParser
import Assembly
import Basis
import Foundation

/// The command line.
struct Amends: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amends",
        abstract: Words.text("cli.abstract"),
        discussion: Words.text("cli.discussion"),
        version: Program.version,
        subcommands: [
            Demo.self, ReplayCommand.self, Serve.self, Migrate.self, DoctorCommand.self, BackupCommand.self,
            RestoreCommand.self, AuditCommand.self,
            Import.self,
            IncidentCommand.self,
            CustomerCommand.self,
            SightingCommand.self,
            ContactCommand.self, Scope.self, Deliver.self, CampaignCommand.self, ApprovalCommand.self,
            Notices.self, Calls.self,
            GoBagCommand.self,
            StaffCommand.self, TokenCommand.self,
            ScorecardCommand.self, Lint.self, Compose.self,
            SchemaCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() async {
        do {
            var command = try Amends.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            let isHelp = Amends.exitCode(for: error) == .success
            let text = Amends.fullMessage(for: error)
            if isHelp {
                Output.line(text)
                exit(ExitStatus.done.rawValue)
            }
            FileHandle.standardError.write(Data((text + "\n").utf8))
            exit(ExitStatus.wrongInput.rawValue)
        }
    }
}
