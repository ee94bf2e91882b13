import Basis
import Catalog
import Database

/// What became of the notices of one or more campaigns. `planned` is counted from the frozen waves and the rest from
/// the notices, so that a lost notice shows as a sum that does not add up.
package struct NoticeCounts: Sendable, Hashable, Codable {
    package var planned = 0
    package var handedOver = 0
    package var refused = 0
    package var skipped = 0
    package var unknown = 0
    /// Also what is being sent at this moment.
    package var waiting = 0
    package var toCall = 0
    package var possibleDuplicates = 0
    /// Channel, then state.
    package var byChannel: [String: [String: Int]] = [:]
    package var skippedByReason: [String: Int] = [:]
    package var passedOverByReason: [String: Int] = [:]

    enum CodingKeys: String, CodingKey {
        case planned
        case handedOver = "handed_over"
        case refused
        case skipped
        case unknown
        case waiting
        case toCall = "to_call"
        case possibleDuplicates = "possible_duplicates"
        case byChannel = "by_channel"
        case skippedByReason = "skipped_by_reason"
        case passedOverByReason = "passed_over_by_reason"
    }

    package init() {}

    package var addsUp: Bool { planned == handedOver + refused + skipped + unknown + waiting + toCall }

    /// The counts of each of the campaigns; those without notices are there too.
    package static func of(
        campaigns ids: [Int64],
        in session: any Session
    ) throws -> [Int64: NoticeCounts] {
        var counts = Dictionary(ids.map { ($0, NoticeCounts()) }, uniquingKeysWith: { first, _ in first })
        try session.each(
            """
            SELECT campaign_id, CAST(COALESCE(SUM(recipients), 0) AS BIGINT) FROM wave
            WHERE campaign_id IN \(list: ids) GROUP BY campaign_id
            """
        ) { counts[try $0.int64(0)]?.planned = Int(try $0.int64(1)) }
        try session.each(
            """
            SELECT campaign_id, state, channel, reason, count(*), CAST(SUM(is_possible_duplicate) AS BIGINT)
            FROM notice WHERE campaign_id IN \(list: ids) GROUP BY campaign_id, state, channel, reason
            """
        ) { row in
            let id = try row.next(Int64.self)
            counts[id]?.add(
                state: try row.next(),
                channel: try row.nextOrNil(),
                reason: try row.nextOrNil(),
                count: try row.next(),
                duplicates: try row.next()
            )
        }
        try session.each(
            """
            SELECT n.campaign_id, p.reason, count(*) FROM passed_over p JOIN notice n ON n.id = p.notice_id
            WHERE n.campaign_id IN \(list: ids) GROUP BY n.campaign_id, p.reason
            """
        ) { counts[try $0.int64(0)]?.passedOverByReason[try $0.text(1)] = Int(try $0.int64(2)) }
        return counts
    }

    private mutating func add(
        state: NoticeState,
        channel: AddressChannel?,
        reason: NoticeReason?,
        count: Int,
        duplicates: Int
    ) {
        switch state {
        case .handedOver: handedOver += count
        case .refused: refused += count
        case .skipped: skipped += count
        case .unknown: unknown += count
        case .waiting, .sending: waiting += count
        case .toCall: toCall += count
        }
        possibleDuplicates += duplicates
        if let channel { byChannel[channel.rawValue, default: [:]][state.reported, default: 0] += count }
        if state == .skipped, let reason { skippedByReason[reason.rawValue, default: 0] += count }
    }

    mutating func add(_ other: NoticeCounts) {
        planned += other.planned
        handedOver += other.handedOver
        refused += other.refused
        skipped += other.skipped
        unknown += other.unknown
        waiting += other.waiting
        toCall += other.toCall
        possibleDuplicates += other.possibleDuplicates
        skippedByReason.merge(other.skippedByReason, uniquingKeysWith: +)
        passedOverByReason.merge(other.passedOverByReason, uniquingKeysWith: +)
        for (channel, states) in other.byChannel {
            byChannel[channel, default: [:]].merge(states, uniquingKeysWith: +)
        }
    }
}

extension NoticeState {
    /// The word in reports: what is being sent is still waiting to those who read them.
    package var reported: String { self == .sending ? NoticeState.waiting.rawValue : rawValue }
}
