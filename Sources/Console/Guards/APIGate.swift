import HTTPTypes
import Hummingbird
import NIOCore

/// The JSON API answers nobody without credentials, whatever is asked of it.
struct APIGate: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isAPI(request.uri.path) else { return try await next(request, context) }
        let problem = #"{"type":"about:blank","title":"Unauthorized","status":401}"#
        return Response(
            status: .unauthorized,
            headers: [.contentType: "application/problem+json", .wwwAuthenticate: "Bearer"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: problem + "\n"))
        )
    }

    static func isAPI(_ path: String) -> Bool { path == "/api/v1" || path.hasPrefix("/api/v1/") }
}
