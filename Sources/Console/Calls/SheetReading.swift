import Access
import Basis
import Database
import Delivery
import Incidents
import Response

/// One person's open calls, in the order in which they are to be made.
struct SheetReading: Sendable {
    static let slipsMax = 200

    var incident: Incident
    var name: String
    var slips: [CallSlip]
    var done: Int
    var estimate: CallEstimate
    /// How this person's calls are marked while they are on the telephone.
    var holder: String
    /// As whom the outcomes are recorded.
    var actor: Actor

    /// The one that is held; else the first that nobody else holds and whose time has come; else the next one.
    func current(at now: Instant) -> CallSlip? {
        slips.first { $0.heldBy == holder }
            ?? slips.first { $0.heldBy == nil && $0.dueAt <= now }
            ?? slips.first { $0.heldBy == nil }
    }

    /// The sheet of a member of staff; nil where there is no such incident or person.
    init?(
        staff externalID: String,
        incident name: String,
        visitor: Actor,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws {
        guard let incident = try IncidentStore.with(name: name, in: session),
            let staff = try StaffStore.with(externalID: externalID, in: session)
        else { return nil }
        // Until people can log in, whoever opens a person's sheet acts as that person; then, as themselves.
        let actor = visitor == .operator && staff.actor.has(.responder) ? staff.actor : visitor
        try self.init(incident, .staff(staff.id), staff.name, actor, source: source, at: now, in: session)
    }

    /// The sheet of a helper; nil where it has expired or is about something else.
    init?(guest sheetID: Int64, source: any RecipientSource, at now: Instant, in session: any Session) throws
    {
        guard let sheet = try GuestSheetStore.with(id: sheetID, in: session), sheet.expiresAt > now,
            sheet.subject.kind == IncidentRecipients.subjectKind,
            let incident = try IncidentStore.with(id: sheet.subject.id, in: session)
        else { return nil }
        let actor = Actor.guest(sheetID: sheetID)
        try self.init(incident, .guest(sheetID), sheet.name, actor, source: source, at: now, in: session)
    }

    private init(
        _ incident: Incident,
        _ owner: CallOwner,
        _ name: String,
        _ actor: Actor,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws {
        let subject = IncidentRecipients.subject(incident.id)
        self.incident = incident
        self.name = name
        self.actor = actor
        holder = actor.id.map { "\(actor.kind):\($0)" } ?? actor.kind
        slips = try CallDesk.slips(
            .owner(owner, subject),
            source: source,
            limit: Self.slipsMax,
            at: now,
            in: session
        )
        let own = try CallDesk.sheets(subject, at: now, in: session).filter { $0.owner == owner }
        done = own.first?.reached ?? 0
        estimate = CallDesk.estimate(own, at: now)
    }
}
