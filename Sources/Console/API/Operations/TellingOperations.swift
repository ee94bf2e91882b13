import Access
import Basis
import Catalog
import Database
import Delivery
import HTTPTypes
import Incidents
import Response

extension Operation {
    /// Who is hurt, what they were told, who calls them, who is back.
    static let telling: [Operation] =
        [
            .list(
                "list_hurt_customers",
                .telling,
                "incidents/:incident/customers",
                query: [.audience],
                of: hurtCustomer
            ) { try $0.hurt($1, in: $2) },
            .reading("get_notices", .telling, "incidents/:incident/notices", answer: NoticeReport.shape) {
                call,
                session in
                let incident = try call.incident(in: session)
                let hurt = try ScopeStore.customersHurt(incident.id, at: call.now, in: session)
                return try .written(
                    try NoticeReport.make(IncidentRecipients.subject(incident.id), hurt: hurt, in: session)
                )
            },
            .reading("get_back", .telling, "incidents/:incident/back", answer: BackCounts.shape) {
                try BackCheckStore.counts(try $0.incident(in: $1).id, in: $1).json
            },
            .deed(
                ConfirmBack.self,
                .telling,
                "incidents/:incident/back",
                body: .object([
                    .required("customer", .ownID),
                    .required("state", .word(BackCheck.State.self)),
                    .optional("source", .word(BackCheck.Source.self)),
                ])
            ) { call in
                ConfirmBack(
                    incident: call.at("incident"),
                    customer: call.text("customer") ?? "",
                    state: call.word("state") ?? .unknown,
                    source: call.word("source") ?? .person
                )
            },
        ] + calls + campaigns

    private static let calls: [Operation] = [
        .list("list_calls", .telling, "incidents/:incident/calls", query: [.staff], of: CallSlip.shape) {
            try $0.calls($1, in: $2)
        },
        .deed(AssignCalls.self, .telling, "incidents/:incident/calls/assign") {
            AssignCalls(incident: $0.at("incident"))
        },
        .deed(HoldCall.self, .telling, "calls/:call/hold") { HoldCall(call: $0.number(at: "call")) },
        .deed(
            RecordCall.self,
            .telling,
            "calls/:call/outcome",
            body: .object([
                .required("outcome", .word(RecordCall.Outcome.self)),
                .optional("knew_since", .time),
                .optional("call_back_at", .time),
                .optional("note", .text(max: Shape.textMax)),
            ])
        ) { call in
            RecordCall(
                call: call.number(at: "call"),
                outcome: call.word("outcome") ?? .noAnswer,
                knewSince: call.time("knew_since"),
                callBackAt: call.time("call_back_at"),
                note: call.text("note")
            )
        },
        .deed(
            InviteGuest.self,
            .telling,
            "incidents/:incident/guests",
            body: .object([
                .required("name", .line(max: 200)),
                .optional("calls", .integer(1...100)),
                .optional("hours", .integer(1...72)),
            ]),
            answer: .object([
                .required("sheet", .count), .required("path", .line(max: 2_000)), .required("calls", .count),
            ]),
            status: .created,
            { call in
                InviteGuest(
                    incident: call.at("incident"),
                    guest: call.text("name") ?? "",
                    calls: call.number("calls") ?? 10,
                    hours: call.number("hours") ?? 12
                )
            },
            shown: { answer in
                [
                    "sheet": .integer(Int(answer.sheet)),
                    "path": .string(Links.guest(answer.token)),
                    "calls": .integer(answer.calls),
                ]
            }
        ),
    ]

    private static let campaigns: [Operation] = [
        .deed(
            HoldCampaign.self,
            .telling,
            "campaigns/hold",
            body: .object([
                .optional("incident", .line(max: 30)), .optional("reason", .text(max: Shape.textMax)),
            ]),
            answer: moved,
            status: .ok,
            { HoldCampaign(incident: $0.text("incident"), reason: $0.text("reason")) },
            shown: \.json
        ),
        .deed(
            ContinueCampaign.self,
            .telling,
            "campaigns/continue",
            body: .object([.optional("incident", .line(max: 30))]),
            answer: moved,
            status: .ok,
            { ContinueCampaign(incident: $0.text("incident")) },
            shown: \.json
        ),
    ]

    private static let moved = Shape.object([
        .required("campaigns", .count), .required("incidents", .list(.line(max: 30), max: 100_000)),
    ])

    private static let hurtCustomer = Shape.named(
        "HurtCustomer",
        .object([
            .required("customer", .ownID),
            .required("name", .line(max: 1_000)),
            .required("impact", .nullable(.word(ImpactLevel.self))),
        ])
    )
}

extension Operation.Parameter {
    fileprivate static let audience = Operation.Parameter(name: "audience", shape: .word(Audience.self))
    fileprivate static let staff = Operation.Parameter(name: "staff", shape: .ownID)
}

extension APICall {
    /// One step of the walk over an audience: a page may be shorter than asked for, or empty, although more come, and a
    /// customer may come again under another component.
    fileprivate func hurt(_ page: ListPage, in session: any Session) throws -> PageAnswer {
        let incident = try incident(in: session)
        let audience = query["audience"].flatMap { Audience(rawValue: $0) } ?? .hurt
        var cursor: AudienceCursor?
        if let mark = page.mark {
            let parts = mark.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0] == audience.rawValue else { throw ListPage.wrongCursor }
            // A cursor that nobody can read is not one of ours.
            cursor = try? JSONText.decode(AudienceCursor.self, from: String(parts[1]))
            if cursor == nil { throw ListPage.wrongCursor }
        }
        let step = try ScopeStore.nextHurt(
            incident.id,
            audience,
            cursor: cursor,
            limit: page.limit,
            at: now,
            in: session
        )
        let customers = try CustomerStore.with(ids: step.recipients.map(\.customerID), in: session)
        let byID = Dictionary(customers.map { ($0.id, $0) }) { first, _ in first }
        let items = step.recipients.compactMap { hurt in
            byID[hurt.customerID].map { customer -> JSONValue in
                [
                    "customer": .string(customer.externalID),
                    "name": .string(customer.name),
                    "impact": .string(orNull: ImpactLevel(severity: hurt.severity)?.rawValue),
                ]
            }
        }
        return PageAnswer(items: items, mark: step.next.map { "\(audience.rawValue) \(JSONText.encode($0))" })
    }

    fileprivate func calls(_ page: ListPage, in session: any Session) throws -> PageAnswer {
        let incident = try incident(in: session)
        let slips = try CallDesk.slips(
            .subject(IncidentRecipients.subject(incident.id)),
            source: house.response.desk.source,
            at: now,
            in: session
        )
        let staff = try StaffStore.everybody(in: session)
        let names = Dictionary(staff.map { ($0.id, $0.externalID) }) { first, _ in first }
        func owner(_ slip: CallSlip) -> String? {
            if case .staff(let id) = slip.owner { names[id] } else { nil }
        }
        let asked = query["staff"]
        return try page.cut(slips.filter { asked == nil || owner($0) == asked }, id: \.id) {
            $0.json(staff: owner($0))
        }
    }
}

extension CampaignsMoved {
    fileprivate var json: JSONValue {
        ["campaigns": .integer(campaigns), "incidents": .array(incidents.map { .string($0) })]
    }
}
