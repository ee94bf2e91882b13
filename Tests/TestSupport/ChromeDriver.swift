import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Debian's `chromedriver`, which steers Debian's Chromium, on a free port of the loopback.
package final class ChromeDriver: Sendable {
    package let port: Int
    /// Where browsers keep what they write; goes with the driver.
    package let folder: String

    private static let program = "/usr/bin/chromedriver"
    package static let browser = "/usr/bin/chromium"

    package init() async throws {
        for needed in [Self.program, Self.browser] where !FileManager.default.isExecutableFile(atPath: needed)
        {
            throw Shell.Failure(description: "\(needed) is not installed; `make test` installs it")
        }
        folder = try ThrowAwayFolder.path("browser")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        port = try Loopback.freePort()
        try Shell.start(
            "/bin/sh",
            ["-c", Self.keeper, String(getpid()), folder, Self.program, "--port=\(port)"]
        )
        try await Loopback.waitUntilSomebodyListens(on: port, else: "\(Self.program) does not listen")
    }

    deinit {
        // The keeper's sign to end driver and browser; where that fails, they end with the tests.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Ends the driver with its folder, or when the tests end, also when they are killed; and then the browsers, which
    /// know the folder by name.
    private static let keeper = """
        folder=$1; shift; "$@" >/dev/null 2>&1 & driver=$!
        while kill -0 "$0" 2>/dev/null && [ -d "$folder" ] && kill -0 $driver 2>/dev/null; do sleep 0.2; done
        kill -9 $driver 2>/dev/null
        for status in /proc/[0-9]*/cmdline; do
            process=${status#/proc/}; process=${process%/cmdline}
            [ "$process" != $$ ] && grep -qF -- "--user-data-dir=$folder" "$status" 2>/dev/null && kill -9 "$process"
        done
        rm -rf "$folder"
        """
}
