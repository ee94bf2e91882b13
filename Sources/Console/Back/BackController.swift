import Access
import Basis
import Database
import HTTPTypes
import Hummingbird
import Incidents
import Response

/// After the trouble: who is back, and putting the incident away or taking it out again.
struct BackController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/back", .staff(.responder), use: list)
            .form("incidents/:incident/back", .staff(.responder), use: confirm)
            .page("incidents/:incident/close", .staff(.responder), use: askToClose)
            .form("incidents/:incident/close", .staff(.responder), use: close)
            .page("incidents/:incident/reopen", .staff(.responder), use: askToReopen)
            .form("incidents/:incident/reopen", .staff(.responder), use: reopen)
    }

    @Sendable
    func list(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        let after = visit.value("after").flatMap(Int64.init) ?? 0
        let now = visit.now
        let reading = try await visit.read { try BackPage.Reading(name, after: after, at: now, in: $0) }
        guard let reading else { throw HTTPError(.notFound) }
        return try visit.page("back", BackPage(visit, reading))
    }

    @Sendable
    func confirm(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        guard let form = context.form, let customer = form["customer"],
            let state = form["state"].flatMap(BackCheck.State.init)
        else { throw HTTPError(.badRequest) }
        try await visit.perform(ConfirmBack(incident: name, customer: customer, state: state))
        let page = Links.with(Links.room(name, "back"), ["after": form["after"]])
        return visit.redirect(to: page)
    }

    @Sendable
    func askToClose(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try visit.page("form", try await closePage(visit, context, nil, FieldProblems()))
    }

    @Sendable
    func close(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let name = try context.parameters.require("incident")
        do {
            try await visit.perform(
                CloseIncident(
                    incident: name,
                    despiteOpen: form["despite_open"] == "yes",
                    reason: form["reason"]
                )
            )
            return visit.redirect(to: Links.room(name), done: "closed")
        } catch {
            guard let problems = FieldProblems(error, fields: ["reason"], words: visit.words) else {
                throw error
            }
            let page = try await closePage(visit, context, form, problems)
            return try visit.page("form", page, status: .unprocessableContent)
        }
    }

    @Sendable
    func askToReopen(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let incident = try await incident(visit, context)
        let page = FormPage(
            visit,
            "reopen",
            section: .incidents,
            back: .room(incident, visit.words),
            action: Links.room(incident.name, "reopen"),
            items: [],
            isWeighty: true,
            problems: FieldProblems()
        )
        return try visit.page("form", page)
    }

    @Sendable
    func reopen(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let name = try context.parameters.require("incident")
        try await visit.perform(ReopenIncident(incident: name))
        return visit.redirect(to: Links.room(name), done: "reopened")
    }

    private func incident(_ visit: Visit, _ context: ConsoleContext) async throws -> Incident {
        let name = try context.parameters.require("incident")
        guard let incident = try await visit.read({ try IncidentStore.with(name: name, in: $0) }) else {
            throw HTTPError(.notFound)
        }
        return incident
    }

    /// Asks about those who are not known to be back, and only then.
    private func closePage(
        _ visit: Visit,
        _ context: ConsoleContext,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) async throws -> FormPage {
        let words = visit.words
        let incident = try await incident(visit, context)
        let open = try await visit.read { try BackCheckStore.counts(incident.id, in: $0).open }
        var items: [FormPage.Item] = []
        if open > 0 {
            let despite = ChoiceField(
                "despite_open",
                legend: words.count("close.open", open),
                options: [("no", words("close.wait"), nil), ("yes", words("close.despite"), nil)],
                chosen: form?["despite_open"] ?? "no"
            )
            let reason = TextField(
                "reason",
                label: words("close.reason"),
                hint: words("close.reason_hint"),
                value: form?["reason"],
                problem: problems["reason"]
            )
            items = [.choice(despite), .text(reason)]
        }
        return FormPage(
            visit,
            "close",
            section: .incidents,
            back: .room(incident, words),
            action: Links.room(incident.name, "close"),
            items: items,
            isWeighty: true,
            problems: problems
        )
    }
}
