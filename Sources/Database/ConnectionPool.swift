import Synchronization

/// Lends each connection to one transaction at a time. Who comes while all are lent waits in line.
final class ConnectionPool<Connection: Sendable>: Sendable {
    private struct State {
        /// The one returned last is lent first, so that a quiet program holds few open.
        var idle: [Connection]
        var lent = 0
        var line = WaitingLine<CheckedContinuation<Connection, any Error>>()
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private enum Answer {
        case lend(Connection)
        case wait
        case refuse(DatabaseError)
    }

    private let state: Mutex<State>

    init(_ connections: [Connection]) {
        state = Mutex(State(idle: connections))
    }

    func lend<Value: Sendable>(_ work: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await taken()
        defer { giveBack(connection) }
        return try await work(connection)
    }

    /// Refuses whoever comes from now on, waits until all are back, and returns them for closing.
    func close() async -> [Connection] {
        let (refused, isQuiet) = state.withLock { state in
            state.isClosed = true
            return (state.line.take(.max), state.lent == 0)
        }
        for waiting in refused { waiting.resume(throwing: DatabaseError.closed) }
        if !isQuiet { await allBack() }
        return state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
    }

    private func taken() async throws -> Connection {
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { state -> Answer in
                if state.isClosed { return .refuse(.closed) }
                if let connection = state.idle.popLast() {
                    state.lent += 1
                    return .lend(connection)
                }
                if state.line.count >= DatabaseLimits.waiting { return .refuse(.crowded) }
                state.line.append(continuation)
                return .wait
            }
            switch answer {
            case .lend(let connection): continuation.resume(returning: connection)
            case .refuse(let error): continuation.resume(throwing: error)
            case .wait: break
            }
        }
    }

    private func giveBack(_ connection: Connection) {
        let (next, closing) = state.withLock { state in
            if let next = state.line.takeFirst() {
                return (Optional(next), [CheckedContinuation<Void, Never>]())
            }
            state.idle.append(connection)
            state.lent -= 1
            guard state.lent == 0 else { return (nil, []) }
            defer { state.closing = [] }
            return (nil, state.closing)
        }
        next?.resume(returning: connection)
        for waiting in closing { waiting.resume() }
    }

    private func allBack() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if state.lent > 0 { state.closing.append(continuation) }
                return state.lent == 0
            }
            if isQuiet { continuation.resume() }
        }
    }
}

/// The bounds that both engines keep.
enum DatabaseLimits {
    /// The most transactions that wait in line for a connection or for the writer.
    static let waiting = 10_000
    /// The most values of one statement: SQLite's bound, which is the lower one.
    static let values = 32_766
    /// The most prepared statements that one connection keeps.
    static let prepared = 256
    /// The longest part of a statement that an error quotes.
    static let quoted = 200
}

extension DatabaseError {
    static let closed = DatabaseError(.unavailable, "it was closed")
    static let crowded = DatabaseError(.busy, "\(DatabaseLimits.waiting) transactions are waiting already")
}
