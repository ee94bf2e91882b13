import Basis

/// An open transaction. Not `Sendable` on purpose: it cannot outlive the closure that received it.
///
/// It runs one statement at a time: a statement inside the body of `each` is an error. And a statement that
/// fails ends it: what follows fails with the same error, and nothing is written.
package protocol Session {
    var dialect: Dialect { get }

    /// Runs a query and hands over row after row; memory does not depend on how many there are. The body runs
    /// no other statement of this session.
    func each(_ statement: SQL, _ body: (Row) throws -> Void) throws

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func run(_ statement: SQL) throws -> Int

    /// Tells every process that works on this database, once the transaction is committed, that `topic`
    /// changed.
    func announce(_ topic: Topic) throws
}

extension Session {
    package func rows<Value>(_ statement: SQL, _ map: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try each(statement) { values.append(try map($0)) }
        return values
    }

    package func first<Value>(_ statement: SQL, _ map: (Row) throws -> Value) throws -> Value? {
        var value: Value?
        try each(statement) { row in
            if value == nil { value = try map(row) }
        }
        return value
    }

    /// The first column of the first row, for counts and look-ups; nil where there is no row.
    package func value<Value: SQLReadable>(
        _ statement: SQL,
        as type: Value.Type = Value.self
    ) throws -> Value? {
        try first(statement) { try $0.next(type) }
    }

    /// The id that an `INSERT … RETURNING id` returned.
    package func insert(_ statement: SQL) throws -> Int64 {
        guard let id = try value(statement, as: Int64.self) else {
            throw DatabaseError(.malformedRow, "the insert returned no id")
        }
        return id
    }

    package func count(_ statement: SQL) throws -> Int {
        try value(statement, as: Int.self) ?? 0
    }

    /// The time of the database, which all nodes share: for leases, never for what people read.
    package func databaseTime() throws -> Instant {
        try value(dialect.currentTime, as: Instant.self) ?? Instant(milliseconds: 0)
    }
}

/// What changed, for those who wait: pages to render again, workers to wake.
package struct Topic: Sendable, Hashable {
    package let name: String

    package init(_ name: String) { self.name = name }

    /// Comes where announcements may have been missed: a listener on PostgreSQL hears it when its line to the
    /// server stands, at first and again after a break. Whoever listens then looks at everything.
    package static let everything = Topic("*")

    /// Whether somebody who waits for `topic` has to look now.
    package func concerns(_ topic: Topic) -> Bool { self == topic || self == .everything }
}

/// A pool of connections to one engine. Both GRDB and libpq are synchronous inside, so the closures are too.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Reads one consistent state. The body runs again only where a server went away before it was given a row.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value

    /// Writes in one serializable transaction, durable when it returns. The body may run more than once, so
    /// it has no effects but those on the session. Cancelling the task does not stop it.
    ///
    /// Where the line to a server breaks during the commit, it throws `unavailable`, and nobody knows whether
    /// the transaction took place: a caller that has to know asks by its idempotency key.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value

    /// Topics as they are announced from now on, by any process. A slow listener misses repetitions, never a
    /// topic; see `Topic.everything`.
    func announcements() -> AsyncStream<Topic>

    /// Ends all connections. Later calls fail as unavailable.
    func close() async
}
