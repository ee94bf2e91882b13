import Access
import Basis
import Delivery
import Incidents

/// What became of a call, or of a message that somebody sent from their own phone. Where nobody was reached, the next
/// way is tried.
package struct RecordCall: Deed {
    package static let name = "record_call"

    package var call: Int64
    package var outcome: CallOutcome
    /// Since when they knew, where they already knew and said so.
    package var knewSince: Instant?
    package var callBackAt: Instant?
    package var note: String?

    package init(
        call: Int64,
        outcome: CallOutcome,
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
        let settled = try CallDesk.record(
            CallDesk.Record(
                callID: call,
                outcome: outcome,
                knewSince: knewSince,
                callBackAt: callBackAt,
                note: note
            ),
            by: context.actor,
            at: context.now,
            in: context.session
        )
        guard settled.subject.kind == IncidentRecipients.subjectKind,
            let incident = try IncidentStore.with(id: settled.subject.id, in: context.session)
        else { return Done() }
        switch outcome {
        case .alreadyKnew:
            try NoticedStore.answer(
                hadNoticed: true,
                noticedAt: knewSince,
                customerID: settled.customerID,
                incidentID: incident.id,
                at: context.now,
                in: context.session
            )
        case .reached:
            try NoticedStore.answer(
                hadNoticed: false,
                noticedAt: nil,
                customerID: settled.customerID,
                incidentID: incident.id,
                at: context.now,
                in: context.session
            )
        default: break
        }
        try Timeline.add("call", to: incident, ["outcome": outcome.rawValue], in: context)
        return Done()
    }
}

/// Somebody is about to dial: nobody else is shown this call until the hold ends.
package struct HoldCall: Deed {
    package static let name = "hold_call"
    /// How long a call stays held where its outcome is not recorded.
    package static let span = Span.minutes(10)

    package var call: Int64
    /// Who dials, as the console knows them: a staff id or a guest sheet.
    package var holder: String

    package init(call: Int64, holder: String) {
        self.call = call
        self.holder = holder
    }

    package func subject(_ answer: Done) -> String { "call:\(call)" }

    package func isOpen(to actor: Actor) -> Bool {
        if case .guest = actor { true } else { false }
    }

    package func act(in context: DeedContext) throws -> Done {
        try CallDesk.hold(
            callID: call,
            holder: holder,
            until: context.now + Self.span,
            by: context.actor,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}
