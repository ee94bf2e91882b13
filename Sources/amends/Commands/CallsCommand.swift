import Access
import ArgumentParser
import Assembly
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Response

struct Calls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "calls",
        "cli.calls",
        subcommands: [CallsAssign.self, CallsList.self, CallsRecord.self]
    )
}

struct CallsAssign: AmendsCommand {
    static let configuration = CommandConfiguration("assign", "cli.calls.assign")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String

    func run(in house: House) async throws -> ExitStatus {
        _ = try await house.perform(
            AssignCalls(incident: incident)
        )
        return .done
    }
}

struct CallsList: AmendsCommand {
    static let configuration = CommandConfiguration("list", "cli.calls.list")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.calls.staff")) var staff: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let name = incident
        let only = staff
        let now = house.clock.now()
        let source = house.source
        let lines = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            let slips = try CallDesk.slips(
                .subject(IncidentRecipients.subject(found.id)),
                source: source,
                at: now,
                in: session
            )
            let staff = Dictionary(
                uniqueKeysWithValues: try StaffStore.all(in: session).map { ($0.id, $0.externalID) }
            )
            return slips.map { CallLine($0, staff: staff) }.filter { only == nil || $0.staff == only }
        }
        if format == .json {
            try Output.json(lines)
        } else {
            for line in lines {
                Output.line(
                    "\(line.call)\t\(line.staff ?? "-")\t\(line.way)\t\(line.customer)\t\(line.name)\t\(line.number)"
                )
            }
        }
        return .done
    }
}

/// What `calls list` prints of an open call.
struct CallLine: Codable, Sendable {
    var call: Int64
    var staff: String?
    var way: String
    var customer: String
    var name: String
    var number: String
    var dueAt: Instant
    var script: String
    var link: String

    init(_ slip: CallSlip, staff: [Int64: String]) {
        call = slip.id
        if case .staff(let id) = slip.owner { self.staff = staff[id] }
        way = slip.way.rawValue
        customer = slip.customer.externalID
        name = slip.customer.name
        number = slip.number
        dueAt = slip.dueAt
        script = slip.script
        link = slip.link
    }

    private enum CodingKeys: String, CodingKey {
        case call, staff, way, customer, name, number, script, link
        case dueAt = "due_at"
    }
}

struct CallsRecord: AmendsCommand {
    static let configuration = CommandConfiguration("record", "cli.calls.record")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.calls.call")) var call: Int64
    @Option(help: .words("cli.calls.outcome")) var outcome: String
    @Option(help: .words("cli.calls.knew_since", valueName: "time")) var knewSince: String?
    @Option(help: .words("cli.calls.call_back", valueName: "time")) var callBack: String?
    @Option(help: .words("cli.calls.note")) var note: String?

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let chosen = typed.choice("--outcome", outcome, RecordCall.Outcome.self)
        let since = typed.time("--knew-since", knewSince)
        let back = typed.time("--call-back", callBack)
        try typed.check()
        guard let chosen else { return .wrongInput }
        _ = try await house.perform(
            RecordCall(call: call, outcome: chosen, knewSince: since, callBackAt: back, note: note)
        )
        return .done
    }
}
