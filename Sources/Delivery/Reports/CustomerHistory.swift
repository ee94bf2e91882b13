import Basis
import Catalog
import Database

/// What one customer was told about a subject, when and how, and what was tried.
package struct CustomerHistory: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package var noticeID: Int64
        package var campaign: Campaign
        package var state: NoticeState
        package var channel: AddressChannel?
        package var address: String?
        package var reason: NoticeReason?
        package var isPossibleDuplicate: Bool
        package var plannedAt: Instant
        package var handedOverAt: Instant?
        package var passedOver: [AddressChoice.PassedOver]
        package var attempts: [Attempt]
    }

    package var customerID: Int64
    /// Oldest campaign first.
    package var entries: [Entry]

    package static func of(
        _ customerID: Int64,
        _ subject: Subject,
        in session: any Session
    ) throws -> CustomerHistory {
        var entries: [Entry] = []
        for campaign in try CampaignStore.of(subject, in: session) {
            let entry = try session.first(
                """
                SELECT n.id, n.state, n.channel, a.value, n.reason, n.is_possible_duplicate, w.frozen_at,
                       n.handed_over_at
                FROM notice n JOIN wave w ON w.id = n.wave_id LEFT JOIN address a ON a.id = n.address_id
                WHERE n.campaign_id = \(campaign.id) AND n.customer_id = \(customerID)
                """
            ) { row in
                Entry(
                    noticeID: try row.next(),
                    campaign: campaign,
                    state: try row.next(),
                    channel: try row.nextOrNil(),
                    address: try row.nextOrNil(),
                    reason: try row.nextOrNil(),
                    isPossibleDuplicate: try row.next(),
                    plannedAt: try row.next(),
                    handedOverAt: try row.nextOrNil(),
                    passedOver: [],
                    attempts: []
                )
            }
            guard var entry else { continue }
            entry.passedOver = try PassedOverStore.of(notice: entry.noticeID, in: session)
            entry.attempts = try AttemptStore.of(notices: [entry.noticeID], in: session)
            entries.append(entry)
        }
        return CustomerHistory(customerID: customerID, entries: entries)
    }

    /// The subjects of a kind of which somebody was to be told, the newest first.
    package static func subjects(
        ofKind kind: String,
        customerID: Int64,
        limit: Int,
        in session: any Session
    ) throws -> [Int64] {
        // `CROSS JOIN` keeps SQLite from reading all notices: there are far fewer campaigns, and each knows its people.
        try session.rows(
            """
            SELECT k.subject_id FROM campaign k CROSS JOIN notice n
            WHERE k.subject_kind = \(kind) AND n.campaign_id = k.id AND n.customer_id = \(customerID)
            GROUP BY k.subject_id ORDER BY MAX(k.id) DESC LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
    }
}
