import Synchronization

/// Hands announced topics to everybody in this process who listens.
package final class TopicHub: Sendable {
    private struct Listeners {
        var all: [WeakListener] = []
        var isFinished = false
    }

    private let listeners = Mutex(Listeners())

    package init() {}

    var hasListeners: Bool { listeners.withLock { !$0.all.isEmpty } }

    package func publish(_ topics: some Sequence<Topic>) {
        let present = listeners.withLock { listeners in
            listeners.all.removeAll { $0.listener == nil }
            return listeners.all
        }
        for listener in present { listener.listener?.hear(topics) }
    }

    /// What is announced from now on. The listener leaves when the stream is let go or its task is cancelled.
    package func stream() -> AsyncStream<Topic> {
        let listener = TopicListener()
        let isFinished = listeners.withLock { listeners in
            if !listeners.isFinished { listeners.all.append(WeakListener(listener: listener)) }
            return listeners.isFinished
        }
        if isFinished { listener.finish() }
        return AsyncStream(unfolding: { await listener.next() }, onCancel: { listener.finish() })
    }

    /// Ends all streams, also those that are asked for later.
    package func finish() {
        let leaving = listeners.withLock { listeners in
            listeners.isFinished = true
            defer { listeners.all = [] }
            return listeners.all
        }
        for listener in leaving { listener.listener?.finish() }
    }
}

private struct WeakListener: Sendable {
    weak let listener: TopicListener?
}

/// What one listener has not taken yet. A topic that waits already is not noted again, so a slow listener
/// misses repetitions, never a topic.
private final class TopicListener: Sendable {
    /// The most topics that wait; beyond it, one `everything` stands for all of them.
    static let limit = 1_024

    private struct State {
        var line = WaitingLine<Topic>()
        var waiting: Set<Topic> = []
        /// One, unless two tasks read the same stream.
        var takers: [CheckedContinuation<Topic?, Never>] = []
        var isFinished = false
    }

    private let state = Mutex(State())

    func hear(_ topics: some Sequence<Topic>) {
        let handedOver = state.withLock { state -> [(CheckedContinuation<Topic?, Never>, Topic)] in
            guard !state.isFinished else { return [] }
            for topic in topics where state.waiting.insert(topic).inserted { state.line.append(topic) }
            if state.line.count > Self.limit {
                state.line = WaitingLine()
                state.line.append(.everything)
                state.waiting = [.everything]
            }
            var handedOver: [(CheckedContinuation<Topic?, Never>, Topic)] = []
            while !state.takers.isEmpty, let topic = Self.take(&state) {
                handedOver.append((state.takers.removeFirst(), topic))
            }
            return handedOver
        }
        for (taker, topic) in handedOver { taker.resume(returning: topic) }
    }

    func next() async -> Topic? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Topic?? in
                if let topic = Self.take(&state) { return .some(topic) }
                if state.isFinished { return .some(nil) }
                state.takers.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    func finish() {
        let takers = state.withLock { state in
            state.isFinished = true
            defer { state.takers = [] }
            return state.takers
        }
        for taker in takers { taker.resume(returning: nil) }
    }

    private static func take(_ state: inout State) -> Topic? {
        guard let topic = state.line.takeFirst() else { return nil }
        state.waiting.remove(topic)
        return topic
    }
}
