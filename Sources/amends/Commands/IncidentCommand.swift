import Access
import ArgumentParser
import Assembly
import Basis
import Catalog
import Foundation
import Incidents
import Letters
import Response

struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "incident",
        "cli.incident",
        subcommands: [
            IncidentOpen.self, IncidentUpdateCommand.self, IncidentPromise.self, IncidentResolve.self,
            IncidentClose.self, IncidentImpact.self, IncidentShow.self, IncidentList.self,
        ]
    )
}

struct IncidentOpen: AmendsCommand {
    static let configuration = CommandConfiguration("open", "cli.incident.open")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.incident.title", valueName: "es=…")) var title: [String] = []
    @Option(help: .words("cli.incident.component", valueName: "id=impact")) var component: [String] = []
    @Option(help: .words("cli.incident.customers", valueName: "file")) var customers: String?
    @Option(help: .words("cli.incident.message", valueName: "es=…")) var message: [String] = []
    @Option(help: .words("cli.incident.origin", valueName: "origin")) var origin = "unknown"
    @Option(help: .words("cli.incident.kind", valueName: "kind")) var kind = "outage"
    @Option(help: .words("cli.incident.began", valueName: "time")) var began: String?
    @Option(help: .words("cli.incident.eta", valueName: "time")) var eta: String?
    @Option(help: .words("cli.incident.next_update", valueName: "time")) var nextUpdate: String?
    @Flag(help: .words("cli.incident.notify")) var notify = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let titles = typed.text("--title", title)
        let messages = typed.text("--message", message)
        let impacts = typed.impacts(component)
        let chosenKind = typed.choice("--kind", kind, Incident.Kind.self)
        let chosenOrigin = typed.choice("--origin", origin, Incident.Origin.self)
        let beganAt = typed.time("--began", began)
        let etaAt = typed.time("--eta", eta)
        let nextAt = typed.time("--next-update", nextUpdate)
        let listed = try customers.map { try CustomerList.read($0, &typed) }
        if !component.isEmpty, customers != nil { typed.add("--customers", "cli.incident.either") }
        try typed.check()
        guard let chosenKind, let chosenOrigin else { return .wrongInput }
        let answer = try await house.perform(
            OpenIncident(
                title: titles,
                impacts: impacts,
                listed: listed,
                kind: chosenKind,
                origin: chosenOrigin,
                message: messages,
                beganAt: beganAt,
                eta: etaAt,
                nextUpdate: nextAt,
                notify: notify
            )
        )
        if format == .json {
            try Output.json(answer)
        } else {
            Output.line(
                Words.text("cli.incident.opened", ["id": answer.id, "count": String(answer.customers)])
            )
            Waiting.tell(answer.approval)
        }
        return .done
    }
}

struct IncidentUpdateCommand: AmendsCommand {
    static let configuration = CommandConfiguration("update", "cli.incident.update")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.incident.status")) var status: String
    @Option(help: .words("cli.incident.message", valueName: "es=…")) var message: [String] = []
    @Option(help: .words("cli.incident.component", valueName: "id=impact")) var component: [String] = []
    @Option(help: .words("cli.incident.eta", valueName: "time")) var eta: String?
    @Option(help: .words("cli.incident.next_update", valueName: "time")) var nextUpdate: String?
    @Flag(help: .words("cli.incident.notify")) var notify = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let messages = typed.text("--message", message)
        let stage = typed.choice("--status", status, Incident.Stage.self)
        let impacts = typed.impacts(component)
        let etaAt = typed.time("--eta", eta)
        let nextAt = typed.time("--next-update", nextUpdate)
        try typed.check()
        guard let stage else { return .wrongInput }
        if !impacts.isEmpty {
            _ = try await house.perform(ChangeImpact(incident: incident, impacts: impacts))
        }
        let answer = try await house.perform(
            PublishUpdate(
                incident: incident,
                status: stage,
                message: messages,
                eta: etaAt,
                nextUpdate: nextAt,
                notify: notify
            )
        )
        if format == .json {
            try Output.json(answer)
        } else {
            Output.line(Words.text("cli.incident.published", ["id": answer.id]))
            Waiting.tell(answer.approval)
        }
        return .done
    }
}

struct IncidentResolve: AmendsCommand {
    static let configuration = CommandConfiguration("resolve", "cli.incident.resolve")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.incident.message", valueName: "es=…")) var message: [String] = []
    @Flag(help: .words("cli.incident.notify")) var notify = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let messages = typed.text("--message", message)
        try typed.check()
        let answer = try await house.perform(
            ResolveIncident(incident: incident, message: messages, notify: notify)
        )
        if format == .json {
            try Output.json(answer)
        } else {
            Output.line(Words.text("cli.incident.resolved", ["id": answer.id]))
            Waiting.tell(answer.approval)
        }
        return .done
    }
}

/// What a command says where machines wait for a second person.
enum Waiting {
    static func tell(_ approval: Int64?) {
        guard let approval else { return }
        Output.line(Words.text("cli.approval.waits", ["id": String(approval)]))
    }
}
