import Access
import HTTPTypes
import Hummingbird
import Response

/// The stop button of a room, and the one that lets telling go on.
struct TellingController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .form("incidents/:incident/telling/stop", .staff(.responder), use: stop)
            .form("incidents/:incident/telling/continue", .staff(.responder), use: goOn)
    }

    @Sendable
    func stop(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let incident = try context.parameters.require("incident")
        try await visit.perform(HoldCampaign(incident: incident, reason: context.form?["reason"]))
        return visit.redirect(to: Links.room(incident), done: "telling_stopped")
    }

    @Sendable
    func goOn(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let incident = try context.parameters.require("incident")
        try await visit.perform(ContinueCampaign(incident: incident))
        return visit.redirect(to: Links.room(incident), done: "telling_continued")
    }
}
