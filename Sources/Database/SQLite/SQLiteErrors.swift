import GRDB

/// Errors of SQLite and of GRDB as ours.
enum SQLiteErrors {
    /// What SQLite said to the last call on this connection.
    static func last(of database: GRDB.Database, code: Int32, statement: String) -> DatabaseError {
        let message = database.lastErrorMessage ?? "SQLite says \(code)"
        return error(code: code, detail: "\(message): \(statement.prefix(DatabaseLimits.quoted))")
    }

    /// GRDB's errors as ours; refusals and problems pass through.
    static func translated(_ error: any Error, opening path: String? = nil) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        let quoted = error.sql.map { String($0.prefix(DatabaseLimits.quoted)) }
        let message = error.message ?? "SQLite says \(error.extendedResultCode.rawValue)"
        return Self.error(
            code: error.extendedResultCode.rawValue,
            detail: [path, message, quoted].compactMap(\.self).joined(separator: ": ")
        )
    }

    private static func error(code: Int32, detail: String) -> DatabaseError {
        switch ResultCode(rawValue: code).primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: DatabaseError(.busy, detail)
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: DatabaseError(.constraint, detail)
        case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_RANGE, .SQLITE_AUTH: DatabaseError(.statement, detail)
        default: DatabaseError(.unavailable, detail)
        }
    }
}
