/// One transaction that waits for the writer. Its body may run more than once; its caller is answered once.
struct SQLiteJob: Sendable {
    struct Outcome: Sendable {
        var isSuccess: Bool
        var topics: [Topic]
        /// Answers the caller: with what the body gave, or with what went wrong after it.
        var answer: @Sendable ((any Error)?) -> Void
    }

    /// Runs the body in the open transaction.
    let run: @Sendable (SQLiteHandle) -> Outcome
    /// Tells the caller that nothing was done.
    let refuse: @Sendable (any Error) -> Void

    init<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value,
        _ continuation: CheckedContinuation<Value, any Error>
    ) {
        run = { handle in
            let session = SQLiteSession(handle, isWriting: true)
            let result = Result {
                let value = try body(session)
                try session.state.check()
                guard handle.isInTransaction else { throw DatabaseError.givenUp }
                return value
            }
            switch result {
            case .success(let value):
                return Outcome(isSuccess: true, topics: session.state.topics) { failure in
                    if let failure {
                        continuation.resume(throwing: failure)
                    } else {
                        continuation.resume(returning: value)
                    }
                }
            case .failure(let error):
                return Outcome(isSuccess: false, topics: []) { _ in continuation.resume(throwing: error) }
            }
        }
        refuse = { error in continuation.resume(throwing: error) }
    }

    /// Runs the body so that its failure undoes only its own work; nil where the whole transaction is gone.
    func runInSavepoint(_ handle: SQLiteHandle) -> Outcome? {
        do {
            try handle.execute("SAVEPOINT job")
            let outcome = run(handle)
            guard handle.isInTransaction else { return nil }
            if !outcome.isSuccess { try handle.execute("ROLLBACK TO job") }
            try handle.execute("RELEASE job")
            return outcome
        } catch {
            return nil
        }
    }
}

extension SQLiteHandle {
    /// Ends a transaction that failed, also where SQLite has ended it already.
    func rollBack() {
        guard isInTransaction else { return }
        try? execute("ROLLBACK")  // it can only fail where there is no transaction any more
    }
}

extension DatabaseError {
    static let givenUp = DatabaseError(.unavailable, "SQLite gave the transaction up; is the disk full?")
}
