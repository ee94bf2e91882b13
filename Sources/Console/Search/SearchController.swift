import Access
import Hummingbird

/// One box for everything: incidents, customers, services.
struct SearchController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    /// Nobody types more than this; the rest is not looked at.
    static let lettersMax = 100

    var endpoints: RouteTable {
        RouteTable()
            .page("search", .staff(.viewer), use: search)
    }

    @Sendable
    func search(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let asked = visit.value("q").map({ String($0.prefix(Self.lettersMax)) }) else {
            return try visit.page("search", SearchPage(visit, nil, asked: ""))
        }
        let now = visit.now
        let reading = try await visit.read { try SearchReading(asked, at: now, in: $0) }
        return try visit.page("search", SearchPage(visit, reading, asked: asked))
    }
}
