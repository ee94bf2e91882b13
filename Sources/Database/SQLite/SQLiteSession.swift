import Basis
import Foundation
import GRDB

/// A transaction of SQLite.
struct SQLiteSession: Session {
    private let db: GRDB.Database
    /// Collects the topics of a writing transaction; nil where nothing may be written.
    private let announced: AnnouncedTopics?

    var dialect: Dialect { .sqlite }

    init(_ db: GRDB.Database, announced: AnnouncedTopics?) {
        self.db = db
        self.announced = announced
    }

    func each(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        do {
            let cursor = try GRDB.Row.fetchCursor(try prepared(statement))
            let source = SQLiteColumns()
            let row = Row(source)
            while let current = try cursor.next() {
                source.row = current
                row.rewind()
                try body(row)
            }
        } catch let error as GRDB.DatabaseError {
            throw Self.translated(error)
        }
    }

    @discardableResult
    func run(_ statement: SQL) throws -> Int {
        do {
            try prepared(statement).execute()
            return db.changesCount
        } catch let error as GRDB.DatabaseError {
            throw Self.translated(error)
        }
    }

    func announce(_ topic: Topic) throws {
        guard let announced else { throw DatabaseError(.statement, "a reading session announced \(topic.name)") }
        try run(
            """
            INSERT INTO announcement (topic, version) VALUES (\(topic.name), 1)
            ON CONFLICT (topic) DO UPDATE SET version = announcement.version + 1
            """
        )
        announced.topics.insert(topic)
    }

    private func prepared(_ statement: SQL) throws -> Statement {
        let (text, values) = statement.rendered(for: .sqlite)
        let prepared = try db.cachedStatement(sql: text)
        prepared.setUncheckedArguments(StatementArguments(values.map(\.databaseValue)))
        return prepared
    }

    /// GRDB's errors as ours; refusals and problems pass through.
    static func translated(_ error: any Error, opening path: String? = nil) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        let detail = [path, error.message ?? "SQLite says \(error.extendedResultCode.rawValue)", error.sql]
            .compactMap(\.self).joined(separator: ": ")
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return DatabaseError(.busy, detail)
        case .SQLITE_CONSTRAINT: return DatabaseError(.constraint, detail)
        case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_RANGE: return DatabaseError(.statement, detail)
        default: return DatabaseError(.unavailable, detail)
        }
    }
}

/// The topics announced in one transaction, handed on only if it commits. Lives on the writer's queue.
final class AnnouncedTopics {
    var topics: Set<Topic> = []
}

private final class SQLiteColumns: ColumnSource {
    var row = GRDB.Row()

    func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }

    func int64(_ column: Int) -> Int64? { row[column] }

    func text(_ column: Int) -> String? { row[column] }

    func bytes(_ column: Int) -> [UInt8]? {
        guard let data: Data = row[column] else { return nil }
        return Array(data)
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }
}
