import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents

/// Reads what goes into a bag, in one consistent state.
package struct BagReading: Sendable {
    package var callers: [BagContents.Caller] = []
    package var components: [String: LocalizedText] = [:]
    package var customers: [BagContents.Customer] = []
    package var texts: [String] = []

    package init(
        customerIDs ids: [Int64],
        _ incident: Incident?,
        _ subject: Subject?,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws {
        let staff = try StaffStore.all(in: session)
        callers = staff.map { .init(id: $0.externalID, name: $0.name, isOnDuty: $0.isOnDuty) }
        let rows = try BagRows(ids, incident, subject, source: source, at: now, in: session)
        let used = Set(rows.has.values.flatMap(\.self) + rows.why.values.flatMap(\.self))
        for (id, name) in try ComponentStore.names(ids: used, in: session) { components[String(id)] = name }
        let owners = Dictionary(staff.map { ($0.id, $0.externalID) }) { first, _ in first }
        var shelf = TextShelf()
        customers = ids.compactMap { rows.customer($0, owners: owners, shelf: &shelf) }
        texts = shelf.texts
    }
}

/// Texts, each kept once.
private struct TextShelf {
    private(set) var texts: [String] = []
    private var places: [String: Int] = [:]

    mutating func place(_ text: String) -> Int {
        if let place = places[text] { return place }
        places[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }
}

/// What the stores say about the customers of a bag, by their ids.
private struct BagRows {
    let customers: [Int64: Customer]
    let addresses: [Int64: [Address]]
    let contacts: [Int64: Contact]
    let people: [Int64: [Contact]]
    let has: [Int64: [Int64]]
    var why: [Int64: [Int64]] = [:]
    var listed: [Int64: [String: String]] = [:]
    var told: [Int64: Instant] = [:]
    var slips: [Int64: CallSlip] = [:]
    var words: [Int64: CallWords] = [:]

    /// Numbers as a call sheet would try them on a day when all telephones work.
    private static let rules = ChoiceRules(carriers: CarrierMatcher([]), machineChannels: [])

    init(
        _ ids: [Int64],
        _ incident: Incident?,
        _ subject: Subject?,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws {
        customers = Dictionary(try CustomerStore.with(ids: ids, in: session).map { ($0.id, $0) }) {
            first,
            _ in
            first
        }
        addresses = try AddressStore.of(customerIDs: ids, in: session)
        contacts = try AddressStore.contacts(customerIDs: ids, in: session)
        people = Dictionary(grouping: contacts.values.sorted { $0.id < $1.id }, by: \.customerID)
        has = try SubscriptionStore.activeComponents(customerIDs: ids, among: nil, at: now, in: session)
        guard let incident, let subject else { return }
        why = try ScopeStore.componentsHurting(ids, incidentID: incident.id, at: now, in: session)
        listed = try ScopeStore.listed(ids, incidentID: incident.id, in: session)
        told = try Self.told(ids, subject, in: session)
        words = try CallDesk.words(
            subject,
            for: ids.compactMap { customers[$0] },
            source: source,
            at: now,
            in: session
        )
        let open = try inSlices(ids) { slice in
            try CallDesk.slips(
                .customers(slice, subject),
                source: source,
                limit: slice.count,
                at: now,
                in: session
            )
        }
        slips = Dictionary(open.map { ($0.customer.id, $0) }) { first, _ in first }
    }

    /// When each was told first.
    private static func told(
        _ ids: [Int64],
        _ subject: Subject,
        in session: any Session
    ) throws -> [Int64: Instant] {
        let pairs = try inSlices(ids) { slice in
            try session.rows(
                """
                SELECT n.customer_id, MIN(n.handed_over_at) FROM notice n JOIN campaign k ON k.id = n.campaign_id
                WHERE k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
                    AND n.state = \(NoticeState.handedOver) AND n.customer_id IN \(list: slice)
                GROUP BY n.customer_id
                """
            ) { (id: try $0.next(Int64.self), at: try $0.next(Instant.self)) }
        }
        return Dictionary(pairs.map { ($0.id, $0.at) }) { first, _ in first }
    }

    func customer(
        _ id: Int64,
        owners: [Int64: String],
        shelf: inout TextShelf
    ) -> BagContents.Customer? {
        guard let customer = customers[id] else { return nil }
        let own = addresses[id] ?? []
        return BagContents.Customer(
            id: customer.externalID,
            name: customer.name,
            language: customer.language.code,
            tier: customer.tier,
            manager: customer.accountManager,
            has: has[id] ?? [],
            why: why[id] ?? [],
            listed: (listed[id] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty },
            toldAt: told[id],
            people: (people[id] ?? []).map { .init(name: $0.name, role: $0.role) },
            ways: ways(own),
            mails: own.filter { $0.channel == .email && $0.standing == .usable }.map(\.value),
            words: spoken(to: id, shelf: &shelf),
            call: slips[id].map { call($0, owners: owners) }
        )
    }

    private func ways(_ addresses: [Address]) -> [BagContents.Way] {
        let owners = Dictionary(addresses.map { ($0.id, $0.contactID) }) { first, _ in first }
        return CallLadder(addresses, rules: Self.rules).steps.map { step in
            BagContents.Way(
                way: step.way.rawValue,
                address: step.addressID,
                number: step.number,
                person: owners[step.addressID]?.flatMap { contacts[$0]?.name }
            )
        }
    }

    /// What their call says, or else what the newest notice says: lines are shared, as most are the same for all.
    private func spoken(to id: Int64, shelf: inout TextShelf) -> BagContents.Words? {
        let ofCall = slips[id].map {
            CallWords(language: $0.language, script: $0.script, shortText: $0.shortText)
        }
        guard let words = ofCall ?? words[id] else { return nil }
        let lines = words.script.split(separator: "\n", omittingEmptySubsequences: false)
        return BagContents.Words(
            language: words.language.code,
            script: lines.map { shelf.place(String($0)) },
            short: shelf.place(words.shortText)
        )
    }

    private func call(_ slip: CallSlip, owners: [Int64: String]) -> BagContents.Call {
        var caller: String?
        if case .staff(let id) = slip.owner { caller = owners[id] }
        return BagContents.Call(
            id: slip.id,
            caller: caller,
            address: slip.addressID,
            way: slip.way.rawValue,
            dueAt: slip.dueAt,
            attempts: slip.attempts.map {
                .init(at: $0.happenedAt, way: $0.channel.rawValue, outcome: $0.outcome.rawValue)
            }
        )
    }
}
