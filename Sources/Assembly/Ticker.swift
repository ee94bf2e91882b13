import Basis
import Database
import Logging
import ServiceLifecycle

/// Loops one piece of background work: `tick(now)` does what is due and says when more is; announcements and
/// time wake it. A failure is logged and tried again, so that a database that went away is found again.
struct Ticker: Service {
    /// The longest sleep, so that a missed announcement costs at most this.
    static let restLimit = Span.seconds(5)
    /// The pause after a failure.
    static let pauseAfterFailure = Span.seconds(1)

    var name: String
    var clock: any WallClock
    var wakeUps: AsyncStream<Topic>
    /// The announcements that wake it; nil: all.
    var wakenBy: Set<Topic>?
    var logger: Logger
    var tick: @Sendable (Instant) async throws -> Instant?

    func run() async throws {
        let bell = Bell()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await topic in wakeUps where isWoken(by: topic) { bell.ring() }
            }
            await work(bell)
            group.cancelAll()
        }
    }

    private func isWoken(by topic: Topic) -> Bool {
        wakenBy.map { topic == .everything || $0.contains(topic) } ?? true
    }

    private func work(_ bell: Bell) async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var rest = Self.restLimit
            do {
                let now = clock.now()
                if let due = try await tick(now) {
                    rest = max(Span(milliseconds: 0), min(rest, due - clock.now()))
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("background work failed", metadata: ["work": "\(name)", "error": "\(error)"])
                rest = Self.pauseAfterFailure
            }
            await bell.wait(atMost: rest)
        }
    }
}
