import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Logging

/// Brings the schema up to date.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration("migrate", "cli.migrate")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        do {
            let settings = try common.settings()
            let database = try await DatabaseLocation(settings.database).open()
            let ran = try await database.migrate(Schema.migrations)
            await database.close()
            Output.line(Words.text("cli.migrate.done", ["count": String(ran.count)]))
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }
}

/// Prints the schema as the engine describes it; `make schema` keeps it in `docs/schema`.
struct SchemaCommand: AmendsCommand {
    static let configuration = CommandConfiguration("schema", "cli.schema")

    @OptionGroup var common: CommonOptions

    func run(in house: House) async throws -> ExitStatus {
        Output.raw(try await house.database.schemaText())
        return .done
    }
}

/// Site, console and workers in one process.
struct Serve: AmendsCommand {
    static let configuration = CommandConfiguration("serve", "cli.serve")

    @OptionGroup var common: CommonOptions

    func run(in house: House) async throws -> ExitStatus {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .notice
            return handler
        }
        let settings = house.settings
        let setUp = try await house.beginSetUp()
        try await Serving(house: house, logger: Logger(label: "amends")).run { listener, port in
            switch listener {
            case .site:
                Output.line(
                    Words.text("cli.serve.site", ["url": "http://\(settings.siteListen.host):\(port)/"])
                )
            case .console:
                let address = settings.console.address(port: port)
                Output.line(Words.text("cli.serve.console", ["url": address + "/"]))
                if let setUp {
                    Output.line(Words.text("cli.serve.set_up", ["url": "\(address)/setup/\(setUp)"]))
                }
            }
        }
        return .done
    }
}
