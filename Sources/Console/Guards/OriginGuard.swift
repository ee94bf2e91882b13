import HTTPTypes
import Hummingbird

/// Refuses what another site's page makes a browser send: every request that names a foreign origin, and every
/// request that would change something or listen along without coming from one of our own pages.
struct OriginGuard: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isAllowed(request.head) else { throw HTTPError(.forbidden) }
        return try await next(request, context)
    }

    static func isAllowed(_ head: HTTPRequest) -> Bool {
        let site = head.headerFields[.secFetchSite]
        if let origin = head.headerFields[.origin], !isOwn(origin, authority: head.authority) {
            // Our own pages that tell nobody their address ("no-referrer") post with the origin "null"; that they are
            // ours then stands in a header that no page can set.
            guard origin == "null", site == "same-origin" else { return false }
        }
        if isSafe(head.method) {
            // A link from elsewhere may open a page; only our own pages may read a stream or a part of one.
            let isNavigation = [nil, "navigate"].contains(head.headerFields[.secFetchMode])
            return isNavigation || [nil, "same-origin", "none"].contains(site)
        }
        return [nil, "same-origin"].contains(site)
    }

    static func isSafe(_ method: HTTPRequest.Method) -> Bool {
        method == .get || method == .head || method == .options
    }

    /// An origin is ours where its host and port are those that the request was sent to. `null` never is.
    private static func isOwn(_ origin: String, authority: String?) -> Bool {
        guard let authority else { return false }
        let origin = origin.lowercased()
        return origin == "http://\(authority.lowercased())" || origin == "https://\(authority.lowercased())"
    }
}

extension HTTPField.Name {
    static let secFetchSite = constant("Sec-Fetch-Site")
    static let secFetchMode = constant("Sec-Fetch-Mode")
    static let referrerPolicy = constant("Referrer-Policy")
    static let permissionsPolicy = constant("Permissions-Policy")
    static let openerPolicy = constant("Cross-Origin-Opener-Policy")
    static let resourcePolicy = constant("Cross-Origin-Resource-Policy")

    /// For names written here, which are valid.
    static func constant(_ name: String) -> HTTPField.Name {
        guard let valid = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return valid
    }
}
