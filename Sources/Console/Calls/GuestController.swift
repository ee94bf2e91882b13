import Access
import Basis
import HTTPTypes
import Hummingbird
import Response

/// The call sheet of a helper without an account. The link is the only key: it is signed, expires, and opens nothing
/// but this sheet.
struct GuestController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("guest/:token", .sheet(orStaff: .responder), use: sheet)
            .form("guest/:token/hold", .sheet(orStaff: .responder), use: hold)
            .form("guest/:token/outcome", .sheet(orStaff: .responder), use: outcome)
            .read(by: helper)
    }

    /// Whom the link stands for.
    /// - Throws: 404 for a link that is wrong or has expired, without saying which.
    @Sendable
    private func helper(_ context: ConsoleContext) throws -> Caller {
        let token = try context.parameters.require("token")
        let subject = house.signer.subject(of: token, purpose: InviteGuest.purpose, now: house.clock.now())
        guard let sheet = subject.flatMap(Int64.init) else { throw HTTPError(.notFound) }
        return Caller(actor: .guest(sheetID: sheet), door: .link)
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

    private func desk(_ request: Request, _ context: ConsoleContext) throws -> SheetDesk {
        guard let sheet = context.caller?.sheet else { throw HTTPError(.notFound) }
        let visit = Visit(house, assets, request, context)
        return SheetDesk(
            visit: visit,
            sheet: .guest(sheet),
            base: Links.guest(try context.parameters.require("token"))
        )
    }
}
