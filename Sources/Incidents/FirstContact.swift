import Basis
import Database

/// A customer came to us about an incident: evidence that they had noticed by then.
package struct FirstContact: Sendable, Hashable {
    package internal(set) var id: Int64
    package var incidentID: Int64
    package var customerID: Int64
    /// How: `phone`, `email`, `whatsapp`, `twitter`, `in_person`, …
    package var channel: String
    package var happenedAt: Instant
    /// In their words.
    package var said: String?

    /// A new contact, not stored yet.
    package init(
        incidentID: Int64,
        customerID: Int64,
        channel: String,
        happenedAt: Instant,
        said: String? = nil
    ) {
        id = 0
        self.incidentID = incidentID
        self.customerID = customerID
        self.channel = channel
        self.happenedAt = happenedAt
        self.said = said
    }
}

/// What a customer answered to "had you noticed?", on their link or on the phone.
package struct NoticedAnswer: Sendable, Hashable {
    package var incidentID: Int64
    package var customerID: Int64
    package var hadNoticed: Bool
    /// Since when, where they said so.
    package var noticedAt: Instant?
    package var answeredAt: Instant

    package init(
        incidentID: Int64,
        customerID: Int64,
        hadNoticed: Bool,
        noticedAt: Instant? = nil,
        answeredAt: Instant
    ) {
        self.incidentID = incidentID
        self.customerID = customerID
        self.hadNoticed = hadNoticed
        self.noticedAt = noticedAt
        self.answeredAt = answeredAt
    }
}
