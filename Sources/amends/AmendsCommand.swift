import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Rendering

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: .words("cli.common.database", valueName: "path|url"))
    var database: String?

    @Option(help: .words("cli.common.config", valueName: "file"))
    var config: String?

    @Option(help: .words("cli.common.resources", valueName: "folder"))
    var resources: String?

    func settings(_ more: [String: String] = [:]) throws -> Settings {
        var overrides = more
        overrides["database"] = database
        overrides["resources"] = resources
        return try SettingsReader.read(
            path: config,
            environment: ProcessInfo.processInfo.environment,
            overrides: overrides
        )
    }
}

/// A command that works on the opened house.
protocol AmendsCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    func run(in house: House) async throws -> ExitStatus
}

extension AmendsCommand {
    mutating func run() async throws {
        do {
            let house = try await House.open(
                try common.settings(),
                root: try Self.root(),
                clock: SystemClock(),
                random: SystemRandom()
            )
            let status = try await Self.closing(house) { try await run(in: house) }
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }

    static func root() throws -> ResourceRoot {
        guard let root = Words.root else {
            return try ResourceRoot.locate(
                explicit: nil,
                environment: ProcessInfo.processInfo.environment,
                executable: Words.executable
            )
        }
        return root
    }

    private static func closing<Value>(_ house: House, _ body: () async throws -> Value) async throws -> Value
    {
        do {
            let value = try await body()
            await house.close()
            return value
        } catch {
            await house.close()
            throw error
        }
    }
}
