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
    static let timelineMax = 120
    static let sightingsMax = 12
    static let unreachableMax = 20

    var incident: Incident
    var told: ToldReport
    /// Nil where nothing is being told.
    var telling: TellingSection.Reading?
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
    var names = ComponentNames()
    /// The names of the customers that the timeline speaks of, by their own ids.
    var people: [String: String] = [:]
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
    init?(_ name: String, _ tallies: Tallies, at now: Instant, in session: any Session) throws {
        guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
        self.incident = incident
        facts = try FactStore.sheet(incident.id, in: session)
        back = try BackCheckStore.counts(incident.id, in: session)
        told = try tallies.told.value(incident, at: now, in: session)
        let page = try HurtLine.page(incident, after: nil, limit: Self.customersMax, at: now, in: session)
        customers = page.lines
        languages = try HurtLine.languages(incident, at: now, in: session)
        let calls = try CallSheetReading.all(incident.id, at: now, in: session)
        sheets = calls.sheets
        estimate = calls.estimate
        promises = try IncidentStore.promises(of: incident.id, in: session)
        sightings = Array(try IncidentStore.sightings(of: incident.id, in: session).prefix(Self.sightingsMax))
        timeline = try IncidentStore.timeline(of: incident.id, limit: Self.timelineMax, in: session)
        telling = try TellingSection.Reading(incidentID: incident.id, timeline, in: session)
        updates = try IncidentStore.updates(of: incident.id, in: session)
        let customerIDs = Set(timeline.compactMap { $0.details["customer"] }).sorted()
        people = Dictionary(
            try CustomerStore.with(externalIDs: customerIDs, in: session).map { ($0.externalID, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        try readScope(in: session)
    }

    /// The scope and the names of all components that the page speaks of.
    private mutating func readScope(in session: any Session) throws {
        let reached = try ScopeStore.components(of: incident.id, in: session)
        componentCount = reached.count
        let order = try session.rows(
            """
            SELECT component_id FROM scope_component WHERE incident_id = \(incident.id)
            ORDER BY position, component_id LIMIT \(Self.componentsMax)
            """
        ) { try $0.next(Int64.self) }
        let paths = order.map { ScopeGraph.path(to: $0, in: reached) }
        names = try ComponentNames(
            Set(paths.joined() + customers.flatMap { $0.components + $0.past }),
            externalIDs: timeline.compactMap { $0.details["component"] },
            in: session
        )
        components = zip(order, paths).compactMap { id, path in
            guard let reach = reached[id] else { return nil }
            return ScopeLine(
                componentID: id,
                name: names[id],
                impact: reach.impact,
                isCertain: reach.isCertain,
                path: path.map { names[$0] }
            )
        }
    }
}

/// The names of components by id and by their owners' id.
struct ComponentNames: Sendable {
    private var byID: [Int64: LocalizedText] = [:]
    private var byExternalID: [String: LocalizedText] = [:]

    init() {}

    /// Those that are asked for; a house may have more components than a page has room.
    init(_ ids: Set<Int64>, externalIDs: [String] = [], in session: any Session) throws {
        byID = try ComponentStore.names(ids: ids, in: session)
        for component in try ComponentStore.with(externalIDs: externalIDs, in: session) {
            byExternalID[component.externalID] = component.name
        }
    }

    init(of lines: [HurtLine], in session: any Session) throws {
        try self.init(Set(lines.flatMap { $0.components + $0.past }), in: session)
    }

    subscript(id: Int64) -> LocalizedText { byID[id] ?? LocalizedText() }

    subscript(externalID: String) -> LocalizedText? { byExternalID[externalID] }
}
