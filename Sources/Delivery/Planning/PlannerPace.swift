import Basis
import Synchronization

/// How many recipients the next wave takes, so that writing it holds the write lock no longer than it may.
final class PlannerPace: Sendable {
    /// What one wave may hold the write lock for. Its commit comes on top, and somebody who writes meanwhile may share
    /// their commit with the next wave: two waves and two commits together stay below 50 ms.
    static let target = Span(milliseconds: 12)
    /// Whole segments, so that the engines meet few different statements.
    private static let step = WaveWriter.segmentSize
    private static let sizes = step...40 * step

    private let size = Mutex(4 * step)

    var current: Int { size.withLock { $0 } }

    /// Takes what a wave of `recipients` took and sets the next size; it at most doubles, and falls at once.
    func learn(recipients: Int, took: Duration) {
        guard recipients >= Self.step else { return }
        let milliseconds = max(
            Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1e3,
            0.1
        )
        let fitting = Double(recipients) * Double(Self.target.milliseconds) / milliseconds
        let wanted = min(Int(fitting), recipients * 2) / Self.step * Self.step
        size.withLock { $0 = min(max(wanted, Self.sizes.lowerBound), Self.sizes.upperBound) }
    }
}
