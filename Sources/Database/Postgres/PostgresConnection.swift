import Foundation
import Synchronization

/// What all connections to one server know.
final class PostgresServer: Sendable {
    let url: String
    /// Whether it answered the last time: only then is a refused connection taken for a restart, and waited for.
    let hasAnswered = Atomic(false)
    /// The backends of this process.
    let backends = Mutex(Set<Int32>())

    init(url: String) {
        self.url = url
    }
}

/// How one attempt at a transaction ended; what it threw is final.
enum PostgresAttempt<Value: Sendable>: Sendable {
    case done(Value, topics: [Topic])
    /// Nothing was written; the same may succeed when it is tried again.
    case setback(PostgresRetry.Setback, DatabaseError)
}

/// One connection of the pool, opened when it is first needed and again when its line broke.
actor PostgresConnection {
    /// How long a server that has answered before is waited for, in milliseconds, and between two knocks.
    static let reopening = (patience: 5_000, interval: 100)

    enum Kind: Sendable {
        case read
        case write

        fileprivate var begin: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        }
    }

    private nonisolated let executor = QueueExecutor(label: "amends.postgres.connection")
    private let server: PostgresServer
    private var link: PostgresLink?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ server: PostgresServer) {
        self.server = server
    }

    func open() throws { _ = try opened() }

    func close() {
        if let link { _ = server.backends.withLock { $0.remove(link.backend) } }
        link = nil
    }

    /// Runs `body` once, in one transaction.
    func attempt<Value: Sendable>(
        _ kind: Kind,
        _ body: @Sendable (any Session) throws -> Value
    ) throws -> PostgresAttempt<Value> {
        let link = try opened()
        let session = PostgresSession(link, isWriting: kind == .write)
        do {
            try link.command(kind.begin)
        } catch let failure as PostgresFailure {
            return try gaveUp(failure, kind)
        }
        let result = Result {
            let value = try body(session)
            try session.state.check()
            try session.notify()
            return value
        }
        // What the server said counts, whatever the body made of it.
        if let failure = session.failure, failure.isConflict || failure.isBroken || failure.isStale {
            let attempt: PostgresAttempt<Value> = try gaveUp(failure, kind)
            // What a reading body has been given it may have printed already: it is not given it twice.
            guard kind == .write || !session.hasHandedOver else { throw failure.error(isWriting: false) }
            return attempt
        }
        switch result {
        case .failure(let error):
            rollBack(link)
            throw error
        case .success(let value):
            return try committed(value, session, link, kind)
        }
    }

    private func committed<Value>(
        _ value: Value,
        _ session: PostgresSession,
        _ link: PostgresLink,
        _ kind: Kind
    ) throws -> PostgresAttempt<Value> {
        guard kind == .write else {
            rollBack(link)  // all was read from one state, however it ends
            return .done(value, topics: [])
        }
        do {
            let completion = try link.command("COMMIT")
            guard completion.tag == "COMMIT" else {
                throw DatabaseError(.unavailable, "the server gave the transaction up: \(completion.tag)")
            }
            return .done(value, topics: session.state.topics)
        } catch let failure as PostgresFailure {
            guard failure.isBroken else { return try gaveUp(failure, kind) }
            close()
            throw DatabaseError.commitUnknown(failure)
        }
    }

    /// Runs the steps of the schema under a lock that all processes share.
    func migrate(_ migrations: [Migration]) throws -> [String] {
        let link = try opened()
        do {
            return try PostgresMigration(link).run(migrations)
        } catch let failure as PostgresFailure {
            rollBack(link)
            throw failure.error(isWriting: true)
        } catch {
            rollBack(link)
            throw error
        }
    }

    // MARK: The line

    private func gaveUp<Value>(_ failure: PostgresFailure, _ kind: Kind) throws -> PostgresAttempt<Value> {
        let error = failure.error(isWriting: kind == .write)
        if failure.isBroken {
            close()
            return .setback(.broken, error)
        }
        if let link { rollBack(link) }
        if failure.isStale { try? link?.forget() }  // where the line is gone as well, the next use finds out
        guard failure.isConflict || failure.isStale else { throw error }
        return .setback(.conflict, error)
    }

    /// A line that cannot even roll back is thrown away.
    private func rollBack(_ link: PostgresLink) {
        do { try link.command("ROLLBACK") } catch { close() }
    }

    private func opened() throws -> PostgresLink {
        if let link, link.isAlive() { return link }
        close()
        let isReopening = server.hasAnswered.load(ordering: .relaxed)
        let end = ContinuousClock.now + .milliseconds(isReopening ? Self.reopening.patience : 0)
        while true {
            do {
                let opened = try PostgresLink(url: server.url)
                server.hasAnswered.store(true, ordering: .relaxed)
                _ = server.backends.withLock { $0.insert(opened.backend) }
                link = opened
                return opened
            } catch let failure as PostgresFailure {
                guard ContinuousClock.now < end else {
                    server.hasAnswered.store(false, ordering: .relaxed)
                    throw failure.error(isWriting: true)
                }
                Thread.sleep(forTimeInterval: Double(Self.reopening.interval) / 1_000)
            }
        }
    }
}
