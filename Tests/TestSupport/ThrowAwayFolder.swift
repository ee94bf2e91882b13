import Basis
import Foundation
import Synchronization

/// One temporary folder for a test process. It goes with the process, also when that is killed: a small shell that is
/// not its child stays behind for a second, stops what still runs in the folder, and removes it.
package enum ThrowAwayFolder {
    private static let made = Mutex<String?>(nil)
    private static let count = Atomic(0)

    /// A new path in the folder that nothing stands at yet.
    package static func path(_ name: String) throws -> String {
        let folder = try made.withLock { made in
            if let made { return made }
            let folder = try make()
            made = folder
            return folder
        }
        return "\(folder)/\(count.add(1, ordering: .relaxed).newValue)-\(name)"
    }

    private static func make() throws -> String {
        let folder =
            FileManager.default.temporaryDirectory.path + "/amends-tests-\(SystemRandom().publicID())"
        // Others may pass through: PostgreSQL runs as another user than root.
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711]
        )
        try Shell.start(
            "/usr/bin/setsid",
            [
                "/bin/sh", "-c", watchdog, "watchdog", String(ProcessInfo.processInfo.processIdentifier),
                folder,
            ]
        )
        atexit { ThrowAwayFolder.remove() }
        return folder
    }

    private static let watchdog = """
        while kill -0 "$1" 2>/dev/null; do [ -d "$2" ] || exit 0; sleep 1; done
        for file in "$2"/*/postmaster.pid; do [ -f "$file" ] && kill -QUIT "$(head -n 1 "$file")"; done
        for wait in 1 2 3 4 5; do rm -rf "$2" && [ ! -d "$2" ] && exit 0; sleep 1; done
        """

    /// At the end of the process.
    private static func remove() {
        made.withLock { made in
            guard let folder = made else { return }
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                guard
                    let text = try? String(
                        contentsOfFile: "\(folder)/\(name)/postmaster.pid",
                        encoding: .utf8
                    ),
                    let process = text.split(separator: "\n").first.flatMap({ Int32($0) })
                else { continue }
                kill(process, SIGQUIT)
            }
            try? FileManager.default.removeItem(atPath: folder)  // the watchdog removes what is left
            made = nil
        }
    }
}

/// Starts programs for tests.
enum Shell {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Two threads that start programs at once bring Foundation down.
    private static let oneAtATime = Mutex(())

    /// Starts a program that nobody waits for; it shares no stream with the test.
    @discardableResult
    static func start(_ program: String, _ arguments: [String], log: FileHandle? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log ?? FileHandle.nullDevice
        process.standardError = log ?? FileHandle.nullDevice
        try oneAtATime.withLock { _ in try process.run() }
        return process
    }

    /// Runs a program to its end; what it says is the error where it fails.
    static func run(_ program: String, _ arguments: [String]) throws {
        let path = try ThrowAwayFolder.path("log")
        FileManager.default.createFile(atPath: path, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let log = FileHandle(forWritingAtPath: path) else {
            throw Failure(description: "\(path) is not there")
        }
        let process = try start(program, arguments, log: log)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let said = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            throw Failure(description: "\(program) ended with \(process.terminationStatus): \(said)")
        }
    }
}
