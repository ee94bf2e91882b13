import Basis
import Catalog
import Database

/// A run of at most 250 notices that one worker holds at a time, by a lease in the database's time.
///
/// Each claim raises the fence. A worker whose fence is no longer the segment's was taken for dead; nothing it
/// writes counts.
struct SegmentClaim: Sendable {
    var segmentID: Int64
    var campaign: Campaign
    var fence: Int64
    var firstNoticeID: Int64
    var lastNoticeID: Int64

    /// As a condition on `n`.
    var notices: SQL { SegmentNotices.of(campaign.id, from: firstNoticeID, to: lastNoticeID) }
}

/// Which notices are a segment's, as a condition on `n`: those of its campaign from its first id to its last.
///
/// The plus keeps SQLite from finding them by the index on campaign and customer, that is from reading all notices of
/// the campaign for each segment.
enum SegmentNotices {
    /// Of the segment `s` in the same statement.
    static let ofSegment: SQL = """
        n.id BETWEEN s.first_notice_id AND s.last_notice_id AND +n.campaign_id = s.campaign_id
        """

    static func of(_ campaignID: Int64, from first: Int64, to last: Int64) -> SQL {
        "n.id BETWEEN \(first) AND \(last) AND +n.campaign_id = \(campaignID)"
    }
}

/// A notice of a claimed segment that is due, with all that sending it needs.
struct DueNotice: Sendable {
    var id: Int64
    var customerID: Int64
    var channel: AddressChannel
    var address: Address
    var language: Basis.Language
    var attempts: Int
    /// Its last attempt ended unknown.
    var isRepeat: Bool
}

/// What became of one notice that was being sent, to be written.
struct Settlement: Sendable {
    var notice: DueNotice
    var outcome: DeliveryOutcome
}

/// One transaction of a worker: writes what became of the last group, the intent to send the next, and at the end
/// gives the segment back. Together, so that a group costs one commit and not two.
struct LedgerStep: Sendable {
    var settled: [Settlement] = []
    /// Due notices whose address became unusable after planning; they were not sent.
    var unusable: [DueNotice] = []
    var intended: [Int64] = []
    var closing: Closing?

    /// Whether a customer may have been turned over to a person.
    var mayOpenCalls: Bool {
        !unusable.isEmpty
            || settled.contains { settlement in
                switch settlement.outcome {
                case .refusedRecipient, .retry: true
                case .handedOver, .refusedSender, .unknown, .notTried: false
                }
            }
    }

    struct Closing: Sendable {
        /// The segment is not looked at before this, whatever waits in it.
        var notBefore: Instant
    }
}

enum LedgerAnswer: Sendable {
    /// Another worker holds the segment: nothing was written.
    case fencedOff
    /// The campaign ended or is held: what was sent is settled, nothing more may be sent.
    case inactive
    /// These may leave now.
    case intended(Set<Int64>)
}
