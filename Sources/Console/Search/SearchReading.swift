import Basis
import Catalog
import Database
import Incidents

/// What a search finds: a few of each kind, read in one consistent state. Bounded, however much there is.
struct SearchReading: Sendable {
    /// Of each kind.
    static let foundMax = 8
    /// Customers of a component are counted up to here.
    static let customersMax = 1_000
    private static let openMax = 12

    var incidents: [Incident] = []
    var customers: [Customer] = []
    var hasMoreCustomers = false
    var components: [(component: Component, customers: Int)] = []
    /// The incidents that hurt a customer or hold a component now, by its id.
    var hurting: [Int64: [Incident]] = [:]
    var failing: [Int64: [Incident]] = [:]

    init(_ text: String, at now: Instant, in session: any Session) throws {
        incidents = try IncidentStore.search(text, limit: Self.foundMax, in: session)
        let found = try CustomerStore.search(text, limit: Self.foundMax + 1, in: session)
        customers = Array(found.prefix(Self.foundMax))
        hasMoreCustomers = found.count > Self.foundMax
        components = try ComponentStore.search(text, limit: Self.foundMax, in: session).map {
            ($0, try Self.customers(of: $0, at: now, in: session))
        }
        for incident in try IncidentStore.unclosed(limit: Self.openMax, in: session) where incident.isOngoing
        {
            try note(incident, at: now, in: session)
        }
    }

    private static func customers(
        of component: Component,
        at now: Instant,
        in session: any Session
    ) throws -> Int {
        try SubscriptionStore.customers(
            ofComponent: component.id,
            after: 0,
            limit: customersMax + 1,
            at: now,
            in: session
        ).count
    }

    private mutating func note(_ incident: Incident, at now: Instant, in session: any Session) throws {
        let ids = customers.map(\.id)
        let hurt = try ScopeStore.componentsHurting(ids, incidentID: incident.id, at: now, in: session)
        let listed = try ScopeStore.listed(ids, incidentID: incident.id, in: session)
        for id in ids where hurt[id] != nil || listed[id] != nil { hurting[id, default: []].append(incident) }
        guard !components.isEmpty else { return }
        let reached = try ScopeStore.components(of: incident.id, in: session)
        for (component, _) in components where reached[component.id] != nil {
            failing[component.id, default: []].append(incident)
        }
    }
}
