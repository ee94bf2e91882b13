import Catalog
import Database
import Synchronization

/// Somebody else who writes a little while an import runs, and how long they wait.
final class Waits: Sendable {
    private let database: any Database
    private let isOver = Mutex(false)

    init(database: any Database) { self.database = database }

    func stop() { isOver.withLock { $0 = true } }

    /// The longest wait in seconds for a write and its commit, of how many, until `stop`.
    func longest() async throws -> (seconds: Double, count: Int) {
        var longest = Duration.zero
        var count = 0
        while !isOver.withLock(\.self) {
            let start = ContinuousClock.now
            try await database.write { session in
                try AddressStore.setStanding(addressID: 1, .usable, in: session)
            }
            longest = max(longest, ContinuousClock.now - start)
            count += 1
            try await Task.sleep(for: .milliseconds(50))
        }
        return (longest / .seconds(1), count)
    }
}
