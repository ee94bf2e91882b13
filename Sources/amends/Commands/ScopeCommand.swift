import Access
import ArgumentParser
import Assembly
import Basis
import Catalog
import Database
import Incidents
import Response

/// Who is hurt, and through which path or list row.
struct Scope: AmendsCommand {
    static let configuration = CommandConfiguration("scope", "cli.scope")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let name = incident
        let now = house.clock.now()
        let id = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            return found.id
        }
        switch format {
        case .json:
            try Output.json(
                try await house.response.read { try ScopeStore.report(id, at: now, in: $0) }
            )
        case .csv:
            Output.line("customer,component,impact,path")
            try await house.response.read { session in
                try ScopeStore.eachRow(id, at: now, in: session) { customer, component, impact, path in
                    Output.line(CSVLine.of([customer, component, impact, path.joined(separator: " > ")]))
                }
            }
        case .table:
            let report = try await house.response.read { try ScopeStore.report(id, at: now, in: $0) }
            guard let report else { return .failed }
            for component in report.components {
                Output.line(
                    "\(component.impact.rawValue.padded(to: 22))\(component.id)  (\(component.path.joined(separator: " → ")))"
                )
            }
            Output.line(
                Words.text(
                    "cli.scope.total",
                    [
                        "count": String(report.customers), "new": String(report.new),
                        "gone": String(report.gone),
                    ]
                )
            )
        }
        return .done
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
