import Basis
import Catalog
import Incidents

/// A customer turned to us about it, on whichever channel: the earliest evidence that they had noticed.
package struct RecordContact: Deed {
    package static let name = "record_contact"

    package var incident: String
    package var customer: String
    /// phone, email, whatsapp, twitter, …: the way they came.
    package var channel: String
    package var happenedAt: Instant?
    package var said: String?

    package init(
        incident: String,
        customer: String,
        channel: String,
        happenedAt: Instant? = nil,
        said: String? = nil
    ) {
        self.incident = incident
        self.customer = customer
        self.channel = channel
        self.happenedAt = happenedAt
        self.said = said
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        let person = try context.customer(customer)
        var contact = FirstContact(
            incidentID: found.id,
            customerID: person.id,
            channel: channel,
            happenedAt: happenedAt ?? context.now,
            said: said
        )
        try IncidentStore.addContact(&contact, in: context.session)
        try Timeline.add(
            TimelineEntry.Kind.contacted,
            to: found,
            ["customer": person.externalID, "channel": channel],
            in: context
        )
        return Done()
    }
}
