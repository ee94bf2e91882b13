import Basis
import Catalog
import Database
import Delivery
import Incidents
import Response

/// One hurt customer: how badly, through what, and whether they know.
struct HurtLine: Sendable {
    var customer: Customer
    var severity: Int64
    /// Their own components in the scope, worst first.
    var components: [Int64]
    /// Those that were in it before, where none is any more.
    var past: [Int64] = []
    /// What the list says about them, where there is a list.
    var listed: [String: String]
    var told: ToldState?
    var back: BackCheck.State?

    /// The state of their newest notice, and when they were told first.
    struct ToldState: Sendable {
        var state: NoticeState
        var channel: String?
        var reason: NoticeReason?
        var at: Instant?
    }

    /// Where a list of the hurt stands: in the scope while it lasts, afterwards among those who were told.
    struct Cursor: Codable, Sendable {
        var scope: AudienceCursor?
        var frozenAfter: Int64?
    }

    /// The next hurt customers, worst first, and where to go on.
    static func page(
        _ incident: Incident,
        after cursor: Cursor?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (lines: [HurtLine], next: Cursor?) {
        let (hurt, next) = try next(incident, after: cursor, limit: limit, at: now, in: session)
        let severities = Dictionary(hurt.map { ($0.customerID, $0.severity) }) { first, _ in first }
        var seen: Set<Int64> = []
        let ids = hurt.map(\.customerID).filter { seen.insert($0).inserted }
        return (try lines(of: ids, severities, incident, at: now, in: session), next)
    }

    private static func next(
        _ incident: Incident,
        after cursor: Cursor?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (hurt: [HurtCustomer], next: Cursor?) {
        guard incident.isOngoing else {
            let after = cursor?.frozenAfter ?? 0
            let hurt = try ScopeStore.frozen(incident.id, after: after, limit: limit, in: session)
            return (hurt, hurt.count < limit ? nil : hurt.last.map { Cursor(frozenAfter: $0.customerID) })
        }
        let page = try ScopeStore.nextHurt(
            incident.id,
            .hurt,
            cursor: cursor?.scope,
            limit: limit,
            at: now,
            in: session
        )
        return (page.recipients, page.next.map { Cursor(scope: $0) })
    }

    /// Those of the customers whose name or id contains `text` who are in the scope.
    static func search(
        _ text: String,
        _ incident: Incident,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> [HurtLine] {
        let found = try CustomerStore.search(text, limit: 500, in: session).map(\.id)
        return try lines(of: found, [:], incident, at: now, in: session)
            .filter { !$0.components.isEmpty || !$0.listed.isEmpty || $0.told != nil }
            .prefix(limit).map(\.self)
    }

    static func lines(
        of ids: [Int64],
        _ severities: [Int64: Int64],
        _ incident: Incident,
        at now: Instant,
        in session: any Session
    ) throws -> [HurtLine] {
        let customers = Dictionary(
            try CustomerStore.with(ids: ids, in: session).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let components = try ScopeStore.componentsHurting(ids, incidentID: incident.id, at: now, in: session)
        let listed = try ScopeStore.listed(ids, incidentID: incident.id, in: session)
        let recovered = ids.filter { components[$0] == nil && listed[$0] == nil }
        let past = try ScopeStore.componentsThatHurt(
            recovered,
            incidentID: incident.id,
            at: now,
            in: session
        )
        let told = try toldStates(ids, incident.id, in: session)
        let back = try backStates(ids, incident.id, in: session)
        let reached = try ScopeStore.components(of: incident.id, in: session)
        return ids.compactMap { id in
            guard let customer = customers[id] else { return nil }
            let own = components[id] ?? []
            let worst = own.compactMap { reached[$0]?.impact.severity }.max() ?? 0
            return HurtLine(
                customer: customer,
                severity: severities[id] ?? (listed[id] == nil ? worst : ScopeStore.listedImpact.severity),
                components: own,
                past: past[id] ?? [],
                listed: listed[id] ?? [:],
                told: told[id],
                back: back[id]
            )
        }
    }

    /// The languages of the first thousand in the scope, the most frequent first.
    static func languages(_ incident: Incident, at now: Instant, in session: any Session) throws -> [Language]
    {
        let hurt = try next(incident, after: nil, limit: 1_000, at: now, in: session).hurt
        let customers = try CustomerStore.with(ids: hurt.map(\.customerID), in: session)
        let counts = Dictionary(grouping: customers, by: \.language).mapValues(\.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private static func toldStates(
        _ ids: [Int64],
        _ incidentID: Int64,
        in session: any Session
    ) throws -> [Int64: ToldState] {
        let subject = IncidentRecipients.subject(incidentID)
        var states: [Int64: ToldState] = [:]
        guard !ids.isEmpty else { return states }
        try session.each(
            """
            SELECT n.customer_id, n.state, n.channel, n.reason, n.handed_over_at FROM notice n
            JOIN campaign k ON k.id = n.campaign_id
            WHERE k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id) AND n.customer_id IN \(list: ids)
            ORDER BY n.customer_id, k.id DESC
            """
        ) { row in
            let id = try row.next(Int64.self)
            let older = ToldState(
                state: try row.next(),
                channel: try row.nextOrNil(),
                reason: try row.nextOrNil(),
                at: try row.nextOrNil()
            )
            guard let newest = states[id] else {
                states[id] = older
                return
            }
            // Told is told, though by an older notice; and since the first of them.
            if older.state == .handedOver {
                states[id] = ToldState(
                    state: .handedOver,
                    channel: newest.state == .handedOver ? newest.channel : older.channel,
                    at: older.at
                )
            }
        }
        return states
    }

    /// The number to call of each of the customers who has one.
    static func phones(of ids: [Int64], in session: any Session) throws -> [Int64: String] {
        try AddressStore.of(customerIDs: ids, in: session).compactMapValues { addresses in
            addresses.first { $0.channel == .phone && $0.standing == .usable && $0.consent != .no }?.value
        }
    }

    private static func backStates(
        _ ids: [Int64],
        _ incidentID: Int64,
        in session: any Session
    ) throws -> [Int64: BackCheck.State] {
        guard !ids.isEmpty else { return [:] }
        let pairs = try session.rows(
            """
            SELECT customer_id, state FROM back_check
            WHERE incident_id = \(incidentID) AND customer_id IN \(list: ids)
            """
        ) { (id: try $0.next(Int64.self), state: try $0.next(BackCheck.State.self)) }
        return Dictionary(pairs.map { ($0.id, $0.state) }) { first, _ in first }
    }
}
