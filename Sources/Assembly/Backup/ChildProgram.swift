import Database
import Foundation

/// A program of the system that is run to its end.
struct ChildProgram: Sendable {
    let name: String
    /// Where the program comes from, for whoever has to install it.
    let package: String

    static let tar = ChildProgram(name: "tar", package: "tar")
    static let pgDump = ChildProgram(name: "pg_dump", package: "postgresql-client")
    static let pgRestore = ChildProgram(name: "pg_restore", package: "postgresql-client")
    static let psql = ChildProgram(name: "psql", package: "postgresql-client")

    /// What of its complaints is passed on.
    private static let saidMax = 2_000

    /// It ended with something else than 0.
    struct Failure: Error, CustomStringConvertible {
        var name: String
        var status: Int32
        var said: String

        var description: String { "\(name) ended with \(status): \(said)" }
    }

    /// Blocks until it ends; called on a queue of its own.
    /// - Parameters:
    ///   - folder: where it is started, and where its complaints are kept meanwhile.
    ///   - environment: what comes on top of our own.
    func run(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
        let log = "\(folder)/said-by-\(name)"
        let isMade = FileManager.default.createFile(
            atPath: log,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw AssemblyError("\(folder) cannot be written") }
        defer { try? FileManager.default.removeItem(atPath: log) }  // the whole folder goes as well
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try found())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder, isDirectory: true)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: log) ?? FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let said = FileManager.default.contents(atPath: log) ?? Data()
            throw Failure(
                name: name,
                status: process.terminationStatus,
                said: String(decoding: said.suffix(Self.saidMax), as: UTF8.self)
            )
        }
    }

    private func found() throws -> String {
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let places = search.split(separator: ":").map { "\($0)/\(name)" }
        guard let place = places.first(where: FileManager.default.isExecutableFile) else {
            throw AssemblyError(
                "the program \(name) is not installed; on Debian it comes with the package \(package)"
            )
        }
        return place
    }
}

/// Does what blocks, files and child programs, on a thread of its own.
actor Archivist {
    private nonisolated let executor = QueueExecutor(label: "amends.archivist")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func perform<Value: Sendable>(_ work: @Sendable () throws -> Value) throws -> Value { try work() }
}
