import Access
import ArgumentParser
import Assembly
import Basis
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
        _ = try await house.response.perform(AssignCalls(incident: incident), by: .operator, at: house.clock.now())
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
        let lines = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            return try CallDesk.lines(subject: IncidentRecipients.subject(found.id), in: session)
                .filter { only == nil || $0.staff == only }
        }
        if format == .json {
            try Output.json(lines)
        } else {
            for line in lines {
                Output.line(
                    "\(line.call)\t\(line.staff ?? "-")\t\(line.way)\t\(line.customer)\t\(line.name)\t\(line.address)"
                )
            }
        }
        return .done
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
        let chosen = typed.choice("--outcome", outcome, CallOutcome.self)
        let since = typed.time("--knew-since", knewSince)
        let back = typed.time("--call-back", callBack)
        try typed.check()
        guard let chosen else { return .wrongInput }
        _ = try await house.response.perform(
            RecordCall(call: call, outcome: chosen, knewSince: since, callBackAt: back, note: note),
            by: .operator,
            at: house.clock.now()
        )
        return .done
    }
}
