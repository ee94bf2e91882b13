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
        let incidents = try await visit.read { session in
            try IncidentStore.all(limit: IncidentsPage.rowsMax, in: session)
        }
        return try visit.page("incidents", IncidentsPage(visit, incidents))
    }
}

/// The list of incidents.
struct IncidentsPage: Sendable {
    static let rowsMax = 200

    let frame: Frame
    let t: [String: String]
    let rows: [Row]

    struct Row: Sendable {
        let href: String
        let name: String
        let title: String
        let stage: Mark
        let kind: String
        let since: String
    }

    init(_ visit: Visit, _ incidents: [Incident]) {
        let words = visit.words
        frame = visit.frame(title: words("incidents.title"), section: .incidents)
        t = words.t
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
