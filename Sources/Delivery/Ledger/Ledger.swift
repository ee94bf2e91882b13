import Basis
import Catalog
import Database

/// Claims segments and keeps the books of what leaves: intent before, outcome after, both guarded by the fence.
package struct Ledger: Sendable {
    let node: NodeIdentity
    let lease: Span
    /// How often each channel sends again what it does not know the outcome of; its keys are the channels at hand.
    let repeats: [AddressChannel: Int]

    /// Takes the next free segment, worst wave first; nil where there is none. What its last holder left in flight
    /// becomes unknown here.
    func claim(at now: Instant, in session: any Session) throws -> SegmentClaim? {
        let today = try session.databaseTime()
        let free = try session.first(
            """
            SELECT s.id, s.campaign_id, s.fence, s.first_notice_id, s.last_notice_id, s.node FROM segment s
            WHERE s.state = 'open' AND s.lease_until <= \(today) AND (
                s.node IS NOT NULL OR s.next_at <= \(now) AND \(Canary.mayLeave)
            )
            ORDER BY s.wave_number, s.id LIMIT 1 \(session.dialect.skipLocked)
            """
        ) { row in
            (
                id: try row.next(Int64.self), campaignID: try row.next(Int64.self),
                fence: try row.next(Int64.self),
                first: try row.next(Int64.self), last: try row.next(Int64.self),
                node: try row.nextOrNil(String.self)
            )
        }
        guard let free, let campaign = try CampaignStore.with(id: free.campaignID, in: session) else {
            return nil
        }
        try session.run(
            """
            UPDATE segment SET node = \(node.text), fence = \(free.fence + 1), lease_until = \(today + lease)
            WHERE id = \(free.id) AND fence = \(free.fence)
            """
        )
        let claim = SegmentClaim(
            segmentID: free.id,
            campaign: campaign,
            fence: free.fence + 1,
            firstNoticeID: free.first,
            lastNoticeID: free.last
        )
        if free.node != nil { try recover(claim, at: now, in: session) }
        return claim
    }

    /// One step of a claimed segment, in one transaction.
    func advance(
        _ claim: SegmentClaim,
        _ step: LedgerStep,
        at now: Instant,
        in session: any Session
    ) throws -> LedgerAnswer {
        let current = try session.first(
            """
            SELECT s.fence, s.state, k.state, CASE WHEN \(Canary.mayLeave) THEN 1 ELSE 0 END
            FROM segment s JOIN campaign k ON k.id = s.campaign_id
            WHERE s.id = \(claim.segmentID)
            """
        ) {
            (
                fence: try $0.next(Int64.self), segment: try $0.next(String.self),
                state: try $0.next(Campaign.State.self), mayLeave: try $0.next(Bool.self)
            )
        }
        guard let current, current.fence == claim.fence, current.segment == "open" else { return .fencedOff }
        var campaign = claim.campaign
        campaign.state = current.state
        let settler = Settler(campaign: campaign, repeats: repeats, now: now)
        try settler.settle(step.settled, in: session)
        for notice in step.unusable { try settler.redirect(notice, wasSent: false, in: session) }
        if step.mayOpenCalls { try CallDesk.assignNew(campaign.subject, at: now, in: session) }
        if let closing = step.closing {
            try close(claim, campaign, notBefore: closing.notBefore, at: now, in: session)
            return .intended([])
        }
        guard current.mayLeave else { return .inactive }
        return .intended(try intend(step.intended, claim, at: now, in: session))
    }

    /// Writes that these are about to leave, and prolongs the lease. Returns those that may.
    private func intend(
        _ ids: [Int64],
        _ claim: SegmentClaim,
        at now: Instant,
        in session: any Session
    ) throws -> Set<Int64> {
        let today = try session.databaseTime()
        try session.run(
            "UPDATE segment SET lease_until = \(today + lease) WHERE id = \(claim.segmentID) AND fence = \(claim.fence)"
        )
        let due = try session.rows(
            """
            SELECT id FROM notice
            WHERE id IN \(list: ids) AND state IN ('waiting', 'unknown') AND next_at <= \(now)
            """
        ) { try $0.int64(0) }
        guard !due.isEmpty else { return [] }
        try session.run(
            """
            UPDATE notice
            SET is_possible_duplicate = CASE WHEN state = 'unknown' THEN 1 ELSE is_possible_duplicate END,
                state = \(NoticeState.sending), attempts = attempts + 1, next_at = NULL
            WHERE id IN \(list: due)
            """
        )
        return Set(due)
    }

    /// Gives the segment back: finished where nothing of it waits, else until the first of it is due.
    private func close(
        _ claim: SegmentClaim,
        _ campaign: Campaign,
        notBefore: Instant,
        at now: Instant,
        in session: any Session
    ) throws {
        let rest = try session.first(
            """
            SELECT count(*), MIN(n.next_at) FROM notice n
            WHERE \(claim.notices)
                AND (n.state = 'waiting' OR n.state = 'sending' OR n.state = 'unknown' AND n.next_at IS NOT NULL)
            """
        ) { (count: try $0.next(Int.self), due: try $0.nextOrNil(Instant.self)) }
        let nextAt = max(rest?.due ?? now, notBefore)
        let state = rest?.count == 0 ? "finished" : "open"
        try session.run(
            """
            UPDATE segment SET state = \(state), node = NULL, lease_until = 0, next_at = \(nextAt)
            WHERE id = \(claim.segmentID) AND fence = \(claim.fence)
            """
        )
        guard state == "finished" else { return }
        try CampaignStore.finishIfIdle(campaign.id, at: now, in: session)
        try CampaignStore.checkCanary(campaign.id, at: now, in: session)
    }

    /// What the last holder had in flight when it died may have arrived or not.
    private func recover(_ claim: SegmentClaim, at now: Instant, in session: any Session) throws {
        let orphans = try notices(of: claim, where: "n.state = 'sending'", in: session)
        let settler = Settler(campaign: claim.campaign, repeats: repeats, now: now)
        for notice in orphans {
            try settler.settleUnknown(
                notice,
                details: "the sender ended in the middle",
                after: nil,
                in: session
            )
        }
    }
}
