import Access
import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents
import Letters
import Logging
import Mail
import Paging
import Rendering
import Response
import StatusPage

/// The assembled program: every object once, made from the settings. Command line, `serve` and replays all
/// use it.
package struct House: Sendable {
    package let settings: Settings
    package let root: ResourceRoot
    package let catalogue: StringCatalogue
    package let templates: Templates
    package let database: any Migratable
    package let clock: any WallClock
    package let random: any RandomSource
    package let keys: AccessKeys
    /// Signed now and then beside the database, so that the audit chain cannot be cut unseen.
    package let checkpoints: CheckpointFile
    package let response: Response
    package let source: any RecipientSource
    package let planner: Planner
    package let pump: Pump
    package let siteKeeper: SiteKeeper
    package let catalogImport: CatalogImport
    /// The connections to the relay; nil where mail goes into the Maildir.
    private let relay: SMTPPool?

    /// Opens the database, brings its schema up to date where the settings say so, and puts everything
    /// together.
    package static func open(
        _ settings: Settings,
        root: ResourceRoot,
        clock: any WallClock,
        random: any RandomSource
    ) async throws -> House {
        let database = try await DatabaseLocation(settings.database).open()
        do {
            return try await put(together: database, settings, root: root, clock: clock, random: random)
        } catch {
            await database.close()
            throw error
        }
    }

    private static func put(
        together database: any Migratable,
        _ settings: Settings,
        root: ResourceRoot,
        clock: any WallClock,
        random: any RandomSource
    ) async throws -> House {
        if settings.migratesByItself {
            _ = try await database.migrate(Schema.migrations)
        } else if try await !database.migrationLedger().pending(of: Schema.migrations).isEmpty {
            throw AssemblyError(
                "the database's schema is older than this program: run \"amends migrate\" first"
            )
        }
        let catalogue = try StringCatalogue(root: root, rooms: Schema.rooms)
        let templates = try Templates(root: root, rooms: Schema.templateRooms)
        let keys = AccessKeys(secret: try Secret.load(settings, random: random))
        let source = IncidentRecipients(publicURL: settings.publicURL)
        var desk = Desk(
            composer: NoticeComposer(templates: templates, catalogue: catalogue),
            source: source,
            random: random,
            keys: keys,
            zone: settings.timeZone,
            senderName: settings.senderName,
            contactPhone: settings.contactPhone,
            publicURL: settings.publicURL,
            channelCarriers: channelCarriers(settings)
        )
        desk.approvals = settings.approvals
        desk.canary = settings.canary
        let sender = NoticeSender(name: settings.senderName, address: settings.mailFrom)
        let relay = try settings.relay.map { try SMTPPool($0.relay, connections: $0.connections) }
        return House(
            settings: settings,
            root: root,
            catalogue: catalogue,
            templates: templates,
            database: database,
            clock: clock,
            random: random,
            keys: keys,
            checkpoints: CheckpointFile(path: checkpointPath(settings), keys: keys),
            response: Response(database: database, desk: desk),
            source: source,
            planner: Planner(database: database, source: source, clock: clock),
            pump: Pump(
                database: database,
                source: source,
                channels: [try mail(settings, sender, relay)],
                clock: clock,
                node: .current(),
                leaseSeconds: settings.leaseSeconds,
                workers: settings.relay?.connections ?? Pump.workersAtFirst
            ),
            siteKeeper: try siteKeeper(settings, database, templates, catalogue, clock),
            catalogImport: CatalogImport(database: database, random: random, clock: clock),
            relay: relay
        )
    }

    static func checkpointPath(_ settings: Settings) -> String { "\(settings.folder)/audit-checkpoints.log" }

    private static func mail(
        _ settings: Settings,
        _ sender: NoticeSender,
        _ relay: SMTPPool?
    ) throws -> any Delivery.Channel {
        if let relay { return SMTPChannel(pool: relay, sender: sender) }
        return MaildirChannel(maildir: try Maildir(path: settings.maildir), sender: sender)
    }

    private static func siteKeeper(
        _ settings: Settings,
        _ database: any Migratable,
        _ templates: Templates,
        _ catalogue: StringCatalogue,
        _ clock: any WallClock
    ) throws -> SiteKeeper {
        let page = PageIdentity(
            name: settings.senderName,
            url: settings.publicURL,
            timeZone: settings.timeZone.identifier,
            language: settings.language
        )
        return try SiteKeeper(
            database: database,
            renderer: SiteRenderer(templates: templates, catalogue: catalogue, page: page),
            shelf: StateShelf(path: "\(settings.folder)/last-good-page.json"),
            now: clock.now(),
            report: { Logger(label: "amends").warning("\($0)") }
        )
    }

    private static func channelCarriers(_ settings: Settings) -> [AddressChannel: String] {
        var carriers: [AddressChannel: String] = [:]
        carriers[.email] = settings.relayComponent
        carriers[.phone] = settings.phoneComponent
        return carriers
    }

    /// Calls the staff who are needed.
    package func pager() -> Pager {
        let sender = Mail.MailAddress(name: settings.senderName, address: settings.mailFrom)
        let words = SummonsWords(
            catalogue: catalogue,
            zone: settings.timeZone,
            sender: sender,
            consoleURL: settings.console.address()
        )
        return Pager(
            database: database,
            mail: HouseMail(relay: relay, maildir: settings.maildir),
            words: words,
            logger: Logger(label: "amends")
        )
    }

    /// The token of the link for the first administrator, which takes the place of an older one; nil once there is one.
    package func beginSetUp() async throws -> String? {
        let (random, now) = (random, clock.now())
        return try await database.write { try SetUp.begin(random: random, at: now, in: $0) }
    }

    /// Calls late what was promised and not done; returns when the next promise falls due.
    package func keepPromises(_ now: Instant) async throws -> Instant? {
        try await PromiseKeeper.tick(database, now)
    }

    /// Plans and sends in the foreground until no machine work is due.
    package func deliverUntilIdle(progress: (@Sendable (DeliveryRun.Progress) -> Void)? = nil) async throws {
        let run = DeliveryRun(
            database: database,
            planner: planner,
            pump: pump,
            clock: clock,
            patience: .seconds(Int64(settings.leaseSeconds) + 5)
        )
        try await run.run(progress: progress)
        // Whoever is interrupted hands the leases back; at the end of all work there are none.
        if Task.isCancelled { await pump.release() }
    }

    package func close() async {
        await relay?.close()
        await database.close()
    }
}
