import Basis
import Database

/// What `amends notices` prints: all campaigns of a subject together, the customers behind them, and each campaign.
package struct NoticeReport: Sendable, Hashable, Codable {
    package struct Customers: Sendable, Hashable, Codable {
        package var hurt: Int
        /// At least one notice was handed over, or one call reached them.
        package var told: Int
        /// Not told yet, but a machine or a person will.
        package var waiting: Int
        /// Not told, and there is no way left.
        package var unreachable: Int
        /// Not told for certain: a message may have arrived.
        package var unknown: Int
    }

    package struct CampaignCounts: Sendable, Hashable, Codable {
        package var id: Int64
        package var purpose: String
        package var audience: String
        package var state: Campaign.State
        /// What machines wait for; absent where nothing restrains them.
        package var gate: Campaign.Gate?
        package var createdAt: Instant
        package var waves: [WaveCounts]
        package var counts: NoticeCounts

        enum CodingKeys: String, CodingKey {
            case id
            case purpose
            case audience
            case state
            case gate
            case createdAt = "created_at"
            case waves
        }

        package init(_ campaign: Campaign, waves: [WaveCounts], counts: NoticeCounts) {
            id = campaign.id
            purpose = campaign.purpose
            audience = campaign.audience
            state = campaign.state
            gate = campaign.state.isAlive ? campaign.gate : nil
            createdAt = campaign.createdAt
            self.waves = waves
            self.counts = counts
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(Int64.self, forKey: .id)
            purpose = try container.decode(String.self, forKey: .purpose)
            audience = try container.decode(String.self, forKey: .audience)
            state = try container.decode(Campaign.State.self, forKey: .state)
            gate = try container.decodeIfPresent(Campaign.Gate.self, forKey: .gate)
            createdAt = try container.decode(Instant.self, forKey: .createdAt)
            waves = try container.decode([WaveCounts].self, forKey: .waves)
            counts = try NoticeCounts(from: decoder)
        }

        package func encode(to encoder: any Encoder) throws {
            try counts.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(purpose, forKey: .purpose)
            try container.encode(audience, forKey: .audience)
            try container.encode(state, forKey: .state)
            try container.encodeIfPresent(gate, forKey: .gate)
            try container.encode(createdAt, forKey: .createdAt)
            try container.encode(waves, forKey: .waves)
        }
    }

    /// A frozen list.
    package struct WaveCounts: Sendable, Hashable, Codable {
        package var number: Int
        package var recipients: Int
        package var hash: String
        package var frozenAt: Instant

        enum CodingKeys: String, CodingKey {
            case number
            case recipients
            case hash
            case frozenAt = "frozen_at"
        }
    }

    package var counts: NoticeCounts
    package var customers: Customers
    package var campaigns: [CampaignCounts]

    enum CodingKeys: String, CodingKey {
        case customers
        case campaigns
    }

    package init(counts: NoticeCounts, customers: Customers, campaigns: [CampaignCounts]) {
        self.counts = counts
        self.customers = customers
        self.campaigns = campaigns
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        counts = try NoticeCounts(from: decoder)
        customers = try container.decode(Customers.self, forKey: .customers)
        campaigns = try container.decode([CampaignCounts].self, forKey: .campaigns)
    }

    package func encode(to encoder: any Encoder) throws {
        try counts.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(customers, forKey: .customers)
        try container.encode(campaigns, forKey: .campaigns)
    }
}

extension NoticeReport {
    /// - Parameter hurt: how many customers are hurt, which the storey above knows.
    package static func make(_ subject: Subject, hurt: Int, in session: any Session) throws -> NoticeReport {
        let campaigns = try CampaignStore.of(subject, in: session)
        let ids = campaigns.map(\.id)
        let counts = try NoticeCounts.of(campaigns: ids, in: session)
        let waves = try waves(of: ids, in: session)
        var total = NoticeCounts()
        for id in ids { total.add(counts[id] ?? NoticeCounts()) }
        return NoticeReport(
            counts: total,
            customers: try customers(of: ids, hurt: hurt, in: session),
            campaigns: campaigns.map { campaign in
                CampaignCounts(
                    campaign,
                    waves: waves[campaign.id] ?? [],
                    counts: counts[campaign.id] ?? NoticeCounts()
                )
            }
        )
    }

    private static func waves(of campaigns: [Int64], in session: any Session) throws -> [Int64: [WaveCounts]]
    {
        var waves: [Int64: [WaveCounts]] = [:]
        try session.each(
            """
            SELECT campaign_id, number, recipients, hash, frozen_at FROM wave
            WHERE campaign_id IN \(list: campaigns) ORDER BY campaign_id, number
            """
        ) { row in
            waves[try row.next(), default: []].append(
                WaveCounts(
                    number: try row.next(),
                    recipients: try row.next(),
                    hash: try row.next(),
                    frozenAt: try row.next()
                )
            )
        }
        return waves
    }

    /// The best that happened to each customer over all campaigns, counted.
    package static func customers(
        of campaigns: [Int64],
        hurt: Int,
        in session: any Session
    ) throws -> Customers {
        var customers = Customers(hurt: hurt, told: 0, waiting: 0, unreachable: 0, unknown: 0)
        try session.each(
            """
            SELECT t.best, count(*) FROM (
                SELECT MIN(CASE
                    WHEN state = 'handed_over' THEN 1
                    WHEN state IN ('waiting', 'sending', 'to_call') THEN 2
                    WHEN state = 'unknown' THEN 3
                    WHEN state = 'skipped' AND reason IN ('superseded', 'fixed_meanwhile') THEN 5
                    ELSE 4 END) AS best
                FROM notice WHERE campaign_id IN \(list: campaigns) GROUP BY customer_id
            ) AS t GROUP BY t.best
            """
        ) { row in
            let (best, count) = (try row.int64(0), Int(try row.int64(1)))
            switch best {
            case 1: customers.told = count
            case 2: customers.waiting = count
            case 3: customers.unknown = count
            case 4: customers.unreachable = count
            default: break
            }
        }
        return customers
    }
}
