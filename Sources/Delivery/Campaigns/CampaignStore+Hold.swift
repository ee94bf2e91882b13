import Basis
import Database

extension CampaignStore {
    /// The longest reason that is kept, in characters.
    package static let holdReasonMax = 500

    /// Holds everything of a subject, or of all subjects, that would still reach somebody: campaigns being planned or
    /// sent, and those of which only calls are left. From the commit on no node writes the intent to send anything
    /// more of them; what is in flight is settled. Those held already stay as they are. Returns the ones held now.
    @discardableResult
    package static func hold(
        _ subject: Subject?,
        reason: String?,
        at now: Instant,
        in session: any Session
    ) throws -> [Campaign] {
        let campaigns = try session.rows(
            """
            SELECT \(Campaign.columns) FROM campaign
            WHERE \(filter(subject)) AND (
                state IN ('planning', 'sending') OR state = 'held' AND held_at IS NULL
                OR state = 'finished' AND EXISTS (
                    SELECT 1 FROM call c WHERE c.campaign_id = campaign.id AND c.state = 'open'
                )
            ) ORDER BY id
            """,
            Campaign.init(row:)
        )
        try session.run(
            """
            UPDATE campaign SET state = \(Campaign.State.held), held_at = \(now),
                                hold_reason = \(reason.map { String($0.prefix(holdReasonMax)) })
            WHERE id IN \(list: campaigns.map(\.id))
            """
        )
        try announce(campaigns, in: session)
        return campaigns
    }

    /// Holds all campaigns, as a script for `psql` that fits every schema this room ever had. Whoever ran it says why
    /// with ``hold(_:reason:at:in:)`` afterwards.
    package static let holdScript = """
        UPDATE campaign SET state = 'held' WHERE state IN ('planning', 'sending') OR state = 'finished' AND EXISTS (
            SELECT 1 FROM call c WHERE c.campaign_id = campaign.id AND c.state = 'open'
        );
        """

    /// Lets what is held go on where it stood, and what stands behind its first few go on to the rest. What was
    /// settled meanwhile is not told any more; what waits for an approval goes on waiting for it. Returns the ones
    /// that were moved.
    @discardableResult
    package static func goOn(
        _ subject: Subject?,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws -> [Campaign] {
        let campaigns = try standing(subject, in: session)
        for campaign in campaigns {
            try session.run(
                """
                UPDATE campaign SET held_at = NULL, hold_reason = NULL,
                    gate = CASE WHEN gate = 'approval' THEN gate END, state = CASE
                    WHEN finished_at IS NOT NULL THEN 'finished'
                    WHEN planned_at IS NULL THEN 'planning'
                    ELSE 'sending' END
                WHERE id = \(campaign.id)
                """
            )
            if campaign.finishedAt == nil, try source.isFixedMeanwhile(campaign, in: session) {
                try WriteOff.stop(campaign, at: now, in: session)
            }
            try finishIfIdle(campaign.id, at: now, in: session)
        }
        try announce(campaigns, in: session)
        return campaigns
    }

    /// What goes on only when a person says so, of one subject or of all, oldest first.
    package static func held(_ subject: Subject? = nil, in session: any Session) throws -> [Campaign] {
        try standing(subject, in: session).filter { $0.state == .held || $0.gate != .canary }
    }

    /// Held by a person, or standing behind its first few.
    private static func standing(_ subject: Subject?, in session: any Session) throws -> [Campaign] {
        try session.rows(
            """
            SELECT \(Campaign.columns) FROM campaign
            WHERE \(filter(subject)) AND (state = \(Campaign.State.held)
                OR state IN ('planning', 'sending') AND gate IN ('canary', 'canary_failed', 'canary_passed'))
            ORDER BY id
            """,
            Campaign.init(row:)
        )
    }

    private static func filter(_ subject: Subject?) -> SQL {
        guard let subject else { return "1 = 1" }
        return "subject_kind = \(subject.kind) AND subject_id = \(subject.id)"
    }

    private static func announce(_ campaigns: [Campaign], in session: any Session) throws {
        for subject in Set(campaigns.map(\.subject)) { try session.announce(.delivery(subject)) }
        if !campaigns.isEmpty { try session.announce(.deliveryWork) }
    }
}
