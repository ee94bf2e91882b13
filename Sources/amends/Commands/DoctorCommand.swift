import ArgumentParser
import Assembly
import Basis

/// What is missing or misconfigured, in plain words.
struct DoctorCommand: AmendsCommand {
    static let configuration = CommandConfiguration("doctor", "cli.doctor")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.format")) var format = Format.table

    /// A finding as scripts read it.
    private struct Line: Encodable {
        var level: Doctor.Finding.Level
        var check: String
        var text: String
    }

    func run(in house: House) async throws -> ExitStatus {
        let findings = try await Doctor(house: house).examine()
        if format == .json {
            try Output.json(
                findings.map {
                    Line(level: $0.level, check: $0.message.key.name, text: Words.text($0.message))
                }
            )
        } else {
            for finding in findings {
                let mark =
                    switch finding.level {
                    case .good: "✓"
                    case .advice: "·"
                    case .problem: "✗"
                    }
                Output.line("\(mark) \(Words.text(finding.message))")
            }
        }
        return findings.contains { $0.level == .problem } ? .found : .done
    }
}
