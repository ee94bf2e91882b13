import Access
import ArgumentParser
import Assembly
import Basis
import Incidents
import Response

struct SightingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "sighting",
        "cli.sighting",
        subcommands: [SightingAdd.self]
    )
}

struct SightingAdd: AmendsCommand {
    static let configuration = CommandConfiguration("add", "cli.sighting.add")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.sighting.source")) var source = "other"
    @Option(help: .words("cli.sighting.who")) var who: String?
    @Option(help: .words("cli.sighting.said", valueName: "es=…")) var said: [String] = []
    @Option(help: .words("cli.sighting.link")) var link: String?
    @Option(help: .words("cli.sighting.seen", valueName: "time")) var seen: String?
    @Option(help: .words("cli.sighting.trust")) var trust = "plausible"
    @Option(help: .words("cli.sighting.eta", valueName: "time")) var eta: String?

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let text = typed.text("--said", said)
        let seenAt = typed.time("--seen", seen)
        let etaAt = typed.time("--eta", eta)
        let chosenTrust = typed.choice("--trust", trust, Sighting.Trust.self)
        let chosenSource = typed.choice("--source", source, Sighting.Source.self)
        try typed.check()
        guard let chosenTrust, let chosenSource else { return .wrongInput }
        _ = try await house.perform(
            NoteSighting(
                incident: incident,
                source: chosenSource,
                who: who,
                said: text,
                link: link,
                seenAt: seenAt,
                trust: chosenTrust,
                eta: etaAt
            )
        )
        return .done
    }
}

struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration("contact", "cli.contact", subcommands: [ContactAdd.self])
}

struct ContactAdd: AmendsCommand {
    static let configuration = CommandConfiguration("add", "cli.contact.add")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.contact.customer", valueName: "id")) var customer: String
    @Option(help: .words("cli.contact.channel")) var channel = "phone"
    @Option(help: .words("cli.contact.at", valueName: "time")) var at: String?
    @Option(help: .words("cli.contact.said")) var said: String?

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let happenedAt = typed.time("--at", at)
        try typed.check()
        _ = try await house.perform(
            RecordContact(
                incident: incident,
                customer: customer,
                channel: channel,
                happenedAt: happenedAt,
                said: said
            )
        )
        return .done
    }
}
