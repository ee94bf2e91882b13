import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Incidents
import Rendering
import Replay
import Response
import Review

/// Replays a scenario on a moved clock and checks its expectations.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration("replay", "cli.replay")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.replay.scenario")) var scenario: String
    @Flag(help: .words("cli.replay.json")) var json = false

    func run() async throws {
        do {
            let root = try Serve.root()
            let outcome = try await ScenarioReplay(root: root).run(scenario)
            if json {
                try Output.json(outcome)
            } else {
                let catalogue = try StringCatalogue(root: root, rooms: Schema.rooms)
                Output.raw(ReplayText(catalogue: catalogue, language: Words.language).render(outcome))
            }
            if !outcome.passed { throw ExitCode(ExitStatus.found.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }
}

/// The same at speed with site and console open; then goes on serving.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration("demo", "cli.demo")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.replay.scenario")) var scenario = "ovh-2017"
    @Option(help: .words("cli.demo.speed")) var speed: Double = 120
    @Flag(help: .words("cli.demo.headless")) var headless = false

    func run() async throws {
        do {
            let settings = try common.settings()
            let demo = ScenarioDemo(
                root: try Serve.root(),
                language: Words.language,
                speed: speed,
                folder: "\(settings.folder)/demo",
                listeners: [
                    "site_listen": "\(settings.siteListen.host):\(settings.siteListen.port)",
                    "console_listen": "\(settings.console.listen.host):\(settings.console.listen.port)",
                ]
            )
            guard headless else { return try await demo.show(scenario) }
            let (text, passed) = try await demo.headless(scenario)
            Output.raw(text)
            if !passed { throw ExitCode(ExitStatus.found.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitCode(ExitStatus.report(error).rawValue)
        }
    }
}

/// How well the customers of an incident were served.
struct ScorecardCommand: AmendsCommand {
    static let configuration = CommandConfiguration("scorecard", "cli.scorecard")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let name = incident
        let now = house.clock.now()
        let scorecard = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            return try Scorecard.make([found], at: now, in: session)
        }
        if format == .json {
            try Output.json(scorecard)
        } else {
            Output.raw(ScorecardText(catalogue: house.catalogue, language: Words.language).render(scorecard))
        }
        return .done
    }
}
