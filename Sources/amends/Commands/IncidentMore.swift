import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Incidents
import Letters
import Response

struct IncidentPromise: AmendsCommand {
    static let configuration = CommandConfiguration("promise", "cli.incident.promise")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.incident.what", valueName: "es=…")) var what: [String] = []
    @Option(help: .words("cli.incident.due", valueName: "time")) var due: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let texts = typed.text("--what", what)
        let dueAt = typed.time("--due", due)
        try typed.check()
        guard let dueAt else { return .wrongInput }
        let answer = try await house.perform(
            PromiseSomething(incident: incident, what: texts, dueAt: dueAt)
        )
        if format == .json {
            try Output.json(answer)
        } else {
            Output.line(Words.text("cli.incident.promised", ["id": answer.id]))
        }
        return .done
    }
}

struct IncidentImpact: AmendsCommand {
    static let configuration = CommandConfiguration("impact", "cli.incident.impact")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.incident.component", valueName: "id=impact")) var component: [String] = []

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let impacts = typed.impacts(component)
        if component.isEmpty { typed.add("--component", "response.nobody_named") }
        try typed.check()
        _ = try await house.perform(
            ChangeImpact(incident: incident, impacts: impacts)
        )
        return .done
    }
}

struct IncidentClose: AmendsCommand {
    static let configuration = CommandConfiguration("close", "cli.incident.close")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Flag(help: .words("cli.incident.despite_open")) var despiteOpen = false
    @Option(help: .words("cli.incident.reason")) var reason: String?

    func run(in house: House) async throws -> ExitStatus {
        _ = try await house.perform(
            CloseIncident(incident: incident, despiteOpen: despiteOpen, reason: reason)
        )
        return .done
    }
}

/// What `incident show` and `incident list` print of an incident.
struct IncidentView: Codable {
    var id: String
    var title: LocalizedText
    var kind: String
    var origin: String
    var status: String
    var beganAt: Instant
    var openedAt: Instant
    var resolvedAt: Instant?
    var closedAt: Instant?
    var updates: [Update]

    struct Update: Codable {
        var id: String
        var status: String
        var message: LocalizedText
        var publishedAt: Instant
    }

    init(_ incident: Incident, updates: [Incidents.IncidentUpdate]) {
        id = incident.name
        title = incident.title
        kind = incident.kind.rawValue
        origin = incident.origin.rawValue
        status = incident.stage.rawValue
        beganAt = incident.beganAt
        openedAt = incident.openedAt
        resolvedAt = incident.resolvedAt
        closedAt = incident.closedAt
        self.updates = updates.map {
            Update(
                id: $0.publicID,
                status: $0.status.rawValue,
                message: $0.message,
                publishedAt: $0.publishedAt
            )
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, kind, origin, status, updates
        case beganAt = "began_at"
        case openedAt = "opened_at"
        case resolvedAt = "resolved_at"
        case closedAt = "closed_at"
    }

    var line: String { "\(id)\t\(status)\t\(openedAt.rfc3339)\t\(title.text(Words.language))" }
}

struct IncidentShow: AmendsCommand {
    static let configuration = CommandConfiguration("show", "cli.incident.show")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Flag(help: .words("cli.incident.facts")) var facts = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let name = incident
        let (view, sheet) = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            let view = IncidentView(found, updates: try IncidentStore.updates(of: found.id, in: session))
            return (view, try FactStore.sheet(found.id, in: session))
        }
        if facts {
            try Output.json(sheet)
        } else if format == .json {
            try Output.json(view)
        } else {
            Output.line(view.line)
            for update in view.updates {
                Output.line(
                    "  \(update.publishedAt.rfc3339)  \(update.status)  \(update.message.text(Words.language))"
                )
            }
        }
        return .done
    }
}

struct IncidentList: AmendsCommand {
    static let configuration = CommandConfiguration("list", "cli.incident.list")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let views = try await house.response.read { session in
            try IncidentStore.all(limit: 1_000, in: session).map { IncidentView($0, updates: []) }
        }
        if format == .json {
            try Output.json(views)
        } else {
            for view in views { Output.line(view.line) }
        }
        return .done
    }
}
