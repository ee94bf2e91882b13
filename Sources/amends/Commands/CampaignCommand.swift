import Access
import ArgumentParser
import Assembly
import Basis
import Response

/// Stops what is being told, and lets it go on.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "campaign",
        "cli.campaign",
        subcommands: [CampaignHold.self, CampaignContinue.self]
    )
}

struct CampaignHold: AmendsCommand {
    static let configuration = CommandConfiguration("hold", "cli.campaign.hold")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.campaign.which")) var incident: String
    @Option(help: .words("cli.campaign.reason")) var reason: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let moved = try await house.perform(
            HoldCampaign(incident: MovedCampaigns.incident(incident), reason: reason)
        )
        try MovedCampaigns.show(moved, "cli.campaign.held", format)
        return .done
    }
}

struct CampaignContinue: AmendsCommand {
    static let configuration = CommandConfiguration("continue", "cli.campaign.continue")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.campaign.which")) var incident: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let moved = try await house.perform(ContinueCampaign(incident: MovedCampaigns.incident(incident)))
        try MovedCampaigns.show(moved, "cli.campaign.continued", format)
        return .done
    }
}

/// What both commands have in common.
private enum MovedCampaigns {
    /// Nil for `all`.
    static func incident(_ typed: String) -> String? { typed.lowercased() == "all" ? nil : typed }

    static func show(_ moved: CampaignsMoved, _ key: MessageKey, _ format: Format) throws {
        guard format != .json else { return try Output.json(moved) }
        let incidents = moved.incidents.isEmpty ? "-" : moved.incidents.joined(separator: ", ")
        Output.line(Words.text(key, ["count": String(moved.campaigns), "incidents": incidents]))
    }
}
