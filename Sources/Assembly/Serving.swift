import Access
import Basis
import Catalog
import Console
import Database
import Delivery
import Foundation
import Hummingbird
import Incidents
import Logging
import Rendering
import ServiceLifecycle
import Site
import StatusPage
import UnixSignals

/// Everything that `amends serve` runs: the two listeners and the background work, in one group that ends
/// together.
package struct Serving {
    package let house: House
    package let logger: Logger

    package init(house: House, logger: Logger) {
        self.house = house
        self.logger = logger
    }

    /// Serves until a signal ends it; then hands the leases back.
    /// - Parameter listening: told once per listener with its port, when it accepts connections.
    package func run(
        handlesSignals: Bool = true,
        extra: [any Service] = [],
        listening: @escaping @Sendable (Listener, Int) -> Void
    ) async throws {
        await house.siteKeeper.refresh(now: house.clock.now())
        let consoleHouse = consoleHouse()
        let imports = ImportWork(house: consoleHouse, logger: logger)
        let services: [any Service] =
            [try site(listening), console(consoleHouse, listening), imports] + tickers() + extra
        let group = ServiceGroup(
            configuration: .init(
                services: services.map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: handlesSignals ? [.sigterm, .sigint] : [],
                logger: logger
            )
        )
        do {
            try await group.run()
        } catch {
            await house.pump.release()
            throw error
        }
        await house.pump.release()
    }

    package enum Listener: Sendable {
        case site
        case console
    }

    private func site(_ listening: @escaping @Sendable (Listener, Int) -> Void) throws -> any Service {
        let listen = house.settings.siteListen
        return Application(
            router: try SiteRouter.make(keeper: house.siteKeeper, resources: house.root),
            configuration: .init(address: .hostname(listen.host, port: listen.port), serverName: nil),
            onServerRunning: { listening(.site, $0.localAddress?.port ?? listen.port) },
            logger: logger
        )
    }

    /// What the console is given; a test reads its routes with it.
    package func consoleHouse() -> ConsoleHouse {
        ConsoleHouse(
            database: house.database,
            response: house.response,
            templates: house.templates,
            catalogue: house.catalogue,
            root: house.root,
            signer: house.signer,
            clock: house.clock,
            zone: house.settings.timeZone,
            senderName: house.settings.senderName,
            siteURL: house.settings.publicURL,
            allowedHosts: ["localhost", "127.0.0.1", "[::1]", house.settings.consoleListen.host],
            uploadFolder: "\(house.settings.folder)/uploads",
            catalogImport: house.catalogImport
        )
    }

    private func console(
        _ consoleHouse: ConsoleHouse,
        _ listening: @escaping @Sendable (Listener, Int) -> Void
    ) -> any Service {
        let listen = house.settings.consoleListen
        return Application(
            router: ConsoleRouter.make(consoleHouse),
            configuration: .init(address: .hostname(listen.host, port: listen.port), serverName: nil),
            onServerRunning: { listening(.console, $0.localAddress?.port ?? listen.port) },
            logger: logger
        )
    }

    private func tickers() -> [any Service] {
        let house = house
        func ticker(_ name: String, _ tick: @escaping @Sendable (Instant) async throws -> Instant?) -> Ticker
        {
            Ticker(
                name: name,
                clock: house.clock,
                wakeUps: house.database.announcements(),
                logger: logger,
                tick: tick
            )
        }
        let sealer = AuditSealer(database: house.database, checkpoints: house.checkpoints)
        return [
            ticker("audit") { try await sealer.tick($0) },
            ticker("plan") { try await house.planner.tick($0) },
            ticker("pump") { try await house.pump.tick($0) },
            ticker("promises") { try await house.keepPromises($0) },
            ticker("page") { await house.siteKeeper.tick($0) },
        ]
    }
}

/// Runs the imports that people start in the console.
private struct ImportWork: Service {
    let house: ConsoleHouse
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await house.imports.run(with: house.catalogImport, logger: logger)
        }
    }
}
