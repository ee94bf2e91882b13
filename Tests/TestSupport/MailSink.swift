import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Postfix's `smtp-sink`: takes mail, keeps each transaction in a file of its own, and misbehaves as it is told. It
/// shares no code with the program, so it may judge it.
package final class MailSink: Sendable {
    package let port: Int
    private let folder: String

    /// Where Debian's package `postfix` puts it.
    package static let program = "/usr/sbin/smtp-sink"

    /// - Parameters:
    ///   - options: of `smtp-sink`: `["-q", "."]` hangs up after the final dot, `["-r", "RCPT"]` says 450 to RCPT.
    ///   - keeps: whether messages are kept; without it the sink is faster.
    package init(_ options: [String] = [], keeps: Bool = true) async throws {
        folder = try ThrowAwayFolder.path("sink")
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o777]
        )
        // Whatever the creation mask says: the sink writes as another user.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        port = try Self.freePort()
        let user = geteuid() == 0 ? ["-u", "nobody"] : []
        let files = keeps ? ["-d", "\(folder)/%M."] : []
        try Shell.start(
            "/bin/sh",
            ["-c", Self.keeper, String(getpid()), folder, Self.program] + user + files + options
                + ["127.0.0.1:\(port)", "1000"]
        )
        try await Self.waitUntilItListens(on: port)
    }

    deinit {
        // The keeper's sign to end the sink; where that fails, it ends with the tests.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Ends the sink with its folder, or when the tests end, also when they are killed. By `KILL`: a program that is
    /// started from a thread of ours inherits the signals that are blocked there, `TERM` among them.
    private static let keeper = """
        folder=$1; shift; "$@" & sink=$!
        while kill -0 "$0" 2>/dev/null && [ -d "$folder" ] && kill -0 $sink 2>/dev/null; do sleep 0.2; done
        kill -9 $sink 2>/dev/null
        """

    /// The transactions so far, each with the lines that the sink puts above: `X-Mail-Args`, `X-Rcpt-Args`.
    package func messages() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")), as: UTF8.self)
        }
    }

    /// A port of the loopback that nobody listens on now.
    package static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw Shell.Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func waitUntilItListens(on port: Int) async throws {
        for _ in 0..<250 {
            if canConnect(port) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Shell.Failure(description: "\(program) does not listen: is the package postfix installed?")
    }

    private static func canConnect(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
