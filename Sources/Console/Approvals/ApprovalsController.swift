import Access
import Basis
import HTTPTypes
import Hummingbird
import Response

/// What waits for a second person, and their decision.
struct ApprovalsController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("approvals", .staff(.viewer), use: list)
            .page("approvals/:approval", .staff(.viewer), use: show)
            .form("approvals/:approval/approve", .staff(.approver), use: approve)
            .form("approvals/:approval/decline", .staff(.approver), use: decline)
            .form("approvals/:approval/glass", .staff(.approver), use: breakGlass)
            .form("approvals/:approval/withdraw", .staff(.responder), use: withdraw)
    }

    @Sendable
    func list(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let (waiting, ended) = try await visit.read { session in
            (
                try WaitingApprovals.Reading.waiting(in: session),
                try WaitingApprovals.Reading.ended(in: session)
            )
        }
        return try visit.page("approvals", ApprovalsPage(visit, waiting: waiting, ended: ended))
    }

    @Sendable
    func show(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try await page(visit, try id(context))
    }

    @Sendable
    func approve(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await decide(request, context) { id, reason in
            ApproveOrder(approval: id, reason: reason)
        }
    }

    @Sendable
    func decline(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await decide(request, context) { id, reason in
            DeclineOrder(approval: id, reason: reason ?? "")
        }
    }

    @Sendable
    func breakGlass(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await decide(request, context) { id, reason in
            BreakGlass(approval: id, reason: reason ?? "")
        }
    }

    @Sendable
    func withdraw(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await decide(request, context) { id, _ in WithdrawOrder(approval: id) }
    }

    private func decide<Asked: Deed>(
        _ request: Request,
        _ context: ConsoleContext,
        _ deed: (Int64, String?) -> Asked
    ) async throws -> Response where Asked.Answer == DecidedOrder {
        let visit = Visit(house, assets, request, context)
        let id = try id(context)
        do {
            let decided = try await visit.perform(deed(id, context.form?["reason"]))
            let word = decided.cause == .withdrawn ? "withdrawn" : decided.state.rawValue
            return visit.redirect(to: Links.approval(id), done: "order_\(word)")
        } catch ApprovalRefusal.unknown {
            throw HTTPError(.notFound)
        } catch {
            guard let problems = FieldProblems(error, fields: ["reason"], words: visit.words) else {
                throw error
            }
            return try await page(visit, id, problems)
        }
    }

    private func id(_ context: ConsoleContext) throws -> Int64 {
        guard let id = try Int64(context.parameters.require("approval")) else { throw HTTPError(.notFound) }
        return id
    }

    private func page(
        _ visit: Visit,
        _ id: Int64,
        _ problems: FieldProblems = FieldProblems()
    ) async throws -> Response {
        let (source, tallies, now) = (house.response.desk.source, house.tallies, visit.now)
        let reading = try await visit.read {
            try ApprovalReading(id, tallies, source: source, at: now, in: $0)
        }
        guard let reading else { throw HTTPError(.notFound) }
        return try visit.page(
            "approval",
            ApprovalPage(visit, reading, problems: problems),
            status: problems.isEmpty ? .ok : .conflict
        )
    }
}
