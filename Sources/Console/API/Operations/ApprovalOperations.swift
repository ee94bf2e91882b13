import Access
import Basis
import Database
import Response

extension Operation {
    /// What waits for a second person, and their decision.
    static let approvals: [Operation] = [
        .list("list_approvals", .approvals, "approvals", of: Approval.shape) { _, page, session in
            try page.cut(try ApprovalStore.open(in: session), id: \.id) { try $0.json(in: session) }
        },
        .reading("get_approval", .approvals, "approvals/:approval", answer: Approval.shape) { call, session in
            guard let found = try ApprovalStore.with(id: call.number(at: "approval"), in: session) else {
                throw ApprovalRefusal.unknown
            }
            return try found.json(in: session)
        },
        .deed(
            ApproveOrder.self,
            .approvals,
            "approvals/:approval/approve",
            body: .object([.optional("reason", reason)]),
            answer: decided,
            status: .ok,
            { ApproveOrder(approval: $0.number(at: "approval"), reason: $0.text("reason")) },
            shown: \.json
        ),
        .deed(
            DeclineOrder.self,
            .approvals,
            "approvals/:approval/decline",
            body: .object([.required("reason", reason)]),
            answer: decided,
            status: .ok,
            { DeclineOrder(approval: $0.number(at: "approval"), reason: $0.text("reason") ?? "") },
            shown: \.json
        ),
        .deed(
            WithdrawOrder.self,
            .approvals,
            "approvals/:approval/withdraw",
            answer: decided,
            status: .ok,
            { WithdrawOrder(approval: $0.number(at: "approval")) },
            shown: \.json
        ),
        .deed(
            BreakGlass.self,
            .approvals,
            "approvals/:approval/break-glass",
            body: .object([.required("reason", reason)]),
            answer: decided,
            status: .ok,
            { BreakGlass(approval: $0.number(at: "approval"), reason: $0.text("reason") ?? "") },
            shown: \.json
        ),
    ]

    private static let reason = Shape.text(max: Approval.reasonMax)

    private static let decided = Shape.object([
        .required("approval", .count), .required("state", .word(Approval.State.self)),
        .required("cause", .nullable(.word(Approval.Cause.self))),
    ])

    /// What a deed answers besides its own where its telling waits for somebody.
    static let waiting: [Shape.Field] = [
        .optional("approval", .count), .optional("state", .word(Approval.State.self)),
    ]
}

extension JSONValue {
    /// The same answer, with the approval that its telling waits for.
    func waiting(for approval: Int64?, _ state: Approval.State?) -> JSONValue {
        guard let approval, let state else { return self }
        return adding([("approval", .integer(Int(approval))), ("state", .string(state.rawValue))])
    }
}

extension DecidedOrder {
    fileprivate var json: JSONValue {
        [
            "approval": .integer(Int(approval)), "state": .string(state.rawValue),
            "cause": cause.map { .string($0.rawValue) } ?? .null,
        ]
    }
}

extension Approval {
    fileprivate static let shape = Shape.named(
        "Approval",
        .object([
            .required("id", .count),
            .required("state", .word(State.self)),
            .required("deed", .name(max: 40)),
            .required("incident", .nullable(.line(max: 30))),
            .required("recipients", .count),
            .required("texts", .list(.localized(isLine: false), max: 20)),
            .required("author", .nullable(.ownID)),
            .required("asked_at", .time),
            .required("expires_at", .time),
            .required("ended_at", .nullable(.time)),
            .required("reason", .nullable(.text(max: reasonMax))),
            .required("cause", .nullable(.word(Cause.self))),
            .required("broke_glass", .boolean),
        ])
    )

    fileprivate func json(in session: any Session) throws -> JSONValue {
        let incident = (try StoredOrders.known(self) as? TellCustomers)?.incident
        let staff = try author.isStaff ? author.id.flatMap { try StaffStore.with(id: $0, in: session) } : nil
        return [
            "id": .integer(Int(id)),
            "state": .string(state.rawValue),
            "deed": .string(deed),
            "incident": incident.map { .string($0) } ?? .null,
            "recipients": .integer(shown.recipients),
            "texts": .array(shown.texts.map { .text($0) }),
            "author": staff.map { .string($0.externalID) } ?? .null,
            "asked_at": .time(askedAt),
            "expires_at": .time(expiresAt),
            "ended_at": .time(endedAt),
            "reason": reason.map { .string($0) } ?? .null,
            "cause": cause.map { .string($0.rawValue) } ?? .null,
            "broke_glass": .boolean(brokeGlass),
        ]
    }
}
