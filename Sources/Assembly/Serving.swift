import Access
import Basis
import Catalog
import Console
import Database
import Delivery
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Incidents
import Logging
import NIOSSL
import Paging
import Rendering
import Response
import ServiceLifecycle
import Site
import StatusPage
import UnixSignals

/// Everything that `amends serve` runs: the two listeners and the background work, in one group that ends
/// together.
package struct Serving {
    package let house: House
    package let logger: Logger
    private let readiness = Readiness()
    private let tallies = Tallies()

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
            [try site(listening), try console(consoleHouse, listening), imports] + tickers() + extra
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
            server: Self.plain,
            configuration: .init(address: .hostname(listen.host, port: listen.port), serverName: nil),
            onServerRunning: { listening(.site, $0.localAddress?.port ?? listen.port) },
            logger: logger
        )
    }

    /// What the console is given; a test reads its routes with it.
    package func consoleHouse() -> ConsoleHouse {
        let console = house.settings.console
        let named = console.url.flatMap { URL(string: $0)?.host() }
        return ConsoleHouse(
            database: house.database,
            response: house.response,
            templates: house.templates,
            catalogue: house.catalogue,
            root: house.root,
            entry: Entry(
                keys: house.keys,
                isOwnersMachine: console.isOwnersMachine,
                hasCertificate: console.certificate != nil,
                proxies: console.proxies
            ),
            clock: house.clock,
            zone: house.settings.timeZone,
            senderName: house.settings.senderName,
            siteURL: house.settings.publicURL,
            allowedHosts: Set(
                ["localhost", "127.0.0.1", "[::1]", console.listen.host] + [named].compactMap(\.self)
            ),
            uploadFolder: "\(house.settings.folder)/uploads",
            catalogImport: house.catalogImport,
            readiness: readiness,
            tallies: tallies
        )
    }

    private func console(
        _ consoleHouse: ConsoleHouse,
        _ listening: @escaping @Sendable (Listener, Int) -> Void
    ) throws -> any Service {
        let listen = house.settings.console.listen
        return Application(
            router: ConsoleRouter.make(consoleHouse),
            server: try house.settings.console.certificate.map(Self.encrypted) ?? Self.plain,
            configuration: .init(address: .hostname(listen.host, port: listen.port), serverName: nil),
            onServerRunning: { listening(.console, $0.localAddress?.port ?? listen.port) },
            logger: logger
        )
    }

    /// HTTP with bounded heads and patience.
    private static var plain: HTTPServerBuilder {
        .http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: RequestLimits.idle,
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: RequestLimits.headerFieldMax,
                    maxHeaderListSize: RequestLimits.headersMax,
                    maxHeaderFieldCount: RequestLimits.headerCountMax
                )
            )
        )
    }

    /// HTTP over TLS with the certificate of the settings.
    private static func encrypted(_ certificate: ConsoleSettings.Certificate) throws -> HTTPServerBuilder {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate.chain).map(
            NIOSSLCertificateSource.certificate
        )
        let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        tls.minimumTLSVersion = .tlsv12
        return try .tls(plain, tlsConfiguration: tls)
    }

    private func tickers() -> [any Service] {
        let house = house
        func ticker(
            _ name: String,
            wakenBy topics: Set<Topic>? = nil,
            _ tick: @escaping @Sendable (Instant) async throws -> Instant?
        ) -> Ticker {
            Ticker(
                name: name,
                clock: house.clock,
                wakeUps: house.database.announcements(),
                wakenBy: topics,
                logger: logger,
                tick: tick
            )
        }
        let sealer = AuditSealer(database: house.database, checkpoints: house.checkpoints)
        let pager = house.pager()
        let retention = house.settings.retentionDays.map { days in
            let keeper = RetentionKeeper(database: house.database, days: days)
            return ticker("retention", wakenBy: []) { try await keeper.tick($0) }
        }
        return [retention].compactMap(\.self) + [
            ticker("staff", wakenBy: [.incidents, .approvals, .summons]) { try await pager.tick($0) },
            ticker("audit") { try await sealer.tick($0) },
            ticker("plan") { try await house.planner.tick($0) },
            ticker("pump") { try await house.pump.tick($0) },
            ticker("promises") { try await house.keepPromises($0) },
            ticker("approvals") { try await house.response.lookAtApprovals($0) },
            ticker("search") { try await SearchIndexer.tick(house.database, $0) },
            ticker("doctor") { try await examine(at: $0) },
            ticker("counts") { try await tallies.tick(house.database, $0) },
            ticker("page") { await house.siteKeeper.tick($0) },
            ticker("sessions") { try await SignInStore.tick(house.database, limits: SignInLimits(), $0) },
            ticker("throttle") { try await ThrottleStore.tick(house.database, $0) },
        ]
    }
}

extension Serving {
    /// How often the doctor looks.
    private static let examinedEvery = Span.minutes(5)

    /// Lets the doctor look again where that is due; returns when the next time is.
    private func examine(at now: Instant) async throws -> Instant {
        if let due = readiness.due, due > now { return due }
        let findings = try await Doctor(house: house).examine()
        let next = now + Self.examinedEvery
        readiness.keep(findings.map { Readiness.Line($0.level.readiness, $0.message) }, until: next)
        return next
    }
}

extension Doctor.Finding.Level {
    fileprivate var readiness: Readiness.Line.Level {
        switch self {
        case .good: .good
        case .advice: .advice
        case .problem: .problem
        }
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
