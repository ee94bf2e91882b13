import Access
import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Response

/// Four questions, then what will be said, then it is open. Nothing is stored before the last step: the form carries
/// its answers from screen to screen.
struct NewIncidentController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/new", .staff(.responder), use: questions)
            .form("incidents/new", .staff(.responder), use: step)
    }

    /// The fields of both screens, by which problems are placed.
    private static let fields: Set<String> = [
        "noticed", "ongoing", "origin", "data", "began", "component", "customers", "title", "message", "eta",
        "next_update",
    ]

    @Sendable
    func questions(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        var given = FormFields(["key": house.random.token()])
        // A service may be ticked already, where somebody comes from what they searched for.
        if let component = visit.value("component") { given.add("component", component) }
        let draft = Draft(given, time: time, now: visit.now)
        return try await questionsPage(visit, FormFields(), draft, FieldProblems())
    }

    @Sendable
    func step(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        var form = try await answers(context)
        var draft = Draft(form, time: time, now: visit.now)
        let step = form["step"]
        if step == "search" || step == "back" {
            return try await questionsPage(visit, form, draft, FieldProblems())
        }
        let listed = try listed(draft)
        let missing = FieldProblems(draft.problems, fields: Self.fields, words: visit.words)
        guard missing.isEmpty else { return try await questionsPage(visit, form, draft, missing) }
        if !form.has("wording") {
            try await propose(&form, &draft, visit)
        }
        return step == "open"
            ? try await open(visit, form, draft, listed) : try await wordingPage(visit, form, draft, listed)
    }

    private var time: LocalTime { LocalTime(zone: house.zone) }

    /// The answers, whether they came with a file or without.
    private func answers(_ context: ConsoleContext) async throws -> FormFields {
        if let form = context.form { return form }
        guard let upload = context.upload else { throw HTTPError(.badRequest) }
        return try await ListUpload(folder: house.uploadFolder, random: house.random).fields(of: upload)
    }

    private func listed(_ draft: Draft) throws -> [OpenIncident.ListedCustomer]? {
        guard let list = draft.list else { return nil }
        return try ListUpload(folder: house.uploadFolder, random: house.random).customers(list)
    }

    private func propose(_ form: inout FormFields, _ draft: inout Draft, _ visit: Visit) async throws {
        let chosen = Set(draft.impacts.keys)
        let components = try await visit.read { try ComponentStore.all(in: $0) }
        let names = components.filter { chosen.contains($0.externalID) }.map(\.name)
        let proposal = Proposal(draft: draft, catalogue: house.catalogue, zone: house.zone, components: names)
        draft.title = proposal.title()
        draft.message = proposal.message()
        draft.nextUpdateMinutes = 30
    }

    private func questionsPage(
        _ visit: Visit,
        _ form: FormFields,
        _ draft: Draft,
        _ problems: FieldProblems
    ) async throws -> Response {
        let components = try await visit.read { try ComponentStore.all(in: $0) }
        let choice = ComponentChoice(
            components,
            chosen: Set(draft.impacts.keys),
            search: form["search"],
            words: visit.words
        )
        let note = try listed(draft).map { visit.words.count("new.listed", $0.count) }
        return try visit.page(
            "questions",
            QuestionsPage(visit, draft: draft, catalogue: choice, problems: problems, listNote: note),
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func wordingPage(
        _ visit: Visit,
        _ form: FormFields,
        _ draft: Draft,
        _ listed: [OpenIncident.ListedCustomer]?
    ) async throws -> Response {
        do {
            let order = draft.order(listed: listed, now: visit.now, notify: true)
            let source = house.response.desk.source
            let now = visit.now
            let actor = try visit.actor
            let reading = try await house.response.rehearse(order, by: actor, at: now) {
                answer,
                session in
                var reading = try PreviewReading(
                    incidentName: answer.id,
                    source: source,
                    at: now,
                    in: session
                )
                reading.waits = try PreviewReading.Waits(answer.approval, actor: actor, in: session)
                return reading
            }
            let preview = Preview(reading, words: visit.words)
            return try visit.page(
                "wording",
                WordingPage(visit, form: form, draft: draft, preview: preview, problems: FieldProblems())
            )
        } catch {
            return try wordingPage(visit, form, draft, refused: error)
        }
    }

    private func wordingPage(
        _ visit: Visit,
        _ form: FormFields,
        _ draft: Draft,
        refused error: any Error
    ) throws -> Response {
        guard let problems = FieldProblems(error, fields: Self.fields, words: visit.words) else {
            throw error
        }
        return try visit.page(
            "wording",
            WordingPage(visit, form: form, draft: draft, preview: nil, problems: problems),
            status: .unprocessableContent
        )
    }

    private func open(
        _ visit: Visit,
        _ form: FormFields,
        _ draft: Draft,
        _ listed: [OpenIncident.ListedCustomer]?
    ) async throws -> Response {
        do {
            let answer = try await visit.perform(
                draft.order(listed: listed, now: visit.now),
                key: IdempotencyKey("open:\(draft.key)")
            )
            let told = answer.approval == nil ? "opened_told" : "opened_waiting"
            return visit.redirect(to: Links.room(answer.id), done: draft.notify ? told : "opened")
        } catch DeedRefusal.keyUsedForAnotherOrder {
            // Sent twice, a minute apart: it is open already.
            return visit.redirect(to: Links.incidents, done: "opened_before")
        } catch {
            return try wordingPage(visit, form, draft, refused: error)
        }
    }
}
