import Basis
import HTTPTypes
import Hummingbird
import Response

/// The call sheet of a helper without an account. The link is the only key: it is signed, expires, and opens nothing
/// but this sheet.
struct GuestController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteCollection<ConsoleContext> {
        RouteCollection(context: ConsoleContext.self)
            .get("guest/:token", use: sheet)
            .post("guest/:token/hold", use: hold)
            .post("guest/:token/outcome", use: outcome)
    }

    @Sendable
    func sheet(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).page()
    }

    @Sendable
    func hold(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).hold(context.form)
    }

    @Sendable
    func outcome(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).record(context.form)
    }

    /// - Throws: 404 for a link that is wrong or has expired, without saying which.
    private func desk(_ request: Request, _ context: ConsoleContext) throws -> SheetDesk {
        let visit = Visit(house, assets, request, context)
        let token = try context.parameters.require("token")
        let subject = house.signer.subject(of: token, purpose: InviteGuest.purpose, now: visit.now)
        guard let sheet = subject.flatMap(Int64.init) else { throw HTTPError(.notFound) }
        return SheetDesk(visit: visit, sheet: .guest(sheet), base: Links.guest(token))
    }
}
