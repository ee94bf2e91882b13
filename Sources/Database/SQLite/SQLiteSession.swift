/// A transaction of SQLite.
struct SQLiteSession: Session {
    private let handle: SQLiteHandle
    let state: SessionState

    var dialect: Dialect { .sqlite }

    init(_ handle: SQLiteHandle, isWriting: Bool) {
        self.handle = handle
        state = SessionState(isWriting: isWriting)
    }

    func each(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        try state.running {
            let prepared = try engine { try bound(statement) }
            let columns = SQLiteColumns(prepared)
            defer {
                columns.end()
                prepared.reset()
            }
            let row = Row(columns)
            while try engine({ try prepared.step() }) {
                row.rewind()
                try body(row)
            }
        }
    }

    @discardableResult
    func run(_ statement: SQL) throws -> Int {
        try state.running {
            try engine {
                let prepared = try bound(statement)
                defer { prepared.reset() }
                let total = handle.total
                while try prepared.step() {}
                return handle.changes(since: total)
            }
        }
    }

    func announce(_ topic: Topic) throws { try state.announce(topic) }

    private func bound(_ statement: SQL) throws -> SQLiteStatement {
        guard statement.valueCount <= DatabaseLimits.values else { throw DatabaseError.tooManyValues }
        let prepared = try handle.statement(statement.text(for: .sqlite))
        var position: Int32 = 0
        do {
            try statement.eachValue { value in
                position += 1
                try prepared.bind(value, at: position)
            }
        } catch {
            prepared.reset()
            throw error
        }
        return prepared
    }

    /// What fails in the engine, and only that, dooms the transaction.
    private func engine<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw state.doomed(error)
        }
    }
}

extension DatabaseError {
    static let tooManyValues = DatabaseError(
        .statement,
        "a statement has more than \(DatabaseLimits.values) values"
    )
}

extension SQLiteHandle {
    /// Writes the topics of a transaction into the table that other processes watch, and returns their
    /// numbers there.
    func record(_ topics: [Topic]) throws -> [Int64] {
        guard !topics.isEmpty else { return [] }
        let session = SQLiteSession(self, isWriting: true)
        return try topics.map { topic in
            try session.insert(
                """
                INSERT INTO announcement (topic, version)
                VALUES (\(topic.name), (SELECT coalesce(max(version), 0) + 1 FROM announcement))
                ON CONFLICT (topic) DO UPDATE SET version = excluded.version
                RETURNING version
                """
            )
        }
    }
}
