import Basis
import Database

/// Whether everything works again for one hurt customer, and how we know.
package struct BackCheck: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable, SQLText {
        case back
        case stillBroken = "still_broken"
        case unknown
    }

    /// Who says so.
    package enum Source: String, Sendable, CaseIterable, Codable, SQLText {
        /// They said it on the phone.
        case call
        /// They answered on their link.
        case link
        /// Somebody of ours looked.
        case person
        /// A machine looked.
        case monitor
    }

    package var incidentID: Int64
    package var customerID: Int64
    package var state: State
    package var source: Source
    package var checkedAt: Instant

    package init(
        incidentID: Int64,
        customerID: Int64,
        state: State,
        source: Source,
        checkedAt: Instant
    ) {
        self.incidentID = incidentID
        self.customerID = customerID
        self.state = state
        self.source = source
        self.checkedAt = checkedAt
    }
}

/// How many of the hurt customers are back. Nobody is counted as back who did not say so or was not looked at.
package struct BackCounts: Sendable, Hashable, Codable {
    package var back: Int
    package var stillBroken: Int
    package var unknown: Int

    package init(back: Int, stillBroken: Int, unknown: Int) {
        self.back = back
        self.stillBroken = stillBroken
        self.unknown = unknown
    }

    /// Those that closing the incident asks about.
    package var open: Int { stillBroken + unknown }
    package var total: Int { back + open }

    private enum CodingKeys: String, CodingKey {
        case back
        case stillBroken = "still_broken"
        case unknown
    }
}
