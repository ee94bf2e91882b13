import Access
import Basis
import Database
import HTTPTypes
import Hummingbird
import Incidents
import NIOCore
import Response

/// The room of an incident, and the list of whom it hurts.
struct RoomController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident", .staff(.viewer), use: room)
            .page("incidents/:incident/customers", .staff(.viewer), use: customers)
            .page("incidents/:incident/customers.csv", .staff(.responder), use: table)
    }

    @Sendable
    func room(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        let (tallies, now) = (house.tallies, visit.now)
        guard let reading = try await visit.read({ try RoomReading(name, tallies, at: now, in: $0) }) else {
            throw HTTPError(.notFound)
        }
        return try visit.page("room", RoomPage(visit, reading))
    }

    @Sendable
    func customers(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        let asked = HurtCustomersPage.Asked(search: visit.value("q"), cursor: visit.value("after"))
        let now = visit.now
        let reading = try await visit.read { try HurtCustomersPage.Reading(name, asked, at: now, in: $0) }
        guard let reading else { throw HTTPError(.notFound) }
        return try visit.page("hurt_customers", HurtCustomersPage(visit, reading, asked))
    }

    /// All of them as a file.
    @Sendable
    func table(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        guard let incident = try await visit.read({ try IncidentStore.with(name: name, in: $0) }) else {
            throw HTTPError(.notFound)
        }
        try await visit.perform(NoteBulkRead(what: .hurt(incident: incident.name)))
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(incident.name)-customers.csv\"",
            ],
            body: HurtTable(visit: visit, incident: incident).body
        )
    }
}
