import Basis
import Database

/// What a call is about, and whom it is for.
package struct CallMatter: Sendable, Hashable {
    package var subject: Subject
    package var customerID: Int64
}

extension CallDesk {
    /// Nil where there is no such call.
    package static func matter(ofCall id: Int64, in session: any Session) throws -> CallMatter? {
        try session.first(
            """
            SELECT k.subject_kind, k.subject_id, c.customer_id FROM call c
            JOIN campaign k ON k.id = c.campaign_id WHERE c.id = \(id)
            """
        ) { row in
            CallMatter(
                subject: Subject(kind: try row.next(), id: try row.next()),
                customerID: try row.next()
            )
        }
    }
}
