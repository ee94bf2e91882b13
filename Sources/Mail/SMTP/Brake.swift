import Synchronization

/// Pulled where what is on its way is not to be sent any more: messages that have not begun stay here.
package final class Brake: Sendable {
    private let pulled = Atomic(false)

    package init() {}

    package var isPulled: Bool { pulled.load(ordering: .relaxed) }

    package func pull() { pulled.store(true, ordering: .relaxed) }
}
