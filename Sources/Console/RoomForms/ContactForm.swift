import Basis
import Catalog
import Incidents
import Rendering
import Response

/// A customer came to us by themselves: the evidence that they had noticed.
enum ContactForm: RoomForm {
    static let fields: Set<String> = ["customer", "channel", "at", "said"]
    static let done = "contact"
    static let channels = ["phone", "email", "whatsapp", "twitter", "in_person", "other"]
    /// More than this many customers with the same words in their name are too many to choose from.
    private static let candidatesMax = 10

    static func page(
        _ visit: Visit,
        _ incident: Incident,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage {
        let words = visit.words
        func text(
            _ name: String,
            _ value: String?,
            type: String = "text",
            isLong: Bool = false
        ) -> FormPage.Item {
            .text(
                TextField(
                    name,
                    label: words("contact.\(name)"),
                    hint: words.textIfAny("console.contact.\(name)_hint"),
                    value: value,
                    problem: problems[name],
                    type: type,
                    isLong: isLong,
                    isRequired: name == "customer"
                )
            )
        }
        let channel = SelectField(
            "channel",
            label: words("contact.channel"),
            options: channels.map { ($0, words("contact.\($0)")) },
            chosen: form?["channel"] ?? channels[0],
            problem: problems["channel"]
        )
        return FormPage(
            visit,
            "contact",
            section: .incidents,
            back: .room(incident, words),
            action: Links.room(incident.name, "contacts/new"),
            items: [
                text("customer", form?["customer"] ?? visit.value("customer"), type: "search"),
                .select(channel),
                text("at", form?["at"] ?? visit.clock, type: "time"),
                text("said", form?["said"], isLong: true),
            ],
            problems: problems
        )
    }

    static func perform(_ visit: Visit, _ incident: Incident, _ form: FormFields) async throws {
        let customer = try await customer(form["customer"], visit)
        let channel = form["channel"].flatMap { channels.contains($0) ? $0 : nil } ?? "other"
        try await visit.perform(
            RecordContact(
                incident: incident.name,
                customer: customer.externalID,
                channel: channel,
                happenedAt: form["at"].flatMap { visit.time.last($0, before: visit.now) },
                said: form["said"]
            )
        )
    }

    /// The customer whose id or name was typed, as one types a name on the telephone.
    private static func customer(_ typed: String?, _ visit: Visit) async throws -> Customer {
        var problems = Problems()
        let found = try await visit.read { session in
            try typed.map { try CustomerStore.search($0, limit: candidatesMax + 1, in: session) } ?? []
        }
        if let exact = found.first(where: {
            $0.externalID == typed || $0.name.lowercased() == typed?.lowercased()
        }) {
            return exact
        }
        if found.count == 1, let only = found.first { return only }
        if found.isEmpty {
            problems.add("customer", "console.contact.nobody_found", ["typed": typed ?? ""])
        } else {
            let names = found.prefix(candidatesMax).map { "\($0.name) (\($0.externalID))" }
            problems.add("customer", "console.contact.several_found", ["names": visit.words.time.list(names)])
        }
        throw problems
    }
}
