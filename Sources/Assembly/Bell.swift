import Basis
import ServiceLifecycle
import Synchronization

/// Wakes one sleeper; rings that come while nobody sleeps are remembered as one.
final class Bell: Sendable {
    private let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }

    /// Returns at the next ring, after `span`, when the task is cancelled or the service is shut down.
    func wait(atMost span: Span) async {
        guard span > Span(milliseconds: 0) else {
            await Task.yield()
            return
        }
        let rings = rings
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    var iterator = rings.makeAsyncIterator()
                    _ = await iterator.next()
                }
                group.addTask {
                    // Cancelled when somebody rings; that is all a cancelled sleep means here.
                    try? await Task.sleep(for: .milliseconds(span.milliseconds))
                }
                await group.next()
                group.cancelAll()
            }
        }
    }
}
