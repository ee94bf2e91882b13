import Access
import Basis
import Catalog
import Database
import Delivery
import Rendering
import TestSupport

/// A database with customers, a source that tells who is to be told, and a channel that remembers what it was given.
struct DeliveryHouse: Sendable {
    static let subject = Subject(kind: "incident", id: 7)
    /// A Thursday morning in Madrid.
    static let morning = Instant(seconds: 1_510_218_000)

    let database: ThrowAwayDatabase
    let clock = ManualClock(morning)
    let source = StubSource()
    let mail = RecordingChannel()

    static func open(_ engine: DatabaseUnderTest) async throws -> DeliveryHouse {
        let house = DeliveryHouse(
            database: try await engine.open(
                AccessMigrations.all + CatalogMigrations.all + DeliveryMigrations.all
            )
        )
        try await house.database.write { session in
            try session.run(
                """
                INSERT INTO component (external_id, public_id, name, position, created_at, updated_at)
                VALUES ('web', 'web000000000', '{"es":"Web"}', 1, 0, 0)
                """
            )
        }
        return house
    }

    var now: Instant { clock.now() }

    /// Adds customers and makes them recipients, in this order. Returns their ids.
    @discardableResult
    func add(_ customers: [Sample]) async throws -> [Int64] {
        let ids = try await database.write { session in try customers.map { try $0.insert(in: session) } }
        source.append(ids)
        return ids
    }

    func launch(
        blocked: [BlockedCarrier] = [],
        isUrgent: Bool = true,
        words: String = "No hay servicio.",
        canary: Canary = .off,
        needsApproval: Bool = false
    ) async throws -> Campaign {
        var order = Self.order(blocked: blocked, isUrgent: isUrgent, words: words)
        (order.canary, order.needsApproval) = (canary, needsApproval)
        let (final, source, now) = (order, source, now)
        return try await database.write { try CampaignStore.launch(final, source: source, at: now, in: $0) }
    }

    static func order(
        blocked: [BlockedCarrier] = [],
        isUrgent: Bool = true,
        words: String = "No hay servicio."
    ) -> CampaignOrder {
        let name = Slot.marker("customer")
        let text = SegmentedText(marked: "Hola, \(name): \(words) \(Slot.marker("link"))")
        let spanish = Variant(
            language: .spanish,
            writtenIn: .spanish,
            title: SegmentedText(marked: "Aviso para \(name)"),
            bodyText: text,
            bodyHTML: SegmentedText(marked: "<p>Hola, \(name): \(words)</p>"),
            shortText: text,
            script: SegmentedText(marked: "Buenos días, \(name). \(words)"),
            toldFacts: ["cause": 1]
        )
        var english = spanish
        english.language = .english
        return CampaignOrder(
            subject: subject,
            purpose: "update",
            audience: "hurt",
            isUrgent: isUrgent,
            variants: [spanish, english],
            blocked: blocked,
            timeZone: "Europe/Madrid"
        )
    }

    func planner(over other: (any Database)? = nil) -> Planner {
        Planner(database: other ?? database, source: source, clock: clock)
    }

    /// - Parameter lease: 0 lets anybody take a segment over at once.
    func pump(
        node: Int = 1,
        over other: (any Database)? = nil,
        channels: [any Delivery.Channel]? = nil,
        lease: Int = 30,
        workers: Int = 1
    ) -> Pump {
        Pump(
            database: other ?? database,
            source: source,
            channels: channels ?? [mail],
            clock: clock,
            node: Self.node(node),
            leaseSeconds: lease,
            workers: workers
        )
    }

    /// Nodes of other machines, which nobody here can prove dead.
    static func node(_ number: Int) -> NodeIdentity {
        NodeIdentity(bootID: "elsewhere-\(number)", processNamespace: "1", processID: number, startedAt: 1)
    }

    /// Plans and sends all that is due now.
    func deliver() async throws {
        try await DeliveryRun(
            database: database,
            planner: planner(),
            pump: pump(),
            clock: clock,
            patience: Span(milliseconds: 0)
        ).run()
    }

    /// Ticks until nothing is due at this moment.
    func runOut(_ planner: Planner) async throws {
        while let due = try await planner.tick(now), due <= now {}
    }

    func runOut(_ pump: Pump) async throws {
        while let due = try await pump.tick(now), due <= now {}
    }

    /// Somebody takes a call for a quarter of an hour.
    func hold(_ call: Int64, by staff: Staff, at moment: Instant? = nil) async throws {
        let now = moment ?? now
        try await database.write { session in
            try CallDesk.hold(call, by: staff.actor, until: now + .minutes(15), at: now, in: session)
        }
    }

    func report(hurt: Int = 0) async throws -> NoticeReport {
        try await database.read { try NoticeReport.make(Self.subject, hurt: hurt, in: $0) }
    }

    /// What is wrong in the books.
    func findings() async throws -> [String] {
        try await database.read { try Ledger.check(in: $0) }
    }

    func campaign(_ id: Int64) async throws -> Campaign? {
        try await database.read { try CampaignStore.with(id: id, in: $0) }
    }

    func history(_ customer: Int64) async throws -> [CustomerHistory.Entry] {
        try await database.read { try CustomerHistory.of(customer, Self.subject, in: $0).entries }
    }

    func staff(_ name: String, languages: [Language] = [.spanish], onDuty: Bool = true) async throws -> Staff
    {
        let clock = clock
        return try await database.write { session in
            var staff = Staff(
                id: 0,
                externalID: name.lowercased(),
                name: name,
                email: nil,
                phone: nil,
                role: .responder,
                languages: languages,
                isOnDuty: onDuty
            )
            staff.id = try StaffStore.add(staff, at: clock.now(), in: session)
            return staff
        }
    }

    func slips(_ selection: CallDesk.Selection = .subject(subject)) async throws -> [CallSlip] {
        let (source, now) = (source, now)
        return try await database.read { try CallDesk.slips(selection, source: source, at: now, in: $0) }
    }

    func record(
        _ outcome: CallOutcome,
        _ call: Int64,
        by actor: Actor = .operator
    ) async throws -> CallDesk.Result {
        let now = now
        return try await database.write {
            try CallDesk.record(outcome, call: call, by: actor, at: now, in: $0)
        }
    }
}

/// A customer to insert.
struct Sample: Sendable {
    var name: String
    var language = Language.spanish
    var zone: String?
    var manager: String?
    var addresses:
        [(channel: AddressChannel, value: String, consent: Address.Consent, standing: Address.Standing)]

    init(_ name: String, language: Language = .spanish, zone: String? = nil, manager: String? = nil) {
        self.name = name
        self.language = language
        self.zone = zone
        self.manager = manager
        addresses = []
    }

    func with(
        _ channel: AddressChannel,
        _ value: String,
        _ consent: Address.Consent = .unknown,
        _ standing: Address.Standing = .usable
    ) -> Sample {
        var sample = self
        sample.addresses.append((channel, value, consent, standing))
        return sample
    }

    /// `count` customers with an address each at `domain`.
    static func mailed(_ count: Int, from first: Int = 1, domain: String = "cliente.example") -> [Sample] {
        (first..<first + count).map { Sample("C\($0)").with(.email, "c\($0)@\(domain)") }
    }

    func insert(in session: any Session) throws -> Int64 {
        let id = try session.insert(
            """
            INSERT INTO customer (external_id, name, language, time_zone, account_manager)
            VALUES (\(name), \(name), \(language), \(zone), \(manager)) RETURNING id
            """
        )
        for (index, address) in addresses.enumerated() {
            try session.run(
                """
                INSERT INTO address (customer_id, channel, value, preference, consent, standing)
                VALUES (\(id), \(address.channel), \(address.value), \(index + 1), \(address.consent),
                        \(address.standing))
                """
            )
        }
        return id
    }
}
