import ArgumentParser
import Basis
import Foundation
import Letters
import Rendering

/// Checks letters: nothing is opened but their files.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration("lint", "cli.lint")

    enum Printed: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case sarif
    }

    enum FailOn: String, ExpressibleByArgument, CaseIterable {
        case error
        case warning
        case never
    }

    @Argument(help: .words("cli.lint.file", valueName: "file|-|folder")) var file: String?
    @Option(help: .words("cli.lint.framework")) var framework: String?
    @Option(help: .words("cli.lint.language")) var language = "auto"
    @Option(help: .words("cli.lint.profile")) var profile: LetterProfile?
    @Option(help: .words("cli.lint.facts", valueName: "file")) var facts: String?
    @Option(help: .words("cli.lint.format")) var format = Printed.text
    @Option(help: .words("cli.lint.explain", valueName: "rule")) var explain: String?
    @Option(help: .words("cli.lint.fail_on")) var failOn = FailOn.error
    @Option(help: .words("cli.common.resources", valueName: "folder")) var resources: String?

    mutating func run() throws {
        do {
            let status = try lint()
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }

    private func lint() throws -> ExitStatus {
        let root = try Serve.root()
        let linter = LetterLinter(root: root)
        let catalogue = try Words.catalogue ?? StringCatalogue(root: root, rooms: ["Letters", "amends"])
        let printer = LintPrinter(
            format: format,
            text: LintText(catalogue: catalogue, language: Words.language)
        )
        if let explain {
            try printer.show(
                try linter.explain(explain, language: language == "auto" ? Words.language.code : language)
            )
            return .done
        }
        guard let file else { throw CommandRefusal.noLetter }
        let options = LintOptions(
            language: language == "auto" ? nil : language,
            framework: framework,
            profile: profile,
            facts: try facts.map { try LetterFiles.read($0) }
        )
        return try check(try LetterFiles(file), linter, options, printer)
    }

    /// One unreadable file of a folder does not keep the others from being checked.
    private func check(
        _ files: LetterFiles,
        _ linter: LetterLinter,
        _ options: LintOptions,
        _ printer: LintPrinter
    ) throws -> ExitStatus {
        var status = ExitStatus.done
        var printer = printer
        printer.isFolder = files.isFolder
        for path in files.paths {
            do {
                let bytes = try LetterFiles.read(path)
                let report = try linter.lint(bytes: bytes, options: options)
                try printer.add(path, String(decoding: bytes, as: UTF8.self), report)
                if fails(report), status == .done { status = .found }
            } catch let refusal as LintRefusal where files.isFolder && refusal.isAboutText {
                ExitStatus.complain("\(path): \(Words.text(refusal.message))")
                status = .wrongInput
            }
        }
        try printer.finish()
        return status
    }

    private func fails(_ report: LintReport) -> Bool {
        switch failOn {
        case .error: report.hasFindings(.error)
        case .warning: report.hasFindings(.warning)
        case .never: false
        }
    }
}

extension LetterProfile: ExpressibleByArgument {}

extension LintRefusal {
    /// Whether another file may do better.
    var isAboutText: Bool {
        switch self {
        case .noText, .tooLong: true
        case .unknownLanguage, .unknownFramework, .unknownRule, .badFacts: false
        }
    }
}

/// Why a command line of lint says nothing that can be done.
enum CommandRefusal: Refusal, Equatable {
    case noLetter
    case cannotRead(String)
    case emptyFolder(String)

    var message: Message {
        switch self {
        case .noLetter: Message("cli.lint.no_letter")
        case .cannotRead(let path): Message("cli.lint.cannot_read", ["path": path])
        case .emptyFolder(let path): Message("cli.lint.empty_folder", ["path": path])
        }
    }
}
