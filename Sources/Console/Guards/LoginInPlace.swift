import Access
import Hummingbird

/// Where somebody has to log in first, the login page stands in the place of what they asked for, and leads back to it.
/// Innermost of all guards, because its form needs its token.
struct LoginInPlace: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse
    let assets: StaticFiles

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch AccessRefusal.needsLogin {
            let visit = Visit(house, assets, request, context)
            let back = OriginGuard.isSafe(request.method) ? request.uri.description : nil
            return try await LoginPage(visit, next: back).answer(.unauthorized)
        }
    }
}
