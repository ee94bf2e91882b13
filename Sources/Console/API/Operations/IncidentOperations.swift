import Basis
import Catalog
import Database
import HTTPTypes
import Incidents
import Letters
import Response
import Review

extension Operation {
    /// Opening, mending, publishing, closing.
    static let incidents: [Operation] =
        [
            .list("list_incidents", .incidents, "incidents", query: [.status], of: Incident.shape) {
                call,
                page,
                session in
                let stages = call.query["status"].flatMap { Incident.Stage(rawValue: $0) }.map { [$0] }
                return try page.answer(
                    try IncidentStore.page(
                        before: try page.id(from: .max),
                        stages: stages ?? Incident.Stage.allCases,
                        limit: page.limit + 1,
                        in: session
                    ),
                    id: \.id,
                    json: \.json
                )
            },
            .reading(
                "get_incident",
                .incidents,
                "incidents/:incident",
                answer: Incident.shape,
                isTagged: true
            ) {
                try $0.incident(in: $1).json
            },
            .deed(
                OpenIncident.self,
                .incidents,
                "incidents",
                body: opened,
                answer: openedAnswer,
                status: .created,
                location: { _, answer in "incidents/\(answer.id)" },
                { try $0.opening() },
                shown: { answer in
                    let own: JSONValue = [
                        "id": .string(answer.id), "customers": .integer(answer.customers),
                    ]
                    return own.waiting(for: answer.approval, answer.state)
                }
            ),
            .deed(
                EditIncident.self,
                .incidents,
                "incidents/:incident",
                method: .patch,
                body: .object([
                    .optional("title", .localized(isLine: true)),
                    .optional("kind", .word(Incident.Kind.self)),
                    .optional("origin", .word(Incident.Origin.self)),
                    .optional("began_at", .time),
                ]),
                guarded: { try $0.incident(in: $1).json },
                { call in
                    EditIncident(
                        incident: call.at("incident"),
                        title: call.localized("title"),
                        kind: call.word("kind"),
                        origin: call.word("origin"),
                        beganAt: call.time("began_at")
                    )
                }
            ),
            .deed(
                CloseIncident.self,
                .incidents,
                "incidents/:incident/close",
                body: .object([
                    .optional("despite_open", .boolean), .optional("reason", .text(max: Shape.textMax)),
                ])
            ) { call in
                CloseIncident(
                    incident: call.at("incident"),
                    despiteOpen: call.flag("despite_open") ?? false,
                    reason: call.text("reason")
                )
            },
            .deed(ReopenIncident.self, .incidents, "incidents/:incident/reopen") {
                ReopenIncident(incident: $0.at("incident"))
            },
            .reading(
                "get_impacts",
                .incidents,
                "incidents/:incident/impacts",
                answer: ImpactsDocument.shape,
                isTagged: true
            ) { try ImpactsDocument.json(try $0.incident(in: $1), in: $1) },
            .deed(
                ChangeImpact.self,
                .incidents,
                "incidents/:incident/impacts",
                method: .patch,
                body: ImpactsDocument.shape,
                guarded: { try ImpactsDocument.json(try $0.incident(in: $1), in: $1) },
                { ChangeImpact(incident: $0.at("incident"), impacts: $0.impacts()) }
            ),
            .reading("get_scope", .incidents, "incidents/:incident/scope", answer: ScopeReport.shape) {
                call,
                session in
                let incident = try call.incident(in: session)
                guard let report = try ScopeStore.report(incident.id, at: call.now, in: session) else {
                    throw DeedRefusal.unknownIncident(call.at("incident"))
                }
                return try .written(report)
            },
            .reading("get_scorecard", .incidents, "incidents/:incident/scorecard", answer: Scorecard.shape) {
                try .written(try Scorecard.make([try $0.incident(in: $1)], at: $0.now, in: $1))
            },
        ] + updates

    private static let updates: [Operation] = [
        .list("list_updates", .incidents, "incidents/:incident/updates", of: IncidentUpdate.shape) {
            call,
            page,
            session in
            try page.cut(
                try IncidentStore.updates(of: try call.incident(in: session).id, in: session),
                id: \.id,
                json: \.json
            )
        },
        .reading("get_update", .incidents, "updates/:update", answer: IncidentUpdate.shape, isTagged: true) {
            try $0.update(in: $1).json
        },
        .deed(
            PublishUpdate.self,
            .incidents,
            "incidents/:incident/updates",
            body: .object([
                .required("status", .word(Incident.Stage.self)),
                .required("message", .localized(isLine: false)),
                .optional("eta", .time),
                .optional("next_update", .time),
                .optional("notify", .boolean),
            ]),
            answer: updateAnswer,
            status: .created,
            location: { _, answer in "updates/\(answer.update)" },
            { call in
                PublishUpdate(
                    incident: call.at("incident"),
                    status: call.word("status") ?? .investigating,
                    message: call.localized("message") ?? LocalizedText(),
                    eta: call.time("eta"),
                    nextUpdate: call.time("next_update"),
                    notify: call.flag("notify") ?? false
                )
            },
            shown: published
        ),
        .deed(
            EditUpdate.self,
            .incidents,
            "updates/:update",
            method: .patch,
            body: .object([.required("message", .localized(isLine: false))]),
            guarded: { try $0.update(in: $1).json },
            { EditUpdate(update: $0.at("update"), message: $0.localized("message") ?? LocalizedText()) }
        ),
        .deed(
            ResolveIncident.self,
            .incidents,
            "incidents/:incident/resolve",
            body: .object([
                .required("message", .localized(isLine: false)), .optional("notify", .boolean),
            ]),
            answer: updateAnswer,
            status: .created,
            { call in
                ResolveIncident(
                    incident: call.at("incident"),
                    message: call.localized("message") ?? LocalizedText(),
                    notify: call.flag("notify") ?? false
                )
            },
            shown: published
        ),
    ]

    private static let updateAnswer = Shape.object(
        [.required("id", .line(max: 30)), .required("update", .line(max: 30))] + waiting
    )

    @Sendable
    private static func published(_ answer: PublishUpdate.Answer) -> JSONValue {
        let own: JSONValue = ["id": .string(answer.id), "update": .string(answer.update)]
        return own.waiting(for: answer.approval, answer.state)
    }

    private static let openedAnswer = Shape.object(
        [.required("id", .line(max: 30)), .required("customers", .count)] + waiting
    )

    private static let opened = Shape.object([
        .required("title", .localized(isLine: true)),
        .optional("components", ImpactsDocument.field),
        .optional(
            "customers",
            .list(
                .object([
                    .required("customer", .ownID),
                    .optional("details", .map(.line(max: Shape.lineMax), max: 20)),
                ]),
                max: 10_000
            )
        ),
        .optional("kind", .word(Incident.Kind.self)),
        .optional("origin", .word(Incident.Origin.self)),
        .optional("message", .localized(isLine: false)),
        .optional("began_at", .time),
        .optional("eta", .time),
        .optional("next_update", .time),
        .optional("data_touched", .word(DataTouched.self)),
        .optional("notify", .boolean),
    ])
}

extension Operation.Parameter {
    fileprivate static let status = Operation.Parameter(name: "status", shape: .word(Incident.Stage.self))
}

extension APICall {
    /// The incident that the path names.
    func incident(in session: any Session) throws -> Incident {
        guard let incident = try IncidentStore.with(name: at("incident"), in: session) else {
            throw DeedRefusal.unknownIncident(at("incident"))
        }
        return incident
    }

    fileprivate func update(in session: any Session) throws -> IncidentUpdate {
        guard let update = try IncidentStore.update(publicID: at("update"), in: session) else {
            throw DeedRefusal.unknownUpdate(at("update"))
        }
        return update
    }

    fileprivate func impacts() -> [String: ImpactLevel] {
        members("components").reduce(into: [:]) { impacts, member in
            guard case .string(let word) = member.value else { return }
            impacts[member.key] = ImpactLevel(rawValue: word)
        }
    }

    fileprivate func opening() throws -> OpenIncident {
        OpenIncident(
            title: localized("title") ?? LocalizedText(),
            impacts: impacts(),
            listed: list("customers")?.map { row in
                OpenIncident.ListedCustomer(
                    customer: row["customer"]?.plainText ?? "",
                    details: row["details"]?.plainTexts ?? [:]
                )
            },
            kind: word("kind") ?? .outage,
            origin: word("origin") ?? .unknown,
            message: localized("message") ?? LocalizedText(),
            beganAt: time("began_at"),
            eta: time("eta"),
            nextUpdate: time("next_update"),
            dataTouched: word("data_touched"),
            notify: flag("notify") ?? false
        )
    }
}

extension JSONValue {
    var plainText: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The texts of an object by their keys.
    fileprivate var plainTexts: [String: String] {
        guard case .object(let members) = self else { return [:] }
        return members.reduce(into: [:]) { $0[$1.key] = $1.value.plainText }
    }
}
