import Access
import Basis
import Database
import Hummingbird
import Incidents
import Letters

/// All incidents, newest first.
struct IncidentsController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents", .staff(.viewer), use: list)
    }

    @Sendable
    func list(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let older = visit.value("before").flatMap(Incident.id(fromName:))
        let incidents = try await visit.read { session in
            try IncidentStore.all(limit: IncidentsPage.rowsMax + 1, before: older, in: session)
        }
        return try visit.page("incidents", IncidentsPage(visit, incidents, isFirst: older == nil))
    }
}

/// The list of incidents.
struct IncidentsPage: Sendable {
    static let rowsMax = 50

    let frame: Frame
    let t: [String: String]
    let rows: [Row]
    let first: String?
    let next: String?

    struct Row: Sendable {
        let href: String
        let name: String
        let title: String
        let stage: Mark
        let kind: String
        let since: String
    }

    /// - Parameter found: one more than are shown, where there are more.
    init(_ visit: Visit, _ found: [Incident], isFirst: Bool) {
        let words = visit.words
        frame = visit.frame(title: words("incidents.title"), section: .incidents)
        t = words.t
        let incidents = found.prefix(Self.rowsMax)
        first = isFirst ? nil : Links.incidents
        next =
            found.count > Self.rowsMax
            ? incidents.last.map { Links.with(Links.incidents, ["before": $0.name]) } : nil
        rows = incidents.map { incident in
            Row(
                href: Links.room(incident.name),
                name: incident.name,
                title: words.localized(incident.title),
                stage: words.mark(incident.stage),
                kind: words("kind.\(incident.kind.rawValue)"),
                since: IncidentCard.since(incident, words, visit.now)
            )
        }
    }
}
