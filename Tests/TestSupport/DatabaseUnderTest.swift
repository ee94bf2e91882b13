import Database
import Foundation

/// An engine that store tests run on: `@Test(arguments: DatabaseUnderTest.available)`.
package struct DatabaseUnderTest: Sendable, CustomStringConvertible {
    package let dialect: Dialect

    package static let sqlite = DatabaseUnderTest(dialect: .sqlite)
    package static let postgres = DatabaseUnderTest(dialect: .postgres)

    /// Both engines, always: where PostgreSQL is not installed, its tests fail and say so.
    package static let available = [sqlite, postgres]

    package var description: String {
        switch dialect {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }

    /// A fresh and empty database, which goes when the last reference to it goes.
    package func open() async throws -> ThrowAwayDatabase {
        switch dialect {
        case .sqlite:
            let folder = try ThrowAwayFolder.path("sqlite")
            return try await ThrowAwayDatabase(.file("\(folder)/amends.db")) {
                try? FileManager.default.removeItem(atPath: folder)  // goes with the process otherwise
            }
        case .postgres:
            let cluster = try await ThrowAwayPostgres.shared()
            let location = try await offPool { try cluster.makeDatabase() }
            return try await ThrowAwayDatabase(location) {
                try? cluster.drop(location)  // goes with the cluster otherwise
            }
        }
    }

    /// The same with a schema.
    package func open(_ migrations: [Migration]) async throws -> ThrowAwayDatabase {
        let database = try await open()
        _ = try await database.migrate(migrations)
        return database
    }
}

/// A database of one test.
package final class ThrowAwayDatabase: Migratable {
    /// For a second object on the same data, as another process has it.
    package let location: DatabaseLocation
    /// The engine itself.
    package let base: any Migratable
    private let remove: @Sendable () -> Void

    init(_ location: DatabaseLocation, remove: @escaping @Sendable () -> Void) async throws {
        self.location = location
        self.remove = remove
        base = try await location.open()
    }

    deinit {
        let (base, remove) = (base, remove)
        Task {
            await base.close()
            try? await offPool(remove)
        }
    }

    package var dialect: Dialect { base.dialect }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await base.write(body)
    }

    package func announcements() -> AsyncStream<Topic> { base.announcements() }
    package func close() async { await base.close() }
    package func migrate(_ migrations: [Migration]) async throws -> [String] {
        try await base.migrate(migrations)
    }
    package func migrationLedger() async throws -> MigrationLedger { try await base.migrationLedger() }
    package func schemaText() async throws -> String { try await base.schemaText() }
}

private let slowWork = DispatchQueue(label: "amends.tests.slow", attributes: .concurrent)

/// Runs what blocks off the pool that runs the tests.
func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        slowWork.async { continuation.resume(with: Result { try work() }) }
    }
}
