import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering
import Response

/// What a rehearsed campaign would do, read in the transaction of the rehearsal.
struct PreviewReading: Sendable {
    var hurt = 0
    /// How many of them the first wave reaches.
    var planned = 0
    /// By which way, as `email`, `phone`, `whatsapp`, `sms` or `lost`.
    var ways: [(word: String, icon: String, count: Int)] = []
    var samples: [Sample] = []
    /// Languages of customers in which nothing was written.
    var untranslated: [Language] = []
    /// Set where machines would wait for a second person.
    var waits: Waits?

    /// Who would be asked.
    struct Waits: Sendable {
        var approvers: [String]
        /// Whether whoever asks could approve what others ask for.
        var isApprover: Bool

        /// - Parameter approval: what the rehearsed deed answered; nil where nobody is asked.
        init?(_ approval: Int64?, actor: Actor, in session: any Session) throws {
            guard approval != nil else { return nil }
            approvers = try AccountStore.namesOfApprovers(besides: actor.staffID, in: session)
            isApprover = actor.staffID != nil && actor.has(.approver)
        }
    }

    struct Sample: Sendable {
        var customer: Customer
        var word: String
        var address: String?
        var language: Language
        var subject: String
        var text: String
        var short: String
        var script: String

        /// Whether they receive the short text.
        var isShort: Bool { word == "sms" || word == "whatsapp" }
    }

    static func icon(_ word: String) -> String {
        switch word {
        case "email": "mail"
        case "phone": "phone"
        case "lost": "incident"
        default: "message"
        }
    }

    init() {}

    init(incidentName: String, source: any RecipientSource, at now: Instant, in session: any Session) throws {
        guard let incidentID = Incident.id(fromName: incidentName) else { return }
        hurt = try ScopeStore.customersHurt(incidentID, at: now, in: session)
        let subject = IncidentRecipients.subject(incidentID)
        guard let campaign = try CampaignStore.newest(of: subject, in: session) else { return }
        let notices = try Self.notices(of: campaign.id, in: session)
        planned = notices.count
        let counts = Dictionary(grouping: notices, by: \.word).mapValues(\.count)
        ways = ["email", "phone", "whatsapp", "sms", "telegram", "webhook", "lost"].compactMap { word in
            counts[word].map { (word, Self.icon(word), $0) }
        }
        let variants = try CampaignStore.variants(of: campaign.id, in: session)
        untranslated = Set(notices.map(\.language)).filter { language in
            variants.byLanguage[language]?.writtenIn != language
        }.sorted()
        let chosen = Self.chosen(notices)
        let personal = try source.personal(
            campaign,
            customerIDs: chosen.map(\.customerID),
            at: now,
            in: session
        )
        let customers = try CustomerStore.with(ids: chosen.map(\.customerID), in: session)
        samples = chosen.compactMap { notice -> Sample? in
            guard let customer = customers.first(where: { $0.id == notice.customerID }),
                let variant = variants.variant(for: customer.language)
            else { return nil }
            return Self.sample(customer, notice, variant, values: personal[customer.id] ?? [:])
        }
    }

    private struct PlannedNotice {
        var customerID: Int64
        var word: String
        var address: String?
        var language: Language
    }

    private static func notices(of campaignID: Int64, in session: any Session) throws -> [PlannedNotice] {
        try session.rows(
            """
            SELECT n.customer_id, u.language, n.state, n.channel, a.value FROM notice n
            JOIN customer u ON u.id = n.customer_id
            LEFT JOIN address a ON a.id = n.address_id
            WHERE n.campaign_id = \(campaignID) ORDER BY n.id LIMIT 1000
            """
        ) { row in
            let (customerID, language) = (try row.next(Int64.self), try row.next(Language.self))
            let state = try row.next(NoticeState.self)
            let channel = try row.nextOrNil(String.self)
            return PlannedNotice(
                customerID: customerID,
                word: state == .skipped ? "lost" : channel ?? "lost",
                address: try row.nextOrNil(),
                language: language
            )
        }
    }

    /// Three that differ as much as can be: by way and language, then whoever comes first.
    private static func chosen(_ notices: [PlannedNotice]) -> [PlannedNotice] {
        let told = notices.filter { $0.word != "lost" }
        var seen: Set<String> = []
        let different = told.filter { seen.insert("\($0.word) \($0.language.code)").inserted }
        let ids = Set(different.map(\.customerID))
        return Array((different + told.filter { !ids.contains($0.customerID) }).prefix(Preview.messagesMax))
    }

    private static func sample(
        _ customer: Customer,
        _ notice: PlannedNotice,
        _ variant: Variant,
        values: [String: String]
    ) -> Sample {
        func filled(_ text: SegmentedText) -> String { text.spliced(values) { $0 } }
        return Sample(
            customer: customer,
            word: notice.word,
            address: notice.address,
            language: variant.writtenIn,
            subject: filled(variant.title),
            text: filled(variant.bodyText),
            short: filled(variant.shortText),
            script: filled(variant.script)
        )
    }
}
