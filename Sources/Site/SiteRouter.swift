import Basis
import HTTPTypes
import Hummingbird
import Rendering
import StatusPage

/// The public site over HTTP. Everything is answered from memory; no request ever touches the database.
package enum SiteRouter {
    /// Serves what the keeper holds, with the stylesheet `Site/static/site.css`.
    package static func make(
        keeper: SiteKeeper,
        resources: ResourceRoot
    ) throws -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: SiteHeaders())
        router.add(middleware: try SiteAnswers(keeper: keeper, resources: resources))
        return router
    }
}

/// What every answer of the public site carries: a browser runs, frames and sends on nothing.
struct SiteHeaders: RouterMiddleware {
    typealias Context = BasicRequestContext

    private static let contentSecurityPolicy = [
        "default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.openerPolicy] = "same-origin"
        // Anybody may read the documents from a page of their own; nothing here belongs to one person.
        response.headers[.resourcePolicy] =
            SiteAnswers.isOpenToAll(request.uri.path) ? "cross-origin" : "same-origin"
        if SiteAnswers.isOpenToAll(request.uri.path) { response.headers[.accessControlAllowOrigin] = "*" }
        return response
    }
}

extension HTTPField.Name {
    static let frameOptions = named("X-Frame-Options")
    static let referrerPolicy = named("Referrer-Policy")
    static let openerPolicy = named("Cross-Origin-Opener-Policy")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")
    /// Since when the page shows an old state, because the database cannot be asked.
    static let staleSince = named("Amends-Stale-Since")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a token") }
        return field
    }
}
