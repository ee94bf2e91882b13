/// What both engines keep of an open transaction, so that a body behaves the same on either.
///
/// One statement runs at a time: a statement inside the body of `each` is refused, because libpq cannot do
/// it. And a failed statement dooms its transaction: what follows fails with the same error and nothing is
/// committed, because PostgreSQL does so; SQLite by itself would go on.
final class SessionState {
    let isWriting: Bool
    /// Topics in the order in which they were first announced.
    private(set) var topics: [Topic] = []
    private var announced: Set<Topic> = []
    private(set) var failure: DatabaseError?
    private var isRunning = false

    init(isWriting: Bool) {
        self.isWriting = isWriting
    }

    func running<Value>(_ statement: () throws -> Value) throws -> Value {
        if let failure { throw failure }
        guard !isRunning else {
            throw doomed(
                DatabaseError(
                    .statement,
                    "a session runs one statement at a time: read the rows first, then go on"
                )
            )
        }
        isRunning = true
        defer { isRunning = false }
        return try statement()
    }

    /// Notes the first failure, which ends the transaction, and returns it.
    func doomed(_ error: DatabaseError) -> DatabaseError {
        if failure == nil { failure = error }
        return error
    }

    func announce(_ topic: Topic) throws {
        guard isWriting else { throw DatabaseError(.statement, "a reading session announced \(topic.name)") }
        if announced.insert(topic).inserted { topics.append(topic) }
    }

    /// Throws what stands in the way of a commit.
    func check() throws {
        if let failure { throw failure }
    }
}
