import Database
import Hummingbird

/// For whoever watches the watcher: 200 while the database answers.
struct HealthController: Sendable {
    let house: ConsoleHouse

    var endpoints: RouteCollection<ConsoleContext> {
        RouteCollection(context: ConsoleContext.self)
            .get("healthz", use: health)
    }

    @Sendable
    func health(_ request: Request, _ context: ConsoleContext) async throws -> String {
        _ = try await house.database.read { try $0.count("SELECT 1") }
        return "ok\n"
    }
}
