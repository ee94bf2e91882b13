import Access
import Basis
import Database
import HTTPTypes
import Hummingbird
import Incidents
import Review

/// How well the customers of one incident were served.
struct ScoreController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/scorecard", .staff(.viewer), use: score)
    }

    @Sendable
    func score(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        let (tallies, now) = (house.tallies, visit.now)
        let found = try await visit.read { session -> (Incident, Scorecard)? in
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            return (incident, try tallies.scores.value(incident, at: now, in: session))
        }
        guard let (incident, card) = found else { throw HTTPError(.notFound) }
        return try visit.page("scorecard", ScorePage(visit, incident, card))
    }
}
