import Basis
import Database

/// What was said publicly about an incident at one moment.
package struct IncidentUpdate: Sendable, Hashable {
    package internal(set) var id: Int64
    /// Twelve letters and digits, as the public page shows it.
    package var publicID: String
    package var incidentID: Int64
    package var status: Incident.Stage
    package var message: LocalizedText
    package var publishedAt: Instant
    /// When the message was changed last; readers are shown that it was.
    package internal(set) var editedAt: Instant?
    /// Whether customers were sent it.
    package var isNotified: Bool

    /// A new update, not stored yet.
    package init(
        publicID: String,
        incidentID: Int64,
        status: Incident.Stage,
        message: LocalizedText,
        publishedAt: Instant,
        isNotified: Bool
    ) {
        id = 0
        self.publicID = publicID
        self.incidentID = incidentID
        self.status = status
        self.message = message
        self.publishedAt = publishedAt
        self.isNotified = isNotified
    }
}
