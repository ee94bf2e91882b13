import Access
import Basis
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Response

/// Call sheets: who calls whom, and one person's sheet with its outcomes.
struct CallsController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/calls", .staff(.viewer), use: overview)
            .form("incidents/:incident/assign", .staff(.responder), use: assign)
            .form("incidents/:incident/helpers", .staff(.responder), use: invite)
            .page("incidents/:incident/calls/:staff", .staff(.responder), use: sheet)
            .form("incidents/:incident/calls/:staff/hold", .staff(.responder), use: hold)
            .form("incidents/:incident/calls/:staff/outcome", .staff(.responder), use: outcome)
    }

    @Sendable
    func overview(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try visit.page("calls", CallsPage(visit, try await reading(visit, context)))
    }

    @Sendable
    func assign(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let incident = try context.parameters.require("incident")
        try await visit.perform(AssignCalls(incident: incident))
        return visit.redirect(to: Links.calls(incident), done: "assigned")
    }

    /// Shows the link once: it is not kept anywhere.
    @Sendable
    func invite(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let incident = try context.parameters.require("incident")
        let order = InviteGuest(
            incident: incident,
            guest: form["name"] ?? "",
            calls: form["calls"].flatMap(Int.init) ?? 0,
            hours: form["hours"].flatMap(Int.init) ?? 0
        )
        do {
            let answer = try await visit.perform(order)
            let link = CallsPage.InviteLink(
                name: order.guest,
                address: "http://\(request.head.authority ?? "")\(Links.guest(answer.token))",
                note: visit.words.count("helper.made", answer.calls, ["hours": String(order.hours)])
            )
            return try visit.page("calls", CallsPage(visit, try await reading(visit, context), link: link))
        } catch {
            guard let problems = FieldProblems(error, fields: ["name", "calls", "hours"], words: visit.words)
            else {
                throw error
            }
            let page = CallsPage(visit, try await reading(visit, context), form: form, problems: problems)
            return try visit.page("calls", page, status: .unprocessableContent)
        }
    }

    @Sendable
    func sheet(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).page()
    }

    @Sendable
    func hold(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).hold(context.form)
    }

    @Sendable
    func outcome(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await desk(request, context).record(context.form)
    }

    private func reading(_ visit: Visit, _ context: ConsoleContext) async throws -> CallsPage.Reading {
        let name = try context.parameters.require("incident")
        let now = visit.now
        guard let reading = try await visit.read({ try CallsPage.Reading(name, at: now, in: $0) }) else {
            throw HTTPError(.notFound)
        }
        return reading
    }

    private func desk(_ request: Request, _ context: ConsoleContext) throws -> SheetDesk {
        let incident = try context.parameters.require("incident")
        let staff = try context.parameters.require("staff").removingPercentEncoding ?? ""
        return SheetDesk(
            visit: Visit(house, assets, request, context),
            sheet: .staff(staff, incident: incident),
            base: Links.sheet(incident, staff)
        )
    }
}
