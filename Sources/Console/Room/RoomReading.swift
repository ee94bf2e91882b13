import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Response

/// What the room of one incident shows, read in one consistent state. Bounded: long lists have pages of their own.
struct RoomReading: Sendable {
    static let componentsMax = 12
    static let customersMax = 8
    static let timelineMax = 40
    static let sightingsMax = 12
    static let unreachableMax = 20

    var incident: Incident
    var told: ToldReport
    /// The scope, worst first, with the names along each path.
    var components: [ScopeLine] = []
    var componentCount = 0
    var customers: [HurtLine] = []
    var sheets: [CallSheetReading] = []
    var estimate: CallEstimate?
    var promises: [Promise] = []
    var sightings: [Sighting] = []
    var facts: FactSheet
    var timeline: [TimelineEntry] = []
    var updates: [IncidentUpdate] = []
    var names: ComponentNames
    var back: BackCounts
    /// Languages in which hurt customers read, most of them first.
    var languages: [Language] = []

    struct ScopeLine: Sendable {
        var componentID: Int64
        var name: LocalizedText
        var impact: ImpactLevel
        var isCertain: Bool
        /// From what failed to this component, both included.
        var path: [LocalizedText]
    }

    /// Nil where there is no such incident.
    init?(_ name: String, at now: Instant, in session: any Session) throws {
        guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
        self.incident = incident
        names = try ComponentNames(in: session)
        facts = try FactStore.sheet(incident.id, in: session)
        back = try BackCheckStore.counts(incident.id, in: session)
        told = try ToldReport(incidentID: incident.id, at: now, in: session)
        try readScope(in: session)
        let page = try HurtLine.page(incident, after: nil, limit: Self.customersMax, at: now, in: session)
        customers = page.lines
        languages = try HurtLine.languages(incident, at: now, in: session)
        let calls = try CallSheetReading.all(incident.id, at: now, in: session)
        sheets = calls.sheets
        estimate = calls.estimate
        promises = try IncidentStore.promises(of: incident.id, in: session)
        sightings = Array(try IncidentStore.sightings(of: incident.id, in: session).prefix(Self.sightingsMax))
        timeline = try IncidentStore.timeline(of: incident.id, limit: Self.timelineMax, in: session)
        updates = try IncidentStore.updates(of: incident.id, in: session)
    }

    private mutating func readScope(in session: any Session) throws {
        let reached = try ScopeStore.components(of: incident.id, in: session)
        componentCount = reached.count
        let order = try session.rows(
            """
            SELECT component_id FROM scope_component WHERE incident_id = \(incident.id)
            ORDER BY position, component_id LIMIT \(Self.componentsMax)
            """
        ) { try $0.next(Int64.self) }
        components = order.compactMap { id in
            guard let reach = reached[id] else { return nil }
            return ScopeLine(
                componentID: id,
                name: names[id],
                impact: reach.impact,
                isCertain: reach.isCertain,
                path: ScopeGraph.path(to: id, in: reached).map { names[$0] }
            )
        }
    }
}

/// The names of components by id and by their owners' id.
struct ComponentNames: Sendable {
    private var byID: [Int64: LocalizedText] = [:]
    private var byExternalID: [String: LocalizedText] = [:]

    init(in session: any Session) throws {
        try session.each("SELECT id, external_id, name FROM component") { row in
            let (id, externalID) = (try row.next(Int64.self), try row.next(String.self))
            let name = try row.next(LocalizedText.self)
            byID[id] = name
            byExternalID[externalID] = name
        }
    }

    subscript(id: Int64) -> LocalizedText { byID[id] ?? LocalizedText() }

    subscript(externalID: String) -> LocalizedText? { byExternalID[externalID] }
}
