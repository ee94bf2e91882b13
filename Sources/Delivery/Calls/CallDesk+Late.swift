import Basis
import Catalog
import Database

/// A late outcome with what stood when it came.
package struct LateResult: Sendable, Hashable {
    package var fate: LateFate
    /// When the customer had been told by then.
    package var toldAt: Instant?
    /// By whom, where it was somebody who works here.
    package var toldBy: Int64?

    package init(fate: LateFate, toldAt: Instant? = nil, toldBy: Int64? = nil) {
        self.fate = fate
        self.toldAt = toldAt
        self.toldBy = toldBy
    }
}

extension CallDesk {
    /// The newest call of a subject to a customer; nil where nobody was to call them.
    package static func newestCall(
        _ subject: Subject,
        customerID: Int64,
        in session: any Session
    ) throws -> Int64? {
        try session.value(
            """
            SELECT c.id FROM call c JOIN campaign k ON k.id = c.campaign_id
            WHERE c.customer_id = \(customerID) AND k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
            ORDER BY c.id DESC LIMIT 1
            """
        )
    }

    /// Writes what came of a call some time ago. Who has the call now does not matter: it was made.
    ///
    /// The attempt enters the history with its own time in any case; what else it changes, `LateStep` says.
    package static func recordLate(
        _ late: LateOutcome,
        call callID: Int64,
        in session: any Session
    ) throws -> LateResult {
        guard var call = try DeskCall.with(id: callID, in: session) else { throw Refusal.unknownCall }
        call.step = try step(of: late, call, in: session)
        let attempts = try AttemptStore.of(notices: [call.noticeID], in: session)
        let toldAt = try toldAt(call.noticeID, in: session)
        let told = attempts.first { [.reached, .alreadyKnew, .sent].contains($0.outcome) }
        let standing = CallStanding(
            isOpen: call.isOpen,
            toldAt: toldAt,
            triedAt: attempts.map(\.happenedAt).max()
        )
        try AttemptStore.add(
            notice: call.noticeID,
            channel: late.way.channel,
            address: call.step.addressID,
            late.outcome.attempt,
            details: CallNote(late.outcome, note: late.note).text,
            staff: late.staffID,
            at: late.at,
            in: session
        )
        let step = LateStep.of(late, standing)
        try take(step, late, call, in: session)
        try session.announce(.delivery(call.campaign.subject))
        return LateResult(fate: step.fate, toldAt: toldAt, toldBy: told?.staffID)
    }

    private static func take(
        _ step: LateStep,
        _ late: LateOutcome,
        _ call: DeskCall,
        in session: any Session
    ) throws {
        switch step {
        case .settle:
            _ = try CallSettler(call: call, now: late.at).settle(late.outcome, in: session)
        case .movesToldAt:
            try session.run(
                "UPDATE notice SET handed_over_at = \(late.at), attempts = attempts + 1 WHERE id = \(call.noticeID)"
            )
        case .keep:
            try session.run("UPDATE notice SET attempts = attempts + 1 WHERE id = \(call.noticeID)")
        }
    }

    /// The way and address that were used, where they are this customer's; else those of the sheet.
    private static func step(
        of late: LateOutcome,
        _ call: DeskCall,
        in session: any Session
    ) throws -> CallLadder.Step {
        guard let id = late.addressID, let address = try AddressStore.with(id: id, in: session),
            address.customerID == call.customerID, address.channel.isTelephone
        else { return call.step }
        return CallLadder.Step(way: late.way, addressID: id, number: address.value)
    }

    private static func toldAt(_ notice: Int64, in session: any Session) throws -> Instant? {
        try session.value(
            "SELECT handed_over_at FROM notice WHERE id = \(notice) AND state = \(NoticeState.handedOver)"
        )
    }
}
