import Hummingbird

/// Refuses requests that were sent to another name than the console's own: a hostile page whose name was made to
/// point at this machine (DNS rebinding) still says its own name.
struct HostGuard: RouterMiddleware {
    typealias Context = ConsoleContext

    /// `host` (any port) or `host:port`, lower case; IPv6 in brackets.
    private let allowed: Set<String>

    init(allowed: Set<String>) {
        self.allowed = Set(allowed.map { $0.lowercased() }).union(["localhost", "127.0.0.1", "[::1]"])
    }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard isAllowed(request.head.authority) else { throw HTTPError(.forbidden) }
        return try await next(request, context)
    }

    func isAllowed(_ authority: String?) -> Bool {
        guard let authority = authority?.lowercased(), let parts = Self.split(authority) else { return false }
        return allowed.contains(parts.host) || allowed.contains(authority)
    }

    /// The name and the port of an authority; nil where it has a user, a strange port or nothing.
    static func split(_ authority: String) -> (host: String, port: Int?)? {
        let hostEnd: String.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = String(authority[..<hostEnd])
        let rest = authority[hostEnd...]
        guard !host.isEmpty, !host.contains("@") else { return nil }
        if rest.isEmpty { return (host, nil) }
        guard rest.first == ":", rest.count <= 6, let port = UInt16(rest.dropFirst()) else { return nil }
        return (host, Int(port))
    }
}
