import ArgumentParser
import Assembly
import Basis
import Foundation
import Response

/// Saves the database into one archive.
struct BackupCommand: AmendsCommand {
    static let configuration = CommandConfiguration("backup", "cli.backup")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.backup.file", valueName: "file")) var file: String
    @Flag(help: .words("cli.backup.with_secret")) var withSecret = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let manifest = try await Backup(house: house).take(to: file, withSecret: withSecret)
        guard format != .json else {
            try Output.json(manifest)
            return .done
        }
        let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
        Output.line(
            Words.text(
                "cli.backup.done",
                [
                    "file": file, "customers": String(manifest.customers),
                    "incidents": String(manifest.incidents),
                    "megabytes": String(max(1, bytes / 1_000_000)),
                ]
            )
        )
        Output.line(Words.text(withSecret ? "cli.backup.secret_in" : "cli.backup.secret_out"))
        Output.line(Words.text("cli.backup.not_in", ["folder": house.settings.folder]))
        return .done
    }
}

/// Puts a backup where the database is.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration("restore", "cli.restore")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.backup.file", valueName: "file")) var file: String
    @Flag(help: .words("cli.restore.replace")) var replace = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run() async throws {
        do {
            let restore = Restore(
                settings: try common.settings(),
                root: try BackupCommand.root(),
                clock: SystemClock(),
                random: SystemRandom(),
                reason: Words.text("cli.restore.reason")
            )
            let report = try await restore.run(from: file, replacing: replace)
            if format == .json { try Output.json(report) } else { Self.show(report) }
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }

    private static func show(_ report: Restore.Report) {
        let manifest = report.manifest
        Output.line(
            Words.text(
                "cli.restore.done",
                [
                    "time": manifest.takenAt.rfc3339, "customers": String(manifest.customers),
                    "incidents": String(manifest.incidents),
                ]
            )
        )
        if let kept = report.keptDatabase { Output.line(Words.text("cli.restore.kept", ["file": kept])) }
        if let kept = report.keptCheckpoints {
            Output.line(Words.text("cli.restore.kept_checkpoints", ["file": kept]))
        }
        Output.line(Words.text(report.tookSecret ? "cli.restore.secret" : "cli.restore.no_secret"))
        let held = ["count": String(report.held.campaigns), "time": manifest.takenAt.rfc3339]
        Output.line(
            Words.text(report.held.campaigns > 0 ? "cli.restore.held" : "cli.restore.nothing_held", held)
        )
        Output.line(Words.text("cli.restore.log_in"))
    }
}
