import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering

/// What one incident and one customer have to do with each other.
package struct IncidentShare: Codable, Sendable, Equatable {
    package struct Hurt: Codable, Sendable, Equatable {
        package var severity: Int64
        package var since: Instant
    }

    /// Their word to us.
    package struct Said: Codable, Sendable, Equatable {
        package var at: Instant
        package var channel: String
        package var said: String?
    }

    package struct Bagged: Codable, Sendable, Equatable {
        package var at: Instant
        package var outcome: String
        package var note: String?
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var hadNoticed: Bool
        package var noticedAt: Instant?
        package var answeredAt: Instant

        enum CodingKeys: String, CodingKey {
            case hadNoticed = "had_noticed"
            case noticedAt = "noticed_at"
            case answeredAt = "answered_at"
        }
    }

    package struct Back: Codable, Sendable, Equatable {
        package var state: String
        package var source: String
        package var at: Instant
    }

    package var incident: String
    package var title: LocalizedText
    package var hurt: Hurt?
    /// What the list said about them, where the incident began with one.
    package var listed: [String: String]?
    package var contacts: [Said]
    package var noticed: Answer?
    package var back: Back?
    package var notices: [NoticeShare]
    /// What callers without a network wrote down.
    package var bagged: [Bagged]

    static func all(of customer: Customer, in context: DeedContext) throws -> [IncidentShare] {
        let id = customer.id
        let incidents = try context.session.rows(
            """
            SELECT incident_id FROM hurt_customer WHERE customer_id = \(id)
            UNION SELECT incident_id FROM scope_listed WHERE customer_id = \(id)
            UNION SELECT incident_id FROM first_contact WHERE customer_id = \(id)
            UNION SELECT incident_id FROM noticed_answer WHERE customer_id = \(id)
            UNION SELECT incident_id FROM back_check WHERE customer_id = \(id)
            UNION SELECT k.subject_id FROM campaign k JOIN notice n ON n.campaign_id = k.id
            WHERE n.customer_id = \(id) AND k.subject_kind = \(IncidentRecipients.subjectKind)
            ORDER BY 1
            """
        ) { try $0.next(Int64.self) }
        return try incidents.compactMap { incident in
            try IncidentStore.with(id: incident, in: context.session).map {
                try IncidentShare($0, customer, in: context)
            }
        }
    }

    private init(_ incident: Incident, _ customer: Customer, in context: DeedContext) throws {
        let session = context.session
        let place: SQL = "incident_id = \(incident.id) AND customer_id = \(customer.id)"
        self.incident = incident.name
        title = incident.title
        hurt = try session.first("SELECT severity, since_at FROM hurt_customer WHERE \(place)") {
            Hurt(severity: try $0.next(), since: try $0.next())
        }
        listed = try session.first("SELECT details FROM scope_listed WHERE \(place)") {
            try $0.json([String: String].self)
        }
        contacts = try session.rows(
            "SELECT happened_at, channel, said FROM first_contact WHERE \(place) ORDER BY happened_at, id"
        ) { Said(at: try $0.next(), channel: try $0.next(), said: try $0.nextOrNil()) }
        noticed = try IncidentStore.answer(of: customer.id, incidentID: incident.id, in: session).map {
            Answer(hadNoticed: $0.hadNoticed, noticedAt: $0.noticedAt, answeredAt: $0.answeredAt)
        }
        back = try session.first("SELECT state, source, checked_at FROM back_check WHERE \(place)") {
            Back(state: try $0.next(), source: try $0.next(), at: try $0.next())
        }
        bagged = try session.rows(
            "SELECT happened_at, outcome, note FROM go_bag_outcome WHERE \(place) ORDER BY happened_at, id"
        ) { Bagged(at: try $0.next(), outcome: try $0.next(), note: try $0.nextOrNil()) }
        notices = try NoticeShare.all(of: customer, IncidentRecipients.subject(incident.id), in: context)
    }
}

/// One notice to a customer, with the words as they were for them.
package struct NoticeShare: Codable, Sendable, Equatable {
    package struct Try: Codable, Sendable, Equatable {
        package var at: Instant
        package var channel: String
        package var outcome: String
        package var details: String?
    }

    package struct PassedOver: Codable, Sendable, Equatable {
        package var channel: String
        package var reason: String
    }

    package var purpose: String
    package var state: String
    package var channel: String?
    package var address: String?
    package var reason: String?
    package var isPossibleDuplicate: Bool
    package var plannedAt: Instant
    package var handedOverAt: Instant?
    package var title: String?
    package var text: String?
    package var attempts: [Try]
    package var passedOver: [PassedOver]

    enum CodingKeys: String, CodingKey {
        case purpose, state, channel, address, reason, title, text, attempts
        case isPossibleDuplicate = "is_possible_duplicate"
        case plannedAt = "planned_at"
        case handedOverAt = "handed_over_at"
        case passedOver = "passed_over"
    }

    static func all(
        of customer: Customer,
        _ subject: Subject,
        in context: DeedContext
    ) throws -> [NoticeShare] {
        try CustomerHistory.of(customer.id, subject, in: context.session).entries.map { entry in
            let variants = try CampaignStore.variants(of: entry.campaign.id, in: context.session)
            let personal = try context.desk.source.personal(
                entry.campaign,
                customerIDs: [customer.id],
                at: context.now,
                in: context.session
            )
            return NoticeShare(
                entry,
                variants.variant(for: customer.language),
                personal[customer.id] ?? [:]
            )
        }
    }

    private init(_ entry: CustomerHistory.Entry, _ variant: Variant?, _ personal: [String: String]) {
        purpose = entry.campaign.purpose
        state = entry.state.rawValue
        channel = entry.channel?.rawValue
        address = entry.address
        reason = entry.reason?.rawValue
        isPossibleDuplicate = entry.isPossibleDuplicate
        plannedAt = entry.plannedAt
        handedOverAt = entry.handedOverAt
        title = variant?.title.spliced(personal, escape: \.self)
        text = variant?.bodyText.spliced(personal, escape: \.self)
        attempts = entry.attempts.map {
            Try(
                at: $0.happenedAt,
                channel: $0.channel.rawValue,
                outcome: $0.outcome.rawValue,
                details: $0.details
            )
        }
        passedOver = entry.passedOver.map {
            PassedOver(channel: $0.channel.rawValue, reason: $0.reason.rawValue)
        }
    }
}
