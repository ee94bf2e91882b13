import Database

/// Somebody else who writes a row every ten milliseconds: how long do they wait for its commit?
package struct OtherWriter: Sendable {
    private let database: any Database

    package init(database: any Database) async throws {
        self.database = database
        try await database.write { try $0.run("CREATE TABLE IF NOT EXISTS other_writer (n INTEGER)") }
    }

    /// How long they waited in milliseconds, shortest first, while `work` ran, beside what `work` returns.
    package func watching<Value>(
        _ work: () async throws -> Value
    ) async throws -> (value: Value, waits: [Double]) {
        let database = database
        let writing = Task {
            var waits: [Double] = []
            while !Task.isCancelled {
                let begin = ContinuousClock.now
                try await database.write { try $0.run("INSERT INTO other_writer (n) VALUES (1)") }
                waits.append((ContinuousClock.now - begin).seconds * 1_000)
                try? await Task.sleep(for: .milliseconds(10))  // cancelled: the loop ends
            }
            return waits.sorted()
        }
        defer { writing.cancel() }
        let value = try await work()
        writing.cancel()
        return (value, try await writing.value)
    }
}

extension [Double] {
    /// Of sorted values: the one that 99 of 100 do not exceed.
    package var mostly: Double { isEmpty ? 0 : self[(count - 1) * 99 / 100] }
}
