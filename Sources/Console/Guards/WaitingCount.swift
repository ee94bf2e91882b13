import Access
import Database
import HTTPTypes
import Hummingbird

/// Reads how many orders wait for somebody, for the navigation of every page that staff open.
struct WaitingCount: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let isPage = !request.uri.path.hasPrefix("/static/") && !request.uri.path.hasSuffix("/live")
        if isPage, context.caller?.actor.has(.viewer) ?? false {
            context.waitingApprovals = try await house.database.read {
                try ApprovalStore.waitingCount(in: $0)
            }
        }
        return try await next(request, context)
    }
}
