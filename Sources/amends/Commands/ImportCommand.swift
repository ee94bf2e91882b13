import Access
import ArgumentParser
import Assembly
import Basis
import Catalog
import Response

/// Takes over components, customers and how they hang together.
struct Import: AmendsCommand {
    static let configuration = CommandConfiguration("import", "cli.import")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.import.components", valueName: "file")) var components: String?
    @Option(help: .words("cli.import.dependencies", valueName: "file")) var dependencies: String?
    @Option(help: .words("cli.import.customers", valueName: "file")) var customers: String?
    @Option(help: .words("cli.import.contacts", valueName: "file")) var contacts: String?
    @Option(help: .words("cli.import.subscriptions", valueName: "file")) var subscriptions: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let files = CatalogFiles(
            components: components,
            dependencies: dependencies,
            customers: customers,
            contacts: contacts,
            subscriptions: subscriptions
        )
        if files.paths.isEmpty {
            var typed = Typed(now: house.clock.now())
            typed.add("amends import", "cli.import.nothing")
            try typed.check()
        }
        let bar = ProgressBar(label: Words.text("cli.import.label"))
        let report = try await house.catalogImport.run(
            files,
            rules: ImportRules(language: house.settings.language, country: house.settings.country),
            say: { Words.text($0) },
            progress: { bar.show(Int($0.bytesRead), of: Int($0.bytesTotal)) }
        )
        bar.finish()
        for note in report.notes { ExitStatus.complain(Words.text(note)) }
        if format == .json {
            try Output.json(report)
        } else {
            Output.line(
                Words.text(
                    "cli.import.done",
                    [
                        "rows": String(report.rows), "imported": String(report.imported),
                        "updated": String(report.updated), "unchanged": String(report.unchanged),
                        "rejected": String(report.rejected),
                    ]
                )
            )
            for file in report.rejectedFiles {
                Output.line(Words.text("cli.import.rejected", ["file": file]))
            }
        }
        return report.rejected > 0 ? .found : .done
    }
}
