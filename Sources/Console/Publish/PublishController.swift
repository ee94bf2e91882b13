import Access
import Basis
import HTTPTypes
import Hummingbird
import Incidents
import Response

/// Writes an update, shows what it would do, publishes it.
struct PublishController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/publish", .staff(.responder), use: form)
            .form("incidents/:incident/publish", .staff(.responder), use: step)
    }

    @Sendable
    func form(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let place = try await place(visit, context)
        var draft = UpdateDraft(status: place.incident.stage)
        if let status = visit.value("status").flatMap(Incident.Stage.init), status != .closed {
            draft.status = status
        }
        if draft.status == .resolved { draft.message = allClear() }
        return try page(visit, place, draft, key: house.random.token())
    }

    @Sendable
    func step(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let place = try await place(visit, context)
        let draft = UpdateDraft(form, time: LocalTime(zone: house.zone), now: visit.now)
        let key = form["key"] ?? house.random.token()
        do {
            if form["step"] == "publish" { return try await publish(visit, place, draft, key: key) }
            let preview = try await preview(visit, place, draft)
            return try page(visit, place, draft, key: key, preview: preview)
        } catch {
            guard let problems = FieldProblems(error, fields: PublishForm.fields, words: visit.words) else {
                throw error
            }
            return try page(visit, place, draft, key: key, problems: problems)
        }
    }

    private struct Place: Sendable {
        var incident: Incident
        var languages: [Language]
    }

    private func place(_ visit: Visit, _ context: ConsoleContext) async throws -> Place {
        let name = try context.parameters.require("incident")
        let now = visit.now
        let place = try await visit.read { session -> Place? in
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            return Place(
                incident: incident,
                languages: try HurtLine.languages(incident, at: now, in: session)
            )
        }
        guard let place else { throw HTTPError(.notFound) }
        return place
    }

    private func publish(
        _ visit: Visit,
        _ place: Place,
        _ draft: UpdateDraft,
        key: String
    ) async throws -> Response {
        let room = Links.room(place.incident.name)
        do {
            let answer = try await visit.perform(
                draft.order(place.incident.name, now: visit.now),
                key: IdempotencyKey("publish:\(key)")
            )
            if answer.approval != nil { return visit.redirect(to: room, done: "published_waiting") }
        } catch DeedRefusal.keyUsedForAnotherOrder {
            // Sent twice, a minute apart: it is published already.
            return visit.redirect(to: room, done: "published")
        }
        return visit.redirect(to: room, done: draft.notify ? "published_told" : "published")
    }

    private func preview(_ visit: Visit, _ place: Place, _ draft: UpdateDraft) async throws -> Preview {
        let source = house.response.desk.source
        let (name, now, notify) = (place.incident.name, visit.now, draft.notify)
        let actor = try visit.actor
        let reading = try await house.response.rehearse(
            draft.order(name, now: now),
            by: actor,
            at: now
        ) { answer, session in
            guard notify else { return PreviewReading() }
            var reading = try PreviewReading(incidentName: name, source: source, at: now, in: session)
            reading.waits = try PreviewReading.Waits(answer.approval, actor: actor, in: session)
            return reading
        }
        return Preview(reading, words: visit.words)
    }

    private func page(
        _ visit: Visit,
        _ place: Place,
        _ draft: UpdateDraft,
        key: String,
        preview: Preview? = nil,
        problems: FieldProblems = FieldProblems()
    ) throws -> Response {
        let form = PublishForm(
            visit,
            place.incident,
            draft,
            languages: place.languages,
            key: key,
            problems: problems
        )
        return try visit.page(
            "publish",
            PublishPage(visit, place.incident, form: form, preview: preview, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What could be said when it is over.
    private func allClear() -> LocalizedText {
        LocalizedText(
            Language.spoken.reduce(into: [:]) { texts, language in
                texts[language] = house.words(language)("proposal.message.resolved")
            }
        )
    }
}
