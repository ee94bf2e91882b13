import Foundation

/// Where the data is: a file of SQLite, or a database on a PostgreSQL server.
package enum DatabaseLocation: Sendable, Equatable, CustomStringConvertible {
    case file(String)
    case server(String)

    /// Reads what people put into settings: `postgres://…`, `postgresql://…`, and else a path.
    package init(_ text: String) {
        guard let end = text.range(of: "://"),
            ["postgres", "postgresql"].contains(text[..<end.lowerBound].lowercased())
        else {
            self = .file(text)
            return
        }
        // libpq takes it in lower case only.
        self = .server("postgres" + text[end.lowerBound...])
    }

    /// For messages and logs: without the password.
    package var description: String {
        switch self {
        case .file(let path):
            return path
        case .server(let url):
            guard let scheme = url.range(of: "://") else { return url }
            let rest = url[scheme.upperBound...]
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":")
            else {
                return url.replacing(/password=[^&]*/, with: "password=…")
            }
            return (url[..<colon] + ":…" + url[at...]).replacing(/password=[^&]*/, with: "password=…")
        }
    }

    /// Opens the database; the folder of a file is made where it is not there. The schema is not touched.
    /// - Parameter connections: how many transactions run on a server at the same time.
    package func open(connections: Int = 8) async throws -> any Migratable {
        switch self {
        case .file(let path):
            return try await SQLiteOpener().open(path)
        case .server(let url):
            let database = PostgresDatabase(url: url, connections: connections)
            do {
                try await database.connect()
            } catch {
                await database.close()
                throw error
            }
            return database
        }
    }
}

/// Opens a file off the shared pool: another process may keep it busy for a while.
private actor SQLiteOpener {
    private nonisolated let executor = QueueExecutor(label: "amends.sqlite.opener")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func open(_ path: String) throws -> SQLiteDatabase {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw DatabaseError(
                .unavailable,
                "the folder \(folder.path) cannot be made: \(error.localizedDescription)"
            )
        }
        makePrivate(path)
        return try SQLiteDatabase(path: path)
    }
}

/// A new file is for its owner only, because customers stand in it; SQLite gives its companions the same rights. One
/// that is there keeps its rights, and one that cannot be made is told by SQLite.
private func makePrivate(_ path: String) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
    if descriptor >= 0 { close(descriptor) }
}
