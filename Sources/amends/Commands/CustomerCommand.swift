import Access
import ArgumentParser
import Assembly
import Basis
import Response

/// What one customer may ask for: everything about them, and to be forgotten.
struct CustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "customer",
        "cli.customer",
        subcommands: [CustomerExport.self, CustomerErase.self]
    )
}

struct CustomerExport: AmendsCommand {
    static let configuration = CommandConfiguration("export", "cli.customer.export")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.customer.id")) var customer: String

    func run(in house: House) async throws -> ExitStatus {
        try Output.json(
            try await house.perform(ExportCustomer(customer: customer))
        )
        return .done
    }
}

/// Ends with 1 where people's own words still name the customer.
struct CustomerErase: AmendsCommand {
    static let configuration = CommandConfiguration("erase", "cli.customer.erase")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.customer.id")) var customer: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let answer = try await house.perform(EraseCustomer(customer: customer))
        if format == .json {
            try Output.json(answer)
        } else {
            Output.line(Words.text("cli.customer.erased", ["alias": answer.alias]))
            for mention in answer.mentions { Output.line(Self.line(mention)) }
            Output.line(Words.text("cli.customer.outside", ["folder": house.settings.folder]))
        }
        return answer.mentions.isEmpty ? .done : .found
    }

    private static func line(_ mention: Mention) -> String {
        Words.text(
            "cli.customer.mention",
            [
                "incident": mention.incident ?? "-", "place": mention.place.rawValue,
                "number": String(mention.number),
            ]
        )
    }
}
