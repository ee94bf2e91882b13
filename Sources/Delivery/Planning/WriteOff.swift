import Basis
import Database

/// Turns what still waits of a replaced or stopped campaign into skipped notices, segment by segment.
///
/// That nobody is told what is no longer so is already certain when the campaign's state changes: every intent to
/// send reads it. This is the bookkeeping, and may take its time.
enum WriteOff {
    /// Segments in one transaction: some 5,000 notices.
    static let segmentsMax = 20

    /// Campaigns that ended early and still have something open.
    static func campaigns(in session: any Session) throws -> [Campaign] {
        try CampaignStore.all(in: [.superseded, .stopped], in: session).filter { $0.finishedAt == nil }
    }

    static func reason(for campaign: Campaign) -> NoticeReason {
        if campaign.state == .superseded { return .superseded }
        return campaign.gate == .approval ? .notApproved : .fixedMeanwhile
    }

    /// Ends a campaign whose matter is settled: nothing more of it is planned or sent, its open calls are off.
    static func stop(_ campaign: Campaign, at now: Instant, in session: any Session) throws {
        let changed = try session.run(
            """
            UPDATE campaign SET state = \(Campaign.State.stopped), plan_cursor = NULL, gate = NULL,
                                planned_at = COALESCE(planned_at, \(now))
            WHERE id = \(campaign.id) AND state IN ('planning', 'sending')
            """
        )
        guard changed == 1 else { return }
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.skipped), reason = \(NoticeReason.fixedMeanwhile), next_at = NULL
            WHERE state = \(NoticeState.toCall) AND id IN (
                SELECT c.notice_id FROM call c WHERE c.state = 'open' AND c.campaign_id = \(campaign.id)
            )
            """
        )
        try session.run(
            "UPDATE call SET state = 'done' WHERE state = 'open' AND campaign_id = \(campaign.id)"
        )
        try session.announce(.delivery(campaign.subject))
    }

    /// Writes off the next segments after `segmentID`. Returns the last one it looked at; nil when it is through.
    static func step(
        _ campaign: Campaign,
        after segmentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> Int64? {
        let segments = try session.rows(
            """
            SELECT id, first_notice_id, last_notice_id FROM segment
            WHERE campaign_id = \(campaign.id) AND state = 'open' AND id > \(segmentID)
            ORDER BY id LIMIT \(segmentsMax)
            """
        ) { (id: try $0.int64(0), first: try $0.int64(1), last: try $0.int64(2)) }
        guard let last = segments.last else {
            try endIfEmpty(campaign, at: now, in: session)
            return nil
        }
        let reason = reason(for: campaign)
        for segment in segments {
            let notices = SegmentNotices.of(campaign.id, from: segment.first, to: segment.last)
            try skipWaiting(notices, reason, in: session)
        }
        try session.run(
            """
            UPDATE segment AS s SET state = 'finished', node = NULL, lease_until = 0
            WHERE s.id IN \(list: segments.map(\.id)) AND NOT EXISTS (
                SELECT 1 FROM notice n WHERE \(SegmentNotices.ofSegment) AND n.state = 'sending'
            )
            """
        )
        try session.announce(.delivery(campaign.subject))
        return last.id
    }

    private static func skipWaiting(
        _ notices: SQL,
        _ reason: NoticeReason,
        in session: any Session
    ) throws {
        try session.run(
            """
            UPDATE notice AS n SET state = \(NoticeState.skipped), reason = \(reason), next_at = NULL
            WHERE \(notices) AND n.state = 'waiting'
            """
        )
        // What may have arrived is not sent again: it stays unknown.
        try session.run(
            "UPDATE notice AS n SET next_at = NULL WHERE \(notices) AND n.state = 'unknown'"
        )
    }

    /// Segments that are still open hold a group in flight; they are looked at again.
    private static func endIfEmpty(_ campaign: Campaign, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            UPDATE campaign SET finished_at = \(now) WHERE id = \(campaign.id) AND NOT EXISTS (
                SELECT 1 FROM segment s WHERE s.campaign_id = campaign.id AND s.state = 'open'
            )
            """
        )
    }
}
