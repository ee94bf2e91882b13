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
    /// Closed incidents do not concern the home page; this many of the newest are looked through for open ones.
    private static let incidentsRead = 200

    var components = 0
    var customers = 0
    var onDuty = 0
    var incidents: [IncidentCard.Reading] = []
    var promises: [(promise: Promise, incident: Incident)] = []
    var calls: [CallSheetLine] = []

    struct CallSheetLine: Sendable {
        /// Nil for calls that nobody has.
        var name: String?
        var incident: String
        var href: String
        var open: Int
    }

    init(at now: Instant, in session: any Session) throws {
        components = try session.count("SELECT count(*) FROM (SELECT 1 FROM component LIMIT 1) found")
        customers = try session.count("SELECT count(*) FROM (SELECT 1 FROM customer LIMIT 1) found")
        onDuty = try StaffStore.onDuty(in: session).count
        let open = try IncidentStore.all(limit: Self.incidentsRead, in: session).filter {
            $0.stage != .closed
        }
        incidents = try open.prefix(Self.incidentsMax).map {
            try IncidentCard.Reading($0, at: now, in: session)
        }
        let byID = Dictionary(uniqueKeysWithValues: open.map { ($0.id, $0) })
        promises = try IncidentStore.openPromises(dueBefore: now + Self.promisesAhead, in: session)
            .compactMap { promise in byID[promise.incidentID].map { (promise, $0) } }
            .prefix(Self.promisesMax).map(\.self)
        for incident in open.prefix(Self.incidentsMax) { try addSheets(of: incident, at: now, in: session) }
    }

    private mutating func addSheets(of incident: Incident, at now: Instant, in session: any Session) throws {
        for sheet in try CallSheetReading.all(incident.id, at: now, in: session).sheets where sheet.open > 0 {
            calls.append(
                CallSheetLine(
                    name: sheet.name,
                    incident: incident.name,
                    href: sheet.staffID.map { Links.sheet(incident.name, $0) } ?? Links.calls(incident.name),
                    open: sheet.open
                )
            )
        }
    }
}
