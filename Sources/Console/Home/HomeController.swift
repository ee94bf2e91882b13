import Access
import Hummingbird

/// The first page.
struct HomeController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("/", .staff(.viewer), use: home)
    }

    @Sendable
    func home(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let (actor, tallies, now) = (try visit.actor, house.tallies, visit.now)
        let reading = try await visit.read { try HomeReading(for: actor, tallies, at: now, in: $0) }
        return try visit.page("home", HomePage(visit, reading))
    }
}
