import Access
import Basis
import Database
import Delivery
import Incidents

/// Somebody comes on duty or leaves; their open calls are shared out anew.
package struct SetDuty: Deed {
    package static let name = "set_duty"

    /// The staff member's own id.
    package var staff: String
    package var isOnDuty: Bool

    package init(staff: String, isOnDuty: Bool) {
        self.staff = staff
        self.isOnDuty = isOnDuty
    }

    package func subject(_ answer: Done) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> Done {
        guard let found = try StaffStore.with(externalID: staff, in: context.session) else {
            throw DeedRefusal.unknownStaff(staff)
        }
        try StaffStore.setDuty(isOnDuty, staff: found.id, in: context.session)
        for incident in try IncidentStore.open(in: context.session) {
            try CallDesk.assign(
                IncidentRecipients.subject(incident.id),
                at: context.now,
                in: context.session
            )
            try context.session.announce(.incident(incident.id))
        }
        return Done()
    }
}

/// Somebody new works here.
package struct AddStaff: Deed {
    package static let name = "add_staff"
    package static let role = Role.administrator

    package var staff: Staff

    package init(staff: Staff) { self.staff = staff }

    package func subject(_ answer: Done) -> String { "staff:\(staff.externalID)" }

    package func act(in context: DeedContext) throws -> Done {
        var problems = Problems()
        if staff.name.isEmpty { problems.add("name", "response.name_missing") }
        if staff.externalID.isEmpty { problems.add("id", "response.id_missing") }
        if try StaffStore.with(externalID: staff.externalID, in: context.session) != nil {
            problems.add("id", "response.staff_exists", ["id": staff.externalID])
        }
        try problems.check()
        _ = try StaffStore.add(staff, at: context.now, in: context.session)
        return Done()
    }
}

/// The open calls of an incident are shared out over who is on duty.
package struct AssignCalls: Deed {
    package static let name = "assign_calls"

    package var incident: String

    package init(incident: String) { self.incident = incident }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        try CallDesk.assign(
            IncidentRecipients.subject(found.id),
            at: context.now,
            in: context.session
        )
        try context.session.announce(.incident(found.id))
        return Done()
    }
}

/// A helper without an account gets some calls, by a signed link that shows only these.
package struct InviteGuest: Deed {
    package static let name = "invite_guest"
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
