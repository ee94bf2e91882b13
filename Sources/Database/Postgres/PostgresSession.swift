/// A transaction of PostgreSQL.
struct PostgresSession: Session {
    private let link: PostgresLink
    let state: SessionState
    private let first = FirstFailure()

    var dialect: Dialect { .postgres }

    /// The failure that ended the transaction, as the server told it.
    var failure: PostgresFailure? { first.failure }

    init(_ link: PostgresLink, isWriting: Bool) {
        self.link = link
        state = SessionState(isWriting: isWriting)
    }

    func each(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        try state.running {
            let columns = PostgresColumns()
            let row = Row(columns)
            defer { columns.stand(on: nil) }
            try engine(statement) { text, parameters in
                try link.each(text, parameters) { result in
                    columns.stand(on: result)
                    row.rewind()
                    try body(row)
                }
            }
        }
    }

    @discardableResult
    func run(_ statement: SQL) throws -> Int {
        try state.running {
            try engine(statement) { text, parameters in try link.run(text, parameters).changed }
        }
    }

    func announce(_ topic: Topic) throws { try state.announce(topic) }

    /// Tells all sessions that listen, once this transaction is committed.
    func notify() throws {
        guard !state.topics.isEmpty else { return }
        for topic in state.topics {
            try run("SELECT pg_notify(\(PostgresListener.channel), \(topic.name))")
        }
    }

    /// What fails in the engine, and only that, dooms the transaction.
    private func engine<Value>(
        _ statement: SQL,
        _ work: (String, PostgresParameters) throws -> Value
    ) throws -> Value {
        let parameters: PostgresParameters
        do {
            parameters = try PostgresParameters(statement)
        } catch let error as DatabaseError {
            throw state.doomed(error)
        }
        let text = statement.text(for: .postgres)
        do {
            return try work(text, parameters)
        } catch var failure as PostgresFailure {
            failure.message += ": \(text.prefix(DatabaseLimits.quoted))"
            first.failure = failure
            throw state.doomed(failure.error(isWriting: state.isWriting))
        }
    }
}

private final class FirstFailure {
    var failure: PostgresFailure?
}
