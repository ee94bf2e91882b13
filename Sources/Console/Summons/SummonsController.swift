import Access
import Basis
import HTTPTypes
import Hummingbird
import NIOCore
import Paging
import Response

/// What the person who looks at the console is called for: a part of a page, asked for again and again, and the answer
/// "I see to it".
struct SummonsController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("summons", .staff(.viewer), use: waiting)
            .form("summons/:summons/seen", .staff(.viewer), use: see)
    }

    @Sendable
    func waiting(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let staffID = try visit.actor.staffID else {
            return try visit.page("part/summons", SummonsPart(visit, []))
        }
        let waiting = try await visit.read { session in
            try SummonsStore.waiting(for: staffID, in: session).map {
                (summons: $0, incident: try SummonsStore.incident(of: $0, in: session))
            }
        }
        return try visit.page("part/summons", SummonsPart(visit, waiting))
    }

    @Sendable
    func see(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let id = Int64(try context.parameters.require("summons")) else { throw HTTPError(.notFound) }
        guard try visit.actor.staffID != nil else { throw HTTPError(.notFound) }
        try await visit.perform(SeeSummons(summons: id))
        return visit.redirect(to: context.form?["back"].flatMap(Links.own) ?? Links.home)
    }
}
