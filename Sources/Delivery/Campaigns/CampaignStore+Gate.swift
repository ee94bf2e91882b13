import Basis
import Database

/// What stands between a campaign and its sending: an approval, or how its first few fare.
extension CampaignStore {
    /// Opens the gate of a campaign that waits for approval; its first few leave now. False where it does not wait
    /// any more: replaced, stopped, or approved before.
    package static func approve(_ id: Int64, at now: Instant, in session: any Session) throws -> Bool {
        guard let campaign = try with(id: id, in: session), campaign.gate == .approval,
            campaign.state.isAlive
        else { return false }
        let first = try session.count(
            "SELECT COUNT(*) FROM segment WHERE campaign_id = \(id) AND is_canary = 1"
        )
        try setGate(first > 0 ? .canary : nil, of: id, at: now, in: session)
        try announce(campaign, in: session)
        return true
    }

    /// Ends what was not approved: nothing of it is sent by a machine. Open calls stay, as people make them.
    package static func turnDown(_ id: Int64, at now: Instant, in session: any Session) throws {
        guard let campaign = try with(id: id, in: session), campaign.gate == .approval else { return }
        try session.run(
            """
            UPDATE campaign SET state = \(Campaign.State.stopped), plan_cursor = NULL,
                                planned_at = COALESCE(planned_at, \(now)), held_at = NULL, hold_reason = NULL
            WHERE id = \(id) AND state IN ('planning', 'sending', 'held')
            """
        )
        try announce(campaign, in: session)
    }

    /// How many a machine is still to send to, of those planned so far.
    package static func waiting(in id: Int64, in session: any Session) throws -> Int {
        try session.count(
            "SELECT COUNT(*) FROM notice WHERE campaign_id = \(id) AND state = \(NoticeState.waiting)"
        )
    }

    /// How the first few of a campaign fared; all zero where there are none.
    package static func canary(of id: Int64, in session: any Session) throws -> Canary.Count {
        try session.first(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN n.state = 'handed_over' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE
                    WHEN n.state IN ('waiting', 'sending') OR n.state = 'unknown' AND n.next_at IS NOT NULL THEN 1
                    ELSE 0 END), 0) AS BIGINT)
            FROM segment s JOIN notice n ON n.id BETWEEN s.first_notice_id AND s.last_notice_id
                AND n.campaign_id = s.campaign_id
            WHERE s.campaign_id = \(id) AND s.is_canary = 1
            """
        ) { Canary.Count(all: try $0.next(), handedOver: try $0.next(), open: try $0.next()) }
            ?? Canary.Count(all: 0, handedOver: 0, open: 0)
    }

    /// Looks at the first few of a campaign that stands behind them, and lets the rest follow where they arrived.
    static func checkCanary(_ id: Int64, at now: Instant, in session: any Session) throws {
        guard let campaign = try with(id: id, in: session), campaign.gate == .canary, campaign.state.isActive
        else { return }
        let since = campaign.gateAt ?? campaign.createdAt
        let count = try canary(of: id, in: session)
        switch Canary.verdict(count, isPatienceOver: now >= since + Canary.patience) {
        case .wait: return
        case .pass: try setGate(campaign.asksAfterCanary ? .canaryPassed : nil, of: id, at: now, in: session)
        case .fail: try setGate(.canaryFailed, of: id, at: now, in: session)
        }
        try announce(campaign, in: session)
    }

    /// Campaigns whose first few are on their way.
    static func inCanary(in session: any Session) throws -> [Campaign] {
        try all(in: [.planning, .sending], in: session).filter { $0.gate == .canary }
    }

    static func setGate(
        _ gate: Campaign.Gate?,
        of id: Int64,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run("UPDATE campaign SET gate = \(gate), gate_at = \(now) WHERE id = \(id)")
    }

    private static func announce(_ campaign: Campaign, in session: any Session) throws {
        try session.announce(.delivery(campaign.subject))
        try session.announce(.deliveryWork)
    }
}
