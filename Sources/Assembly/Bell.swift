import Basis
import ServiceLifecycle
import Synchronization

/// Wakes one sleeper; rings that come while nobody sleeps are remembered as one.
///
/// No `AsyncStream`: one whose reader is cancelled, as by the end of each sleep, has ended for good.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    package func ring() {
        let sleeper = state.withLock { state in
            state.isRung = state.sleeper == nil
            return state.sleeper.take()
        }
        sleeper?.resume()
    }

    /// Returns at the next ring, after `span`, when the task is cancelled or the service is shut down.
    package func wait(atMost span: Span) async {
        guard span > Span(milliseconds: 0) else {
            await Task.yield()
            return
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.rung() }
                group.addTask {
                    // Cancelled when somebody rings; that is all a cancelled sleep means here.
                    try? await Task.sleep(for: .milliseconds(span.milliseconds))
                }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Returns at the next ring or when the task is cancelled.
    private func rung() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isRung, !Task.isCancelled else {
                        state.isRung = state.isRung && Task.isCancelled
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleeper.take() }?.resume()
        }
    }
}
