import Basis
import Catalog
import Database
import Delivery
import Incidents

/// Everything that is known about one customer, over all rooms: what `amends customer export` prints.
package struct CustomerDossier: Codable, Sendable, Equatable {
    package struct Reach: Codable, Sendable, Equatable {
        package var channel: String
        package var value: String
        package var preference: Int
        package var consent: String
        package var standing: String
        /// Whose it is, where it belongs to a person there.
        package var contact: String?
        package var role: String?
    }

    package struct Service: Codable, Sendable, Equatable {
        package var component: String
        package var quantity: Int
        package var priceMinor: Int64?
        package var currency: String?
        package var period: String?
        package var status: String
        package var start: Instant
        package var end: Instant?

        enum CodingKeys: String, CodingKey {
            case component, quantity, currency, period, status, start, end
            case priceMinor = "price_minor"
        }
    }

    /// Ours; the audit trail names the customer by it.
    package var number: Int64
    package var id: String
    package var name: String
    package var language: Language
    package var country: String?
    package var timeZone: String?
    package var tier: String?
    package var accountManager: String?
    package var domains: [String]
    package var addresses: [Reach]
    package var subscriptions: [Service]
    package var incidents: [IncidentShare]
    /// Texts that people wrote and that name the customer.
    package var mentions: [Mention]

    enum CodingKeys: String, CodingKey {
        case number, id, name, language, country, tier, domains, addresses, subscriptions, incidents, mentions
        case timeZone = "time_zone"
        case accountManager = "account_manager"
    }

    init(_ customer: Customer, in context: DeedContext) throws {
        let session = context.session
        number = customer.id
        id = customer.externalID
        name = customer.name
        language = customer.language
        country = customer.country
        timeZone = customer.timeZone
        tier = customer.tier
        accountManager = customer.accountManager
        domains = customer.domains
        addresses = try session.rows(
            """
            SELECT a.channel, a.value, a.preference, a.consent, a.standing, c.name, c.role
            FROM address a LEFT JOIN contact c ON c.id = a.contact_id
            WHERE a.customer_id = \(customer.id) ORDER BY a.preference, a.id
            """
        ) { row in
            Reach(
                channel: try row.next(),
                value: try row.next(),
                preference: try row.next(),
                consent: try row.next(),
                standing: try row.next(),
                contact: try row.nextOrNil(),
                role: try row.nextOrNil()
            )
        }
        subscriptions = try Self.services(of: customer.id, in: session)
        incidents = try IncidentShare.all(of: customer, in: context)
        mentions = try Mention.find(try CustomerEraser.traces(of: customer, in: session), in: session)
    }

    private static func services(of customer: Int64, in session: any Session) throws -> [Service] {
        try session.rows(
            """
            SELECT c.external_id, s.quantity, s.price_minor, s.currency, s.period, s.status, s.started_at, s.ended_at
            FROM subscription s JOIN component c ON c.id = s.component_id
            WHERE s.customer_id = \(customer) ORDER BY c.external_id, s.started_at
            """
        ) { row in
            Service(
                component: try row.next(),
                quantity: try row.next(),
                priceMinor: try row.nextOrNil(),
                currency: try row.nextOrNil(),
                period: try row.nextOrNil(),
                status: try row.next(),
                start: try row.next(),
                end: try row.nextOrNil()
            )
        }
    }
}
