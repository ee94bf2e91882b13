import CLibPQ
import Database
import Foundation
import Synchronization

/// A cluster of PostgreSQL that goes with the test process: on a free port of 127.0.0.1, as user `postgres` where the
/// tests run as root, because `initdb` refuses that.
package final class ThrowAwayPostgres: Sendable {
    private static let startsMax = 5

    private let programs: String
    private let data: String
    private let isDurable: Bool
    private let port: Int
    private let server: Mutex<Process?>
    private let count = Atomic(0)

    /// The cluster that all tests of this process share; made when the first asks. It does not wait for the disk.
    package static func shared() async throws -> ThrowAwayPostgres { try await sharedCluster.get() }

    /// Makes and starts a cluster of its own, for a test that stops it. Blocks for about two seconds.
    /// - Parameter isDurable: whether each commit waits for the disk.
    package init(isDurable: Bool = true) throws {
        programs = try Self.installed()
        data = try ThrowAwayFolder.path("postgres")
        self.isDurable = isDurable
        try Self.prepare(data)
        try Shell.run(
            Self.launcher[0],
            Self.launcher.dropFirst() + [
                "\(programs)/initdb", "--pgdata", data, "--username", "amends", "--auth", "trust",
                "--encoding", "UTF8",
                "--locale", "C", "--no-sync",
            ]
        )
        let (port, process) = try Self.started(programs, data, isDurable)
        self.port = port
        server = Mutex(process)
    }

    deinit { stop() }

    /// Makes an empty database and returns where it is.
    package func makeDatabase() throws -> DatabaseLocation {
        let name = "t_\(count.add(1, ordering: .relaxed).newValue)"
        try command("CREATE DATABASE \(name)")
        return .server("postgres://amends@127.0.0.1:\(port)/\(name)")
    }

    /// Drops a database, also while somebody is connected.
    package func drop(_ location: DatabaseLocation) throws {
        guard case .server(let url) = location, let name = url.split(separator: "/").last else { return }
        try command("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// Ends all connections and the server, at once.
    package func stop() {
        server.withLock { server in
            if let process = server, process.isRunning {
                kill(process.processIdentifier, SIGINT)
                process.waitUntilExit()
            }
            server = nil
        }
    }

    /// Starts the server again after `stop`, on the same port and with the same data.
    package func start() throws {
        try server.withLock { server in
            server = try Self.launch(programs, data, isDurable, port)
            guard let server, Self.isReady(server, data) else {
                throw Shell.Failure(description: "PostgreSQL did not start again: \(Self.log(data))")
            }
        }
    }

    /// Says something to the cluster itself. Through the library: a program a database costs ten times as much.
    private func command(_ sql: String) throws {
        let connection = PQconnectdb("host=127.0.0.1 port=\(port) user=amends dbname=postgres")
        defer { PQfinish(connection) }
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw Shell.Failure(description: "\(sql): \(String(cString: PQerrorMessage(connection)))")
        }
    }
}

// MARK: Starting

extension ThrowAwayPostgres {
    /// What runs a program as somebody who is not root.
    private static let launcher: [String] =
        getuid() == 0
        ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["/usr/bin/env"]

    private static func installed() throws -> String {
        let folder = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let newest = versions.compactMap { Int($0) }.filter { $0 >= 15 }.max()
        guard let newest, FileManager.default.isExecutableFile(atPath: "\(folder)/\(newest)/bin/initdb")
        else {
            throw Shell.Failure(
                description: "PostgreSQL 15 or newer is not installed in \(folder); `make test` installs it"
            )
        }
        return "\(folder)/\(newest)/bin"
    }

    private static func prepare(_ data: String) throws {
        try FileManager.default.createDirectory(
            atPath: data,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        guard getuid() == 0 else { return }
        guard let user = getpwnam("postgres") else {
            throw Shell.Failure(
                description: "there is no user postgres; `make test` installs PostgreSQL, which adds it"
            )
        }
        guard chown(data, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw Shell.Failure(description: "\(data) cannot be given to the user postgres")
        }
    }

    /// Another program may take the free port first; then the next is tried.
    private static func started(
        _ programs: String,
        _ data: String,
        _ isDurable: Bool
    ) throws -> (port: Int, Process) {
        for _ in 0..<startsMax {
            let port = try freePort()
            let process = try launch(programs, data, isDurable, port)
            if isReady(process, data) { return (port, process) }
        }
        throw Shell.Failure(description: "PostgreSQL did not start: \(log(data))")
    }

    private static func log(_ data: String) -> String {
        (try? String(contentsOfFile: "\(data)/test.log", encoding: .utf8)) ?? "it left no log"
    }

    private static func launch(
        _ programs: String,
        _ data: String,
        _ isDurable: Bool,
        _ port: Int
    ) throws -> Process {
        var settings = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=", "max_connections=400",
            "shared_buffers=64MB", "autovacuum=off", "logging_collector=off",
        ]
        if !isDurable { settings += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"] }
        FileManager.default.createFile(atPath: "\(data)/test.log", contents: nil)
        return try Shell.start(
            launcher[0],
            launcher.dropFirst() + ["\(programs)/postgres", "-D", data] + settings.flatMap { ["-c", $0] },
            log: FileHandle(forWritingAtPath: "\(data)/test.log")
        )
    }

    /// Waits until the server says in its own file that it takes connections; false where it ended.
    private static func isReady(_ process: Process, _ data: String) -> Bool {
        for _ in 0..<600 where process.isRunning {
            let lines = (try? String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8))?
                .split(separator: "\n", omittingEmptySubsequences: false)
            if let lines, lines.count > 7, lines[7].hasPrefix("ready"),
                lines[0] == String(process.processIdentifier)
            {
                return true
            }
            usleep(50_000)
        }
        return false
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isBound else { throw Shell.Failure(description: "there is no free port on 127.0.0.1") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

private let sharedCluster = SharedCluster()

/// Makes the one cluster when it is first asked for, off the pool that runs the tests.
private final class SharedCluster: Sendable {
    private let queue = DispatchQueue(label: "amends.tests.postgres")
    private let made = Mutex<Result<ThrowAwayPostgres, any Error>?>(nil)

    func get() async throws -> ThrowAwayPostgres {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = self.made.withLock { made in
                    let result = made ?? Result { try ThrowAwayPostgres(isDurable: false) }
                    made = result
                    return result
                }
                continuation.resume(with: result)
            }
        }
    }
}
