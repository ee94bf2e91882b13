import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Response

/// What the home page shows, read in one consistent state.
struct HomeReading: Sendable {
    /// Promises that fall due within this time are shown.
    static let promisesAhead = Span.hours(2)
    static let incidentsMax = 12
    static let promisesMax = 12
    /// On a calm day the last ones are shown.
    static let recentMax = 4

    var components = 0
    var customers = 0
    var duty: [Staff] = []
    var incidents: [IncidentCard.Reading] = []
    var promises: [(promise: Promise, incident: Incident)] = []
    /// The sheet of who asks first.
    var calls: [CallSheetLine] = []
    /// The last incidents, where none is open.
    var recent: [Incident] = []

    struct CallSheetLine: Sendable {
        /// Nil for calls that nobody has.
        var name: String?
        var incident: String
        var href: String
        var open: Int
        var isMine: Bool
    }

    init(for actor: Actor, _ tallies: Tallies, at now: Instant, in session: any Session) throws {
        components = try session.count("SELECT count(*) FROM (SELECT 1 FROM component LIMIT 1) found")
        customers = try session.count("SELECT count(*) FROM (SELECT 1 FROM customer LIMIT 1) found")
        let staff = try StaffStore.all(in: session)
        duty = staff.filter(\.isOnDuty)
        let open = try IncidentStore.unclosed(limit: Self.incidentsMax, in: session)
        incidents = try open.map { try IncidentCard.Reading($0, tallies, at: now, in: session) }
        let byID = Dictionary(uniqueKeysWithValues: open.map { ($0.id, $0) })
        promises = try IncidentStore.openPromises(dueBefore: now + Self.promisesAhead, in: session)
            .compactMap { promise in byID[promise.incidentID].map { (promise, $0) } }
            .prefix(Self.promisesMax).map(\.self)
        let me = staff.first { actor.isStaff(id: $0.id) }?.externalID
        for incident in open { try addSheets(of: incident, me: me, at: now, in: session) }
        calls = calls.filter(\.isMine) + calls.filter { !$0.isMine }
        if open.isEmpty { recent = try IncidentStore.all(limit: Self.recentMax, in: session) }
    }

    private mutating func addSheets(
        of incident: Incident,
        me: String?,
        at now: Instant,
        in session: any Session
    ) throws {
        for sheet in try CallSheetReading.all(incident.id, at: now, in: session).sheets where sheet.open > 0 {
            calls.append(
                CallSheetLine(
                    name: sheet.name,
                    incident: incident.name,
                    href: sheet.staffID.map { Links.sheet(incident.name, $0) } ?? Links.calls(incident.name),
                    open: sheet.open,
                    isMine: me != nil && sheet.staffID == me
                )
            )
        }
    }
}

extension Actor {
    fileprivate func isStaff(id: Int64) -> Bool {
        if case .staff(let own, _) = self { own == id } else { false }
    }
}
