import Access
import Basis
import Catalog
import Delivery
import Incidents

/// What became of a call, or of a message that somebody sent from their own phone. Where nobody was reached, the next
/// way is tried.
package struct RecordCall: Deed {
    package static let name = "record_call"

    /// The outcome as a person picks it.
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case reached
        case alreadyKnew = "already_knew"
        case voicemail
        case noAnswer = "no_answer"
        case wrongNumber = "wrong_number"
        case callBack = "call_back"
        /// The assisted message left their phone.
        case sent
    }

    package var call: Int64
    package var outcome: Outcome
    /// Since when they knew, where they already knew and said so.
    package var knewSince: Instant?
    /// When they asked to be called again; needed for `callBack`.
    package var callBackAt: Instant?
    package var note: String?

    package init(
        call: Int64,
        outcome: Outcome,
        knewSince: Instant? = nil,
        callBackAt: Instant? = nil,
        note: String? = nil
    ) {
        self.call = call
        self.outcome = outcome
        self.knewSince = knewSince
        self.callBackAt = callBackAt
        self.note = note
    }

    package func subject(_ answer: Done) -> String { "call:\(call)" }

    package func isOpen(to actor: Actor) -> Bool {
        if case .guest = actor { true } else { false }
    }

    package func act(in context: DeedContext) throws -> Done {
        _ = try CallDesk.record(
            try callOutcome(),
            call: call,
            by: context.actor,
            note: note,
            at: context.now,
            in: context.session
        )
        guard let matter = try CallDesk.matter(ofCall: call, in: context.session),
            matter.subject.kind == IncidentRecipients.subjectKind,
            let incident = try IncidentStore.with(id: matter.subject.id, in: context.session)
        else { return Done() }
        guard let customer = try CustomerStore.with(id: matter.customerID, in: context.session) else {
            return Done()
        }
        try context.tellOfCall(
            callOutcome().attempt,
            since: knewSince,
            to: customer,
            in: incident,
            at: context.now
        )
        return Done()
    }

    private func callOutcome() throws -> CallOutcome {
        switch outcome {
        case .reached: return .reached
        case .alreadyKnew: return .alreadyKnew(since: knewSince)
        case .voicemail: return .voicemail
        case .noAnswer: return .noAnswer
        case .wrongNumber: return .wrongNumber
        case .sent: return .sent
        case .callBack:
            guard let callBackAt else { throw Problems([Problem("call_back", "response.call_back_missing")]) }
            return .callBack(at: callBackAt)
        }
    }
}

extension DeedContext {
    /// What a call says about who knew first, and its line in the incident's story.
    func tellOfCall(
        _ outcome: AttemptOutcome,
        since: Instant?,
        to customer: Customer,
        in incident: Incident,
        at moment: Instant
    ) throws {
        if outcome == .alreadyKnew || outcome == .reached {
            try keepFirstAnswer(
                NoticedAnswer(
                    incidentID: incident.id,
                    customerID: customer.id,
                    hadNoticed: outcome == .alreadyKnew,
                    noticedAt: since,
                    answeredAt: moment
                )
            )
        }
        try Timeline.add(
            TimelineEntry.Kind.called,
            to: incident,
            ["customer": customer.externalID, "outcome": outcome.rawValue],
            at: moment,
            in: self
        )
    }
}

/// Somebody is about to dial: nobody else is shown this call until the hold ends.
package struct HoldCall: Deed {
    package static let name = "hold_call"

    package var call: Int64

    package init(call: Int64) { self.call = call }

    package func subject(_ answer: Done) -> String { "call:\(call)" }

    package func isOpen(to actor: Actor) -> Bool {
        if case .guest = actor { true } else { false }
    }

    package func act(in context: DeedContext) throws -> Done {
        try CallDesk.hold(
            call,
            by: context.actor,
            until: context.now + CallDesk.holdSpan,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}
