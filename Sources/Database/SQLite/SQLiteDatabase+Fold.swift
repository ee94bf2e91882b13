import GRDB

extension SQLiteDatabase {
    /// Makes the file alone the whole database, for whoever moves it or puts it away: the write-ahead log is folded
    /// in and gone. The next opening begins a new one.
    ///
    /// - Throws: a `DatabaseError` that is `busy` where anybody has the file open.
    package static func fold(_ path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
        } catch {
            throw SQLiteErrors.translated(error, opening: path)
        }
    }
}
