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
