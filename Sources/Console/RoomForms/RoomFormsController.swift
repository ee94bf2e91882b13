import Access
import Basis
import HTTPTypes
import Hummingbird
import Incidents
import Response

/// The small things that are noted about an incident, each on a page of its own: what was learned, who came to us,
/// what is known, what is owed, which component works again.
struct RoomFormsController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/sightings/new", .staff(.responder), use: show(SightingForm.self))
            .form("incidents/:incident/sightings/new", .staff(.responder), use: submit(SightingForm.self))
            .page("incidents/:incident/contacts/new", .staff(.responder), use: show(ContactForm.self))
            .form("incidents/:incident/contacts/new", .staff(.responder), use: submit(ContactForm.self))
            .page("incidents/:incident/facts", .staff(.responder), use: show(FactsForm.self))
            .form("incidents/:incident/facts", .staff(.responder), use: submit(FactsForm.self))
            .page("incidents/:incident/impact", .staff(.responder), use: show(ImpactForm.self))
            .form("incidents/:incident/impact", .staff(.responder), use: submit(ImpactForm.self))
            .page("incidents/:incident/promises/new", .staff(.responder), use: show(PromiseForm.self))
            .form("incidents/:incident/promises/new", .staff(.responder), use: submit(PromiseForm.self))
            .form("incidents/:incident/promises/:promise/keep", .staff(.responder), use: keepPromise)
    }

    private func show<Form: RoomForm>(
        _ form: Form.Type
    ) -> @Sendable (Request, ConsoleContext) async throws -> Response {
        { request, context in
            let visit = Visit(house, assets, request, context)
            let reading = try await reading(form, visit, context)
            return try visit.page("form", Form.page(visit, reading, nil, FieldProblems()))
        }
    }

    private func submit<Form: RoomForm>(
        _ form: Form.Type
    ) -> @Sendable (Request, ConsoleContext) async throws -> Response {
        { request, context in
            let visit = Visit(house, assets, request, context)
            guard let fields = context.form else { throw HTTPError(.forbidden) }
            let reading = try await reading(form, visit, context)
            do {
                try await Form.perform(visit, reading, fields)
                return visit.redirect(to: Links.room(Form.incident(reading).name), done: Form.done)
            } catch {
                guard let problems = FieldProblems(error, fields: Form.fields, words: visit.words) else {
                    throw error
                }
                return try visit.page(
                    "form",
                    Form.page(visit, reading, fields, problems),
                    status: .unprocessableContent
                )
            }
        }
    }

    private func reading<Form: RoomForm>(
        _ form: Form.Type,
        _ visit: Visit,
        _ context: ConsoleContext
    ) async throws -> Form.Reading {
        let name = try context.parameters.require("incident")
        let reading = try await visit.read { session -> Form.Reading? in
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            return try Form.read(incident, in: session)
        }
        guard let reading else { throw HTTPError(.notFound) }
        return reading
    }

    @Sendable
    func keepPromise(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        let promise = try context.parameters.require("promise", as: Int64.self)
        try await visit.perform(KeepPromise(promise: promise))
        return visit.redirect(to: Links.room(name), done: "promise_kept")
    }
}
