import Basis

extension Approval {
    /// The most characters of a reason.
    package static let reasonMax = 2_000

    /// Carries out what an event does, or refuses it and changes nothing.
    ///
    /// Time and facts come first: where the order has run out or what it was asked upon is no longer so, it becomes
    /// `expired` or `invalidated` instead of what the event wanted. Whoever calls looks at `state` afterwards.
    package mutating func apply(_ event: ApprovalEvent, at now: Instant) throws(ApprovalRefusal) {
        if state.isFinal {
            if case .lookAgain = event { return }
            throw .already(state)
        }
        if now >= expiresAt {
            end(.expired, at: now)
            return
        }
        switch event {
        case .approve(let approver, let reason, let facts):
            try checkWaiting()
            try checkMayDecide(approver)
            try approve(approver, reason: reason, facts: facts, at: now)
        case .decline(let approver, let reason):
            try checkMayDecide(approver)
            try decide(.declined, approver, reason: try given(reason), at: now)
            endedAt = now
        case .breakGlass(let approver, let reason, let facts, let others):
            try checkWaiting()
            try checkIsApprover(approver)
            guard others == 0 else { throw .somebodyElseCanApprove }
            let reason = try given(reason)
            try approve(approver, reason: reason, facts: facts, at: now)
            brokeGlass = state == .approved
        case .withdraw(let actor):
            guard author.isSame(as: actor) || actor.has(.administrator) else { throw .notYours }
            end(.invalidated, .withdrawn, at: now)
        case .execute(let facts, let authorIsActive):
            guard state == .approved else { throw .notApproved }
            guard authorIsActive else { return end(.invalidated, .authorGone, at: now) }
            guard facts == factsVersion else { return end(.invalidated, .factsChanged, at: now) }
            end(.executed, at: now)
        case .lookAgain(let facts):
            if facts != factsVersion { end(.invalidated, .factsChanged, at: now) }
        }
    }

    private mutating func approve(
        _ approver: Approver,
        reason: String?,
        facts: String,
        at now: Instant
    ) throws(ApprovalRefusal) {
        guard facts == factsVersion else { return end(.invalidated, .factsChanged, at: now) }
        try decide(.approved, approver, reason: reason, at: now)
    }

    private mutating func decide(
        _ decision: State,
        _ approver: Approver,
        reason: String?,
        at now: Instant
    ) throws(ApprovalRefusal) {
        if let reason, reason.count > Self.reasonMax { throw .reasonLong(Self.reasonMax) }
        state = decision
        decidedBy = approver.actor.staffID
        decidedAt = now
        self.reason = reason
        brokeGlass = false
    }

    private mutating func end(_ state: State, _ cause: Cause? = nil, at now: Instant) {
        self.state = state
        self.cause = cause
        endedAt = now
    }

    private func checkWaiting() throws(ApprovalRefusal) {
        guard state == .waiting else { throw .already(state) }
    }

    /// Four eyes: not the author in any shape, and nobody whom the author made an approver for the purpose.
    private func checkMayDecide(_ approver: Approver) throws(ApprovalRefusal) {
        try checkIsApprover(approver)
        guard !author.isSame(as: approver.actor) else { throw .ownOrder }
        if author.kind == Actor.staff(id: 0, role: .viewer).kind, let vouchedBy = approver.vouchedBy,
            vouchedBy == author.id, let vouchedAt = approver.vouchedAt, vouchedAt >= askedAt
        {
            throw .vouchedByAuthor
        }
    }

    /// Only a person with a role: not the operator, not the program, no guest.
    private func checkIsApprover(_ approver: Approver) throws(ApprovalRefusal) {
        guard approver.actor.staffID != nil, approver.actor.has(.approver) else { throw .needsApprover }
    }

    private func given(_ reason: String) throws(ApprovalRefusal) -> String {
        guard !reason.allSatisfy(\.isWhitespace) else { throw .reasonMissing }
        return reason
    }
}
