import Access
import Database
import Hummingbird
import NIOCore

/// For whoever watches the watcher: 200 while the database answers.
struct HealthController: Sendable {
    let house: ConsoleHouse

    var endpoints: RouteTable {
        RouteTable()
            .page("healthz", .anybody, use: health)
    }

    @Sendable
    func health(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        _ = try await house.database.read { try $0.count("SELECT 1") }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n"))
        )
    }
}
