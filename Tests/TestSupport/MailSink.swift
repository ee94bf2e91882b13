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
        port = try Loopback.freePort()
        let user = geteuid() == 0 ? ["-u", "nobody"] : []
        let files = keeps ? ["-d", "\(folder)/%M."] : []
        try Shell.start(
            "/bin/sh",
            ["-c", Self.keeper, String(getpid()), folder, Self.program] + user + files + options
                + ["127.0.0.1:\(port)", "1000"]
        )
        try await Loopback.waitUntilSomebodyListens(
            on: port,
            else: "\(Self.program) does not listen: is the package postfix installed?"
        )
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
}
