import Basis
import Catalog
import Database
import Delivery

/// Reads and writes which bags were made and what came back in them.
package enum BagStore {
    package static func add(
        bag id: String,
        incidentID: Int64?,
        customers: Int,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO go_bag (id, incident_id, customers, made_at)
            VALUES (\(id), \(incidentID), \(customers), \(now))
            """
        )
    }

    /// What a bag was about and when it was made; nil for a bag that this database does not know.
    package static func with(
        id: String,
        in session: any Session
    ) throws -> (incidentID: Int64?, madeAt: Instant)? {
        try session.first("SELECT incident_id, made_at FROM go_bag WHERE id = \(id)") { row in
            (incidentID: try row.nextOrNil(), madeAt: try row.next())
        }
    }

    /// Those of the outcomes that were merged before, so that nothing counts twice.
    package static func merged(among ids: [String], in session: any Session) throws -> Set<String> {
        Set(
            try inSlices(ids) { slice in
                try session.rows("SELECT id FROM go_bag_outcome WHERE id IN \(list: slice)") {
                    try $0.next(String.self)
                }
            }
        )
    }

    package static func add(_ outcome: MergedOutcome, at now: Instant, in session: any Session) throws {
        try session.run(
            """
            INSERT INTO go_bag_outcome (id, bag_id, incident_id, customer_id, call_id, staff_id, outcome, note,
                                        happened_at, merged_at, fate)
            VALUES (\(outcome.id), \(outcome.bag), \(outcome.incidentID), \(outcome.customerID), \(outcome.callID),
                    \(outcome.staffID), \(outcome.outcome), \(outcome.note), \(outcome.happenedAt), \(now),
                    \(outcome.fate.rawValue))
            """
        )
    }

    /// Forgets what callers wrote down about a customer; what came of each call stays.
    package static func erase(customer id: Int64, in session: any Session) throws {
        try session.run("UPDATE go_bag_outcome SET note = NULL WHERE customer_id = \(id)")
    }

    /// The same for everybody in an incident: a bag holds few enough for one transaction.
    package static func forgetPeople(of incidentID: Int64, in session: any Session) throws {
        try session.run("UPDATE go_bag_outcome SET note = NULL WHERE incident_id = \(incidentID)")
    }
}

/// One outcome of a bag as it is kept, with what it led to.
package struct MergedOutcome: Sendable, Hashable {
    package var id: String
    package var bag: String
    package var incidentID: Int64
    package var customerID: Int64
    package var callID: Int64?
    package var staffID: Int64?
    package var outcome: String
    package var note: String?
    package var happenedAt: Instant
    package var fate: LateFate

    package init(
        id: String,
        bag: String,
        incidentID: Int64,
        customerID: Int64,
        callID: Int64?,
        staffID: Int64?,
        outcome: String,
        note: String?,
        happenedAt: Instant,
        fate: LateFate
    ) {
        self.id = id
        self.bag = bag
        self.incidentID = incidentID
        self.customerID = customerID
        self.callID = callID
        self.staffID = staffID
        self.outcome = outcome
        self.note = note
        self.happenedAt = happenedAt
        self.fate = fate
    }
}
