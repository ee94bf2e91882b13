import Database
import Synchronization

/// Hashes and verifies passwords on threads of its own, so that a tenth of a second of work never takes one of the
/// pool that serves everybody else.
package final class PasswordHasher: Sendable {
    /// Threads that hash; each needs the memory of one hash.
    package static let threads = 2
    /// The most that wait; whoever comes then is told to come again. At a tenth of a second each, they would wait
    /// seconds.
    package static let waitingMax = 64

    package let cost: PasswordCost
    private let workers: [HashingThread]
    private let line = Mutex(Line())

    private struct Line {
        var waiting = 0
        var next = 0
    }

    package init(cost: PasswordCost = .standard) {
        self.cost = cost
        workers = (0..<Self.threads).map { HashingThread(number: $0) }
    }

    /// The form in which a password is stored: salt and cost stand in it.
    package func hash(_ password: Password, salt: [UInt8]) async throws -> String {
        let cost = cost
        return try await inLine { try await $0.hash(password, salt: salt, cost: cost) }
    }

    /// Whether the password is the one of the hash. Where there is no hash (an unknown account, or one without a
    /// password), it works just as long and says no.
    package func verify(_ password: Password, against encoded: String?) async throws -> Bool {
        let cost = cost
        return try await inLine { worker in
            if let encoded, PasswordCost(of: encoded) != nil {
                return try await worker.verify(password, against: encoded)
            }
            _ = try await worker.hash(password, salt: Self.nobodysSalt, cost: cost)
            return false
        }
    }

    /// Whether a hash was made with less work than now: it is made again when its owner logs in.
    package func isOutdated(_ encoded: String) -> Bool {
        guard let old = PasswordCost(of: encoded) else { return true }
        return old.kibibytes < cost.kibibytes || old.passes < cost.passes
    }

    private static let nobodysSalt = [UInt8](repeating: 0, count: Argon2.saltLength)

    private func inLine<Value: Sendable>(
        _ work: (HashingThread) async throws -> Value
    ) async throws -> Value {
        let worker = line.withLock { line -> HashingThread? in
            guard line.waiting < Self.waitingMax else { return nil }
            line.waiting += 1
            line.next = (line.next + 1) % workers.count
            return workers[line.next]
        }
        guard let worker else { throw AccessRefusal.tooManyLogins }
        defer { line.withLock { $0.waiting -= 1 } }
        return try await work(worker)
    }
}

/// One thread that hashes, one password after the other.
private actor HashingThread {
    private nonisolated let executor: QueueExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(number: Int) {
        executor = QueueExecutor(label: "amends.password.\(number)")
    }

    func hash(_ password: Password, salt: [UInt8], cost: PasswordCost) throws -> String {
        try Argon2.hash(password, salt: salt, cost: cost)
    }

    func verify(_ password: Password, against encoded: String) throws -> Bool {
        try Argon2.verify(password, against: encoded)
    }
}
