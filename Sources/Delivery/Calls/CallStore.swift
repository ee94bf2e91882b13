import Basis
import Database

/// Reads and writes rows of calls. What people do with them is in `CallDesk`.
enum CallStore {
    static func values(
        notice: Int64,
        campaign: Int64,
        customer: Int64,
        way: CallWay,
        address: Int64,
        plan: CallPlan
    ) -> [SQLValue] {
        [
            .integer(notice), .integer(campaign), .integer(customer), way.sqlValue, .integer(address),
            plan.staffID?.sqlValue ?? .null, plan.guestSheetID?.sqlValue ?? .null, .text("open"),
            plan.dueAt.sqlValue, plan.heldBy?.sqlValue ?? .null, plan.heldUntil?.sqlValue ?? .null,
            .integer(notice), .integer(1),
        ]
    }

    static func insert(_ rows: [[SQLValue]], in session: any Session) throws {
        guard !rows.isEmpty else { return }
        try session.run(
            """
            INSERT INTO call (notice_id, campaign_id, customer_id, way, address_id, staff_id, guest_sheet_id, state,
                              due_at, held_by, held_until, position, round)
            VALUES \(rows: rows)
            """
        )
    }
}

/// A call that is still to be made, as those who share them out see it.
struct OpenCall: Sendable {
    var id: Int64
    var customerID: Int64
    var staffID: Int64?
    /// Of a sheet that has not expired.
    var guestSheetID: Int64?
    var isHeld: Bool
    var dueAt: Instant
    var language: Language
    var accountManager: String?
}

extension CallStore {
    /// The open calls of a subject in the order in which they are to be made.
    static func open(_ subject: Subject, at now: Instant, in session: any Session) throws -> [OpenCall] {
        try session.rows(
            """
            SELECT c.id, c.customer_id, c.staff_id,
                   CASE WHEN g.expires_at > \(now) THEN c.guest_sheet_id END,
                   CASE WHEN c.held_until > \(now) THEN 1 ELSE 0 END,
                   c.due_at, u.language, u.account_manager
            FROM call c
            JOIN campaign k ON k.id = c.campaign_id
            JOIN customer u ON u.id = c.customer_id
            LEFT JOIN guest_sheet g ON g.id = c.guest_sheet_id
            WHERE c.state = 'open' AND k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
            ORDER BY CASE WHEN c.position = 0 THEN 0 ELSE c.round END, c.position, c.id
            """
        ) { row in
            OpenCall(
                id: try row.next(),
                customerID: try row.next(),
                staffID: try row.nextOrNil(),
                guestSheetID: try row.nextOrNil(),
                isHeld: try row.next(),
                dueAt: try row.next(),
                language: try row.next(),
                accountManager: try row.nextOrNil()
            )
        }
    }

    /// How many calls of a subject are open, and how many of them are nobody's.
    static func counts(_ subject: Subject, in session: any Session) throws -> (open: Int, free: Int) {
        try session.first(
            """
            SELECT count(*), CAST(COALESCE(SUM(
                CASE WHEN c.staff_id IS NULL AND c.guest_sheet_id IS NULL THEN 1 ELSE 0 END
            ), 0) AS BIGINT)
            FROM call c JOIN campaign k ON k.id = c.campaign_id
            WHERE c.state = 'open' AND k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
            """
        ) { (open: try $0.next(), free: try $0.next()) } ?? (0, 0)
    }

    /// Ids in slices that a statement can take.
    static func slices(_ ids: [Int64]) -> [[Int64]] {
        stride(from: 0, to: ids.count, by: 500).map { Array(ids[$0..<min($0 + 500, ids.count)]) }
    }
}
