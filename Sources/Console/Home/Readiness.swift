import Basis
import Synchronization

/// What the doctor last said about this house. Looking takes seconds where there are millions of customers, so it is
/// done beside, now and then, and pages show the last word.
package final class Readiness: Sendable {
    /// One thing that was looked at.
    package struct Line: Sendable {
        package enum Level: Int, Sendable {
            /// It will fail when it is needed.
            case problem
            /// It works, and could be better.
            case advice
            case good
        }

        package var level: Level
        package var message: Message

        package init(_ level: Level, _ message: Message) {
            self.level = level
            self.message = message
        }
    }

    private struct State {
        var lines: [Line]?
        var due: Instant?
    }

    private let state = Mutex(State())

    package init() {}

    /// The worst first; nil while nobody has looked yet.
    package var last: [Line]? {
        state.withLock(\.lines)?.sorted { $0.level.rawValue < $1.level.rawValue }
    }

    /// When somebody should look again; nil while nobody has.
    package var due: Instant? { state.withLock(\.due) }

    package func keep(_ lines: [Line], until due: Instant) {
        state.withLock { $0 = State(lines: lines, due: due) }
    }
}
