import Access
import Basis
import Delivery
import Incidents

/// A helper without an account gets some calls, by a signed link that shows only these.
package struct InviteGuest: Deed {
    package static let name = "invite_guest"
    package static let keepsAnswer = false
    /// What the link's signature is for.
    package static let purpose = "call-sheet"

    package var incident: String
    package var guest: String
    package var calls: Int
    package var hours: Int

    package init(incident: String, guest: String, calls: Int = 10, hours: Int = 12) {
        self.incident = incident
        self.guest = guest
        self.calls = calls
        self.hours = hours
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var sheet: Int64
        package var token: String
        package var calls: Int
    }

    package func subject(_ answer: Answer) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Answer {
        let found = try context.incident(incident)
        var problems = Problems()
        if guest.isEmpty { problems.add("name", "response.name_missing") }
        if !(1...100).contains(calls) { problems.add("calls", "response.calls_range") }
        if !(1...72).contains(hours) { problems.add("hours", "response.hours_range") }
        try problems.check()
        let expiry = context.now + .hours(Int64(hours))
        let (sheet, moved) = try GuestSheetStore.create(
            subject: IncidentRecipients.subject(found.id),
            name: guest,
            count: calls,
            expiresAt: expiry,
            at: context.now,
            in: context.session
        )
        let token = context.desk.signer.sign(String(sheet.id), purpose: Self.purpose, expiry: expiry)
        return Answer(sheet: sheet.id, token: token, calls: moved)
    }
}
