import Foundation
import TestSupport

/// `amends serve` as a process of its own, as it is built, on free ports with a folder of its own.
final class ServedProgram {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let process = Process()
    let consolePort: UInt16
    let sitePort: UInt16

    init() throws {
        let folder = try ThrowAwayFolder.path("served")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let output = Pipe()
        process.executableURL = try Self.program()
        process.arguments = ["serve"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "AMENDS_CONSOLE_LISTEN": "127.0.0.1:0", "AMENDS_SITE_LISTEN": "127.0.0.1:0", "LC_ALL": "C.UTF-8",
            "AMENDS_DATABASE": "\(folder)/amends.db", "AMENDS_FOLDER": "\(folder)/var",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""
        var ports: [UInt16] = []
        // The two listeners open in any order.
        while Set(ports).count < 2 || !said.contains("/setup/") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(description: "amends serve said only: \(said)") }
            said += String(decoding: data, as: UTF8.self)
            ports = said.matches(of: /127\.0\.0\.1:(\d+)/).compactMap { UInt16($0.1) }
        }
        guard let first = ports.first, let second = ports.first(where: { $0 != first }) else {
            throw Failure(description: "amends serve named no ports: \(said)")
        }
        let console = said.firstMatch(of: /127\.0\.0\.1:(\d+)\/setup/).flatMap { UInt16($0.1) } ?? 0
        consolePort = console
        sitePort = first == console ? second : first
    }

    /// Beside the tests.
    private static func program() throws -> URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<6 {
            for place in ["amends", ".build/release/amends"] {
                let program = folder.appendingPathComponent(place)
                if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            }
            folder.deleteLastPathComponent()
        }
        let built = URL(fileURLWithPath: ".build/release/amends")
        guard FileManager.default.isExecutableFile(atPath: built.path) else {
            throw Failure(description: "amends is not built")
        }
        return built
    }

    var isRunning: Bool { process.isRunning }

    /// What it holds in memory, in kilobytes.
    func memory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        return status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
