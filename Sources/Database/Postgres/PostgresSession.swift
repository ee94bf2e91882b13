/// A transaction of PostgreSQL.
struct PostgresSession: Session {
    private let link: PostgresLink
    let state: SessionState
    private let course = Course()

    var dialect: Dialect { .postgres }

    /// The failure that ended the transaction, as the server told it.
    var failure: PostgresFailure? { course.failure }
    /// Whether the body was given any row.
    var hasHandedOver: Bool { course.hasHandedOver }

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
                    course.hasHandedOver = true
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
        let topics = state.topics.map { [SQLValue.text($0.name)] }
        try run(
            """
            SELECT pg_notify(\(PostgresListener.channel), topic) FROM (VALUES \(rows: topics)) AS announced (topic)
            """
        )
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
            course.failure = failure
            throw state.doomed(failure.error(isWriting: state.isWriting))
        }
    }
}

/// How the transaction went so far.
private final class Course {
    var failure: PostgresFailure?
    var hasHandedOver = false
}
