import Access
import ArgumentParser
import Assembly
import Basis
import Delivery
import Foundation
import GoBag
import Response

/// `amends gobag`: what a team takes along for the hours in which nothing works, and what it brings back.
struct GoBagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gobag",
        abstract: Words.text("cli.gobag"),
        discussion: Words.text("cli.gobag.discussion"),
        subcommands: [GoBagMake.self, GoBagMerge.self],
        defaultSubcommand: GoBagMake.self
    )
}

struct GoBagMake: AmendsCommand {
    static let configuration = CommandConfiguration("make", "cli.gobag.make")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.gobag.incident")) var incident: String?
    @Option(help: .words("cli.gobag.passphrase_file", valueName: "file|-")) var passphraseFile: String
    @Option(help: .words("cli.gobag.out", valueName: "file")) var out: String
    @Option(help: .words("cli.gobag.component", valueName: "id")) var component: String?
    @Option(help: .words("cli.gobag.tier")) var tier: String?
    @Option(help: .words("cli.gobag.account_manager", valueName: "id")) var accountManager: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let passphrase = try Passphrase(Self.line(of: passphraseFile), place: "--passphrase-file")
        let maker = try GoBagMaker(
            response: house.response,
            templates: house.templates,
            catalogue: house.catalogue,
            root: house.root
        )
        let narrowing = BagNarrowing(component: component, tier: tier, accountManager: accountManager)
        let made = try await maker.make(
            MakeGoBag(incident: incident, narrowing: narrowing),
            passphrase: passphrase,
            language: Words.language,
            by: .operator,
            at: house.clock.now()
        )
        try Self.write(made.html, to: out)
        if format == .json {
            try Output.json(
                Line(
                    bag: made.id,
                    customers: made.customers,
                    calls: made.calls,
                    file: out,
                    bytes: made.html.utf8.count
                )
            )
        } else {
            let values = ["file": out, "customers": String(made.customers), "calls": String(made.calls)]
            Output.line(Words.text("cli.gobag.made", values))
        }
        return .done
    }

    /// What `--format json` prints.
    private struct Line: Encodable {
        var bag: String
        var customers: Int
        var calls: Int
        var file: String
        var bytes: Int
    }

    /// The first line of a file, or of the standard input for `-`: never an argument, which others on the machine see.
    private static func line(of path: String) throws -> String {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let bytes = try handle?.read(upToCount: Password.bytesMax + 1),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw Problems([Problem("--passphrase-file", "cli.gobag.unreadable", ["file": path])]) }
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// For its owner's eyes only, though it is sealed.
    private static func write(_ html: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        do {
            try Data(html.utf8).write(to: url, options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        } catch {
            throw Problems([Problem("--out", "cli.gobag.unwritable", ["file": path])])
        }
    }
}

struct GoBagMerge: AmendsCommand {
    static let configuration = CommandConfiguration("merge", "cli.gobag.merge")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.gobag.files")) var files: [String]
    @Option(help: .words("cli.gobag.merge_incident")) var incident: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let answer = try await house.response.perform(
            MergeGoBag(files: try read(), incident: incident),
            by: .operator,
            at: house.clock.now()
        )
        if format == .json {
            try Output.json(answer)
        } else {
            let values = ["merged": String(answer.merged), "known": String(answer.known)]
            Output.line(Words.text("cli.gobag.merged", values))
            for conflict in answer.conflicts { Output.line(Self.line(conflict)) }
        }
        return .done
    }

    /// The files; all that cannot be read at once.
    private func read() throws -> [MergeGoBag.File] {
        var problems = Problems()
        let read = files.compactMap { path -> MergeGoBag.File? in
            guard let handle = FileHandle(forReadingAtPath: path),
                // A folder opens, but cannot be read.
                let bytes = try? handle.read(upToCount: SealedResult.bytesMax + 1)
            else {
                problems.add(path, "cli.gobag.unreadable", ["file": path])
                return nil
            }
            return MergeGoBag.File(name: path, text: String(decoding: bytes, as: UTF8.self))
        }
        try problems.check()
        return read
    }

    private static func line(_ conflict: MergeGoBag.Conflict) -> String {
        let fate = conflict.fate?.rawValue ?? "unknown_customer"
        let values = [
            "customer": conflict.name ?? conflict.customer, "outcome": conflict.outcome,
            "time": conflict.at.rfc3339, "told": conflict.toldAt?.rfc3339 ?? "",
        ]
        return Words.text("cli.gobag.conflict.\(fate)", values)
    }
}
