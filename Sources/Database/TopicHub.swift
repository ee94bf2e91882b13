import Synchronization

/// Hands announced topics to everybody in this process who listens.
package final class TopicHub: Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: AsyncStream<Topic>.Continuation] = [:]
    }

    /// Enough for every topic of a busy second; what overflows is a repetition that the listener catches up with.
    private static let bufferLimit = 1_024

    private let listeners = Mutex(Listeners())

    package init() {}

    package func publish(_ topics: some Sequence<Topic>) {
        listeners.withLock { listeners in
            for topic in topics {
                for listener in listeners.all.values { listener.yield(topic) }
            }
        }
    }

    package func stream() -> AsyncStream<Topic> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Topic.self,
            bufferingPolicy: .bufferingNewest(Self.bufferLimit)
        )
        let id = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in self?.leave(id) }
        return stream
    }

    /// Ends all streams.
    package func finish() {
        let leaving = listeners.withLock { listeners in
            defer { listeners.all = [:] }
            return Array(listeners.all.values)
        }
        for listener in leaving { listener.finish() }
    }

    private func leave(_ id: Int) {
        listeners.withLock { $0.all[id] = nil }
    }
}
