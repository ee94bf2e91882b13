import Basis
import Database

extension CampaignStore {
    /// The most recipients of a first wave.
    package static let firstWaveMax = 1_000

    /// The most times that the source is asked for the first wave; what it has left is the planner's.
    private static let firstReadsMax = 8

    /// Begins a campaign within a deed's transaction: replaces older ones of its subject, keeps its wordings and
    /// blocked carriers, and freezes the first wave.
    package static func launch(
        _ order: CampaignOrder,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws -> Campaign {
        let id = try insert(order, at: now, in: session)
        guard let campaign = try with(id: id, in: session) else {
            throw DatabaseError(.malformedRow, "campaign \(id) is gone right after it was made")
        }
        try VariantStore.insert(order.variants, campaign: id, in: session)
        try BlockedCarrierStore.insert(order.blocked, campaign: id, in: session)
        try supersede(olderThan: campaign, in: session)
        let plan = try firstWave(of: campaign, order, source: source, at: now, in: session)
        let canary = Canary.size(of: plan, order.canary)
        try WaveWriter(campaign: campaign, now: now, canary: canary).write(plan, in: session)
        try source.froze(campaign, recipients: plan.recipients, at: now, in: session)
        let gate: Campaign.Gate? = order.needsApproval ? .approval : canary > 0 ? .canary : nil
        try setGate(gate, of: id, at: now, in: session)
        try advance(campaign, past: plan, at: now, in: session)
        try session.announce(.delivery(order.subject))
        try session.announce(.deliveryWork)
        return try with(id: id, in: session) ?? campaign
    }

    private static func insert(
        _ order: CampaignOrder,
        at now: Instant,
        in session: any Session
    ) throws -> Int64 {
        try session.insert(
            """
            INSERT INTO campaign (subject_kind, subject_id, purpose, audience, state, is_urgent, time_zone,
                                  machine_channels, created_at, asks_after_canary)
            VALUES (\(order.subject.kind), \(order.subject.id), \(order.purpose), \(order.audience),
                    \(Campaign.State.planning), \(order.isUrgent), \(order.timeZone),
                    \(Campaign.words(order.machineChannels)), \(now), \(order.canary.asksPerson))
            RETURNING id
            """
        )
    }

    private static func firstWave(
        of campaign: Campaign,
        _ order: CampaignOrder,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws -> WavePlan {
        let rules = ChoiceRules(
            carriers: CarrierMatcher(order.blocked),
            machineChannels: order.machineChannels
        )
        let reader = WaveReader(campaign: campaign, rules: rules, source: source, now: now)
        var wave = try reader.plan(after: nil, limit: firstWaveMax, in: session)
        for _ in 1..<firstReadsMax {
            guard let next = wave.next, wave.entries.count < firstWaveMax else { break }
            let more = try reader.plan(
                after: next,
                limit: firstWaveMax - wave.entries.count,
                excluding: Set(wave.entries.map(\.customerID)),
                in: session
            )
            wave.next = more.next
            wave.entries += more.entries
            wave.calls.merge(more.calls) { first, _ in first }
        }
        wave.hash = WavePlan.hash(of: wave.entries)
        return wave
    }

    /// Moves the campaign's place on, from where the plan began to where it ends. The last wave ends the planning; a
    /// campaign without anything for a machine to send is finished then.
    static func advance(
        _ campaign: Campaign,
        past plan: WavePlan,
        at now: Instant,
        in session: any Session
    ) throws {
        guard let next = plan.next else {
            try session.run(
                """
                UPDATE campaign SET state = \(Campaign.State.sending), plan_cursor = NULL, planned_at = \(now)
                WHERE id = \(campaign.id)
                """
            )
            return try finishIfIdle(campaign.id, at: now, in: session)
        }
        try session.run("UPDATE campaign SET plan_cursor = \(next) WHERE id = \(campaign.id)")
    }

    /// A planned campaign is finished when nothing that a machine sends is waiting. Open calls do not keep it.
    static func finishIfIdle(_ campaignID: Int64, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE campaign SET state = \(Campaign.State.finished), finished_at = \(now)
            WHERE id = \(campaignID) AND state = \(Campaign.State.sending) AND NOT EXISTS (
                SELECT 1 FROM segment s WHERE s.campaign_id = campaign.id AND s.state = 'open'
            )
            """
        )
    }

    /// Older campaigns of the subject end here. What still waits in them is not sent any more from this moment and is
    /// written off by the planner; their open calls are written off at once, as the new campaign takes them over.
    private static func supersede(olderThan campaign: Campaign, in session: any Session) throws {
        let older: SQL = """
            SELECT k.id FROM campaign k
            WHERE k.subject_kind = \(campaign.subject.kind) AND k.subject_id = \(campaign.subject.id)
                AND k.id < \(campaign.id)
            """
        try session.run(
            """
            UPDATE campaign SET state = \(Campaign.State.superseded), superseded_by_id = \(campaign.id),
                                held_at = NULL, hold_reason = NULL
            WHERE id IN (\(older)) AND state IN ('planning', 'sending', 'held')
            """
        )
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.skipped), reason = \(NoticeReason.superseded), next_at = NULL
            WHERE state = \(NoticeState.toCall) AND id IN (
                SELECT c.notice_id FROM call c WHERE c.state = 'open' AND c.campaign_id IN (\(older))
            )
            """
        )
        try session.run("UPDATE call SET state = 'done' WHERE state = 'open' AND campaign_id IN (\(older))")
    }
}
