/// What PostgreSQL or the line to it said, before it is told to anybody.
struct PostgresFailure: Error {
    /// The five characters of SQLSTATE; empty where libpq itself failed.
    var state: String
    var message: String
    /// The line cannot be used any more.
    var isBroken: Bool
    /// Where in the server it arose.
    var place = ""

    /// Another transaction was in the way: the same may well succeed when it is tried again.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// A prepared statement does not fit any more: somebody changed a table, or something between dropped it.
    var isStale: Bool { state == "26000" || place == "RevalidateCachedQuery" }

    /// As an error of a transaction that may write or not.
    func error(isWriting: Bool) -> DatabaseError {
        if state == "25006", !isWriting {
            return DatabaseError(.statement, "a reading session tried to write: \(message)")
        }
        return DatabaseError(code, message)
    }

    private var code: DatabaseError.Code {
        if isBroken { return .unavailable }
        switch state {
        case "40001", "40P01", "55P03", "57014": return .busy
        case "25P02", "0A000": return .statement
        // libpq refused to send it.
        case "": return .statement
        default: break
        }
        switch state.prefix(2) {
        case "22", "23": return .constraint
        case "42", "26", "34", "3F": return .statement
        // 08 the line, 25006 a standby, 28 log-in, 3D no such database, 53 disk or memory, 57P going down, 58 and XX the server.
        default: return .unavailable
        }
    }
}

extension DatabaseError {
    static func commitUnknown(_ failure: PostgresFailure) -> DatabaseError {
        DatabaseError(
            .unavailable,
            "the line broke during a commit, so it is not known whether the transaction took place: \(failure.message)"
        )
    }
}
