import Basis
import Catalog
import Database

/// What came of trying to reach somebody once.
package enum AttemptOutcome: String, Sendable, CaseIterable, Codable, SQLText {
    // By a machine.
    case handedOver = "handed_over"
    case retry
    case refused
    case senderRefused = "sender_refused"
    case unknown
    // By a person.
    case reached
    case alreadyKnew = "already_knew"
    case voicemail
    case noAnswer = "no_answer"
    case wrongNumber = "wrong_number"
    case callBack = "call_back"
    case sent
}

/// One attempt. A clean first hand-over by a machine has none: its notice says all there is.
package struct Attempt: Sendable, Hashable {
    package var id: Int64
    package var noticeID: Int64
    package var channel: AddressChannel
    package var addressID: Int64?
    package var happenedAt: Instant
    package var outcome: AttemptOutcome
    /// What the far end said, or for calls a JSON object (`since`, `note`).
    package var details: String?
    package var staffID: Int64?
}

/// Reads and writes attempts.
enum AttemptStore {
    /// What far ends say is kept, but no more than this of it.
    static let detailsMax = 500

    static func add(
        notice id: Int64,
        channel: AddressChannel,
        address: Int64?,
        _ outcome: AttemptOutcome,
        details: String? = nil,
        staff: Int64? = nil,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO attempt (notice_id, channel, address_id, happened_at, outcome, details, staff_id)
            VALUES (\(id), \(channel), \(address), \(now), \(outcome),
                    \(details.map { String($0.prefix(detailsMax)) }), \(staff))
            """
        )
    }

    /// How often an attempt at this address ended this way.
    static func count(
        notice id: Int64,
        address: Int64?,
        _ outcome: AttemptOutcome,
        in session: any Session
    ) throws -> Int {
        try session.count(
            """
            SELECT count(*) FROM attempt
            WHERE notice_id = \(id) AND outcome = \(outcome) AND address_id = \(address ?? 0)
            """
        )
    }

    /// In the order in which they happened, which is not that in which they were told.
    static func of(notices ids: [Int64], in session: any Session) throws -> [Attempt] {
        try session.rows(
            """
            SELECT id, notice_id, channel, address_id, happened_at, outcome, details, staff_id
            FROM attempt WHERE notice_id IN \(list: ids) ORDER BY happened_at, id
            """
        ) { row in
            Attempt(
                id: try row.next(),
                noticeID: try row.next(),
                channel: try row.next(),
                addressID: try row.nextOrNil(),
                happenedAt: try row.next(),
                outcome: try row.next(),
                details: try row.nextOrNil(),
                staffID: try row.nextOrNil()
            )
        }
    }
}
