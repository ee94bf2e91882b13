import Basis
import Catalog
import Database
import HTTPTypes
import Incidents
import Letters
import Response

extension Operation {
    /// What was learned, stated, promised; who turned to us; the story.
    static let knowledge: [Operation] =
        [
            .list("list_sightings", .knowledge, "incidents/:incident/sightings", of: Sighting.shape) {
                call,
                page,
                session in
                try page.cut(
                    try IncidentStore.sightings(of: try call.incident(in: session).id, in: session),
                    id: \.id,
                    json: \.json
                )
            },
            .deed(
                NoteSighting.self,
                .knowledge,
                "incidents/:incident/sightings",
                body: .object([
                    .required("source", .word(Sighting.Source.self)),
                    .optional("who", .line(max: Shape.lineMax)),
                    .required("said", .localized(isLine: false)),
                    .optional("link", .line(max: 2_000)),
                    .optional("seen_at", .time),
                    .optional("trust", .word(Sighting.Trust.self)),
                    .optional("eta", .time),
                ])
            ) { call in
                NoteSighting(
                    incident: call.at("incident"),
                    source: call.word("source") ?? .other,
                    who: call.text("who"),
                    said: call.localized("said") ?? LocalizedText(),
                    link: call.text("link"),
                    seenAt: call.time("seen_at"),
                    trust: call.word("trust") ?? .plausible,
                    eta: call.time("eta")
                )
            },
            .reading(
                "get_facts",
                .knowledge,
                "incidents/:incident/facts",
                answer: FactSheet.shape,
                isTagged: true
            ) {
                try FactStore.sheet(try $0.incident(in: $1).id, in: $1).json
            },
            .deed(
                StateFacts.self,
                .knowledge,
                "incidents/:incident/facts",
                method: .patch,
                body: .object([.required("facts", .list(statedFact, max: 100))]),
                guarded: { try FactStore.sheet(try $0.incident(in: $1).id, in: $1).json },
                {
                    StateFacts(
                        incident: $0.at("incident"),
                        facts: ($0.list("facts") ?? []).compactMap(\.fact)
                    )
                }
            ),
            .list("list_timeline", .knowledge, "incidents/:incident/timeline", of: TimelineEntry.shape) {
                call,
                page,
                session in
                try page.cut(
                    try IncidentStore.timeline(
                        of: try call.incident(in: session).id,
                        limit: timelineMax,
                        in: session
                    ),
                    id: \.id,
                    json: \.json
                )
            },
        ] + contacts + promises

    /// Of a longer story, its newest part.
    private static let timelineMax = 5_000

    private static let contacts: [Operation] = [
        .list("list_contacts", .knowledge, "incidents/:incident/contacts", of: FirstContact.shape) {
            call,
            page,
            session in
            let contacts = try IncidentStore.contacts(of: try call.incident(in: session).id, in: session)
            let customers = try CustomerStore.with(ids: contacts.map(\.customerID), in: session)
            let names = Dictionary(customers.map { ($0.id, $0.externalID) }) { first, _ in first }
            return try page.cut(contacts, id: \.id) { $0.json(customer: names[$0.customerID] ?? "") }
        },
        .deed(
            RecordContact.self,
            .knowledge,
            "incidents/:incident/contacts",
            body: .object([
                .required("customer", .ownID),
                .required("channel", .name(max: 40)),
                .optional("happened_at", .time),
                .optional("said", .text(max: Shape.textMax)),
            ])
        ) { call in
            RecordContact(
                incident: call.at("incident"),
                customer: call.text("customer") ?? "",
                channel: call.text("channel") ?? "",
                happenedAt: call.time("happened_at"),
                said: call.text("said")
            )
        },
        .deed(
            AnswerNotice.self,
            .knowledge,
            "incidents/:incident/answers",
            body: .object([
                .required("customer", .ownID),
                .required("had_noticed", .boolean),
                .optional("noticed_at", .time),
            ])
        ) { call in
            AnswerNotice(
                incident: call.at("incident"),
                customer: call.text("customer") ?? "",
                hadNoticed: call.flag("had_noticed") ?? false,
                noticedAt: call.time("noticed_at")
            )
        },
    ]

    private static let promises: [Operation] = [
        .list("list_promises", .knowledge, "incidents/:incident/promises", of: Promise.shape) {
            call,
            page,
            session in
            try page.cut(
                try PromiseStore.all(of: try call.incident(in: session).id, in: session),
                id: \.id,
                json: \.json
            )
        },
        .deed(
            PromiseSomething.self,
            .knowledge,
            "incidents/:incident/promises",
            body: .object([.required("what", .localized(isLine: false)), .required("due_at", .time)]),
            answer: .object([.required("id", .line(max: 30)), .required("promise", .count)]),
            status: .created,
            { call in
                PromiseSomething(
                    incident: call.at("incident"),
                    what: call.localized("what") ?? LocalizedText(),
                    dueAt: call.time("due_at") ?? call.now
                )
            },
            shown: { ["id": .string($0.id), "promise": .integer(Int($0.promise))] }
        ),
        .deed(KeepPromise.self, .knowledge, "promises/:promise/keep") {
            KeepPromise(promise: $0.number(at: "promise"))
        },
    ]

    private static let statedFact = Shape.object([
        .required("id", .name(max: 64)),
        .required("type", .word(Fact.Form.self)),
        .optional("value", .text(max: Shape.textMax)),
        .optional("text", .localized(isLine: false)),
    ])
}

extension JSONValue {
    fileprivate var fact: Fact? {
        guard let id = self["id"]?.plainText, let type = self["type"]?.plainText.flatMap(Fact.Form.init)
        else {
            return nil
        }
        return Fact(
            id: id,
            type: type,
            value: self["value"]?.plainText ?? "",
            text: self["text"]?.localized ?? LocalizedText()
        )
    }
}
