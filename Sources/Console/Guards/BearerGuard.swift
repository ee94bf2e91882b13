import Access
import Basis
import Database
import HTTPTypes
import Hummingbird
import Response

/// Lets into `/api/v1` only who shows a token that is good: `Authorization: Bearer amends_…`. Whatever is asked without
/// one, also what is not there, is 401.
struct BearerGuard: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard APIGate.isAPI(request.uri.path) else { return try await next(request, context) }
        var context = context
        context.arrival = Arrival(request, peer: context.peer, entry: house.entry)
        let now = house.clock.now()
        guard let text = Self.token(in: request),
            let (token, owner) = try await house.response.read({
                try APITokenStore.find(text, at: now, in: $0)
            })
        else { throw AccessRefusal.needsLogin }
        if let wait = await house.pace.wait(for: token.publicID, at: now) {
            var problem = APIProblem(.tooManyRequests)
            problem.retryAfter = wait
            throw problem
        }
        if APITokenStore.needsNote(token, at: now) {
            try await house.database.write { try APITokenStore.note(token.id, at: now, in: $0) }
        }
        context.caller = Caller(actor: token.actor(owner: owner), door: .api(token: token.publicID))
        return try await next(request, context)
    }

    private static func token(in request: Request) -> APITokenText? {
        let values = request.headers[values: .authorization]
        guard values.count == 1, let value = values.first, value.utf8.count <= 300 else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return APITokenText(parts[1].trimmingWhitespace())
    }
}
