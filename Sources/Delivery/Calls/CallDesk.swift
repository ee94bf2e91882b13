import Access
import Basis
import Catalog
import Database

/// What people do with calls: take one, settle one. Called by deeds, in their transaction.
package enum CallDesk {
    package enum Refusal: Basis.Refusal, Equatable {
        case unknownCall
        case alreadySettled
        /// Somebody else is on the telephone with this customer.
        case heldByAnother(name: String)
        case notOnYourSheet
        case sheetExpired
        case callBackInThePast
        /// The campaign is held: nobody begins a call.
        case campaignHeld

        package var message: Message {
            switch self {
            case .unknownCall: Message("delivery.call.unknown")
            case .alreadySettled: Message("delivery.call.already_settled")
            case .heldByAnother(let name): Message("delivery.call.held_by_another", ["name": name])
            case .notOnYourSheet: Message("delivery.call.not_on_your_sheet")
            case .sheetExpired: Message("delivery.call.sheet_expired")
            case .callBackInThePast: Message("delivery.call.call_back_in_the_past")
            case .campaignHeld: Message("delivery.call.campaign_held")
            }
        }
    }

    /// What follows from an outcome.
    package enum Result: Sendable, Hashable {
        /// The call is done and the notice has this state.
        case settled(NoticeState)
        /// The same call goes on another way, or the same way later.
        case goesOn(CallWay, dueAt: Instant)
    }

    /// How long somebody may be on a call before others may take it.
    package static let holdSpan = Span.minutes(15)

    /// Takes a call for `actor`, so that nobody else makes it. Taking one's own again prolongs it.
    package static func hold(
        _ callID: Int64,
        by actor: Actor,
        until end: Instant,
        at now: Instant,
        in session: any Session
    ) throws {
        let call = try open(callID, for: actor, at: now, in: session)
        try session.run(
            "UPDATE call SET held_by = \(holder(actor)), held_until = \(end) WHERE id = \(call.id) AND state = 'open'"
        )
        try session.announce(.delivery(call.campaign.subject))
    }

    /// Lets go of a call that `actor` took.
    package static func letGo(
        _ callID: Int64,
        by actor: Actor,
        in session: any Session
    ) throws {
        try session.run(
            "UPDATE call SET held_by = NULL, held_until = NULL WHERE id = \(callID) AND held_by = \(holder(actor))"
        )
    }

    /// Writes what came of a call and opens the next way where there is one.
    package static func record(
        _ outcome: CallOutcome,
        call callID: Int64,
        by actor: Actor,
        note: String? = nil,
        at now: Instant,
        in session: any Session
    ) throws -> Result {
        if case .callBack(let moment) = outcome, moment <= now { throw Refusal.callBackInThePast }
        let call = try settleable(callID, for: actor, at: now, in: session)
        try AttemptStore.add(
            notice: call.noticeID,
            channel: call.step.way.channel,
            address: call.step.addressID,
            outcome.attempt,
            details: CallNote(outcome, note: note).text,
            staff: actor.kind == "staff" ? actor.id : nil,
            at: now,
            in: session
        )
        let settler = CallSettler(call: call, now: now)
        let result = try settler.settle(outcome, in: session)
        try session.announce(.delivery(call.campaign.subject))
        return result
    }

    static func holder(_ actor: Actor) -> String {
        actor.id.map { "\(actor.kind):\($0)" } ?? actor.kind
    }

    /// The call where it is open and `actor` may make it.
    private static func open(
        _ callID: Int64,
        for actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws -> DeskCall {
        let call = try settleable(callID, for: actor, at: now, in: session)
        guard call.isOpen else { throw Refusal.alreadySettled }
        guard call.campaign.state != .held else { throw Refusal.campaignHeld }
        return call
    }

    /// Also a call that a newer campaign replaced while somebody was on the telephone: what they say still counts.
    private static func settleable(
        _ callID: Int64,
        for actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws -> DeskCall {
        guard let call = try DeskCall.with(id: callID, in: session) else { throw Refusal.unknownCall }
        if case .guest(let sheetID) = actor {
            guard call.guestSheetID == sheetID else { throw Refusal.notOnYourSheet }
            let sheet = try GuestSheetStore.with(id: sheetID, in: session)
            guard let sheet, sheet.expiresAt > now else { throw Refusal.sheetExpired }
        }
        guard call.isOpen || call.wasReplaced else { throw Refusal.alreadySettled }
        if let other = call.heldBy, other != holder(actor), let until = call.heldUntil, until > now {
            throw Refusal.heldByAnother(name: try name(ofHolder: other, in: session))
        }
        return call
    }

    /// The name of whoever holds a call, for people.
    package static func name(ofHolder holder: String, in session: any Session) throws -> String {
        let parts = holder.split(separator: ":")
        guard parts.count == 2, let id = Int64(parts[1]) else { return holder }
        let name =
            parts[0] == "guest"
            ? try GuestSheetStore.with(id: id, in: session)?.name
            : try StaffStore.with(id: id, in: session)?.name
        return name ?? holder
    }
}

/// What an attempt of a person keeps besides its outcome.
struct CallNote: Codable {
    var since: Instant?
    var note: String?

    init(_ outcome: CallOutcome, note: String?) {
        if case .alreadyKnew(let since) = outcome { self.since = since }
        self.note = note
    }

    /// Nil where there is nothing to keep.
    var text: String? {
        since == nil && note == nil ? nil : JSONText.encode(self)
    }
}
