import Access
import Basis
import Database

/// What needs a second person.
package struct ApprovalPolicy: Sendable, Hashable {
    /// Telling more customers than these by machine.
    package var aboveRecipients: Int

    package init(aboveRecipients: Int) { self.aboveRecipients = aboveRecipients }
}

/// A deed that the settings may want a second person for. Where they do, doing it stores it and answers that it
/// waits; it is carried out in its author's name when somebody else approves. See ``StoredOrders``.
package protocol ApprovedDeed: Deed where Answer: WaitingAnswer {
    /// What would happen, where the settings want a second person for it; nil where they do not.
    func need(in context: DeedContext) throws -> Approval.Shown?

    /// Changes with anything that would make somebody decide otherwise.
    func facts(in session: any Session) throws -> String

    /// Called in the transaction in which its approval was asked for, given, refused, or lost its ground.
    func changed(_ approval: Approval, in context: DeedContext) throws
}

/// An answer that can say that nothing was done yet.
package protocol WaitingAnswer: Codable, Sendable {
    static func waiting(_ approval: Approval) -> Self
}

extension ApprovedDeed {
    package func actOrAsk(in context: DeedContext) throws -> Answer {
        guard let shown = try need(in: context) else { return try act(in: context) }
        let id = try ApprovalStore.ask(
            ApprovalRequest(
                deed: Self.name,
                order: JSONText.encode(self),
                shown: shown,
                factsVersion: try facts(in: context.session)
            ),
            by: context.actor,
            at: context.now,
            in: context.session
        )
        guard let approval = try ApprovalStore.with(id: id, in: context.session) else {
            throw DatabaseError(.malformedRow, "approval \(id) is gone right after it was asked for")
        }
        try changed(approval, in: context)
        return .waiting(approval)
    }

    fileprivate static func decoded(_ order: String) throws -> any ApprovedDeed {
        try JSONText.decode(Self.self, from: order)
    }

    fileprivate func carryOut(_ approval: Approval, by author: Actor, in context: DeedContext) throws {
        let answer = try act(
            in: DeedContext(session: context.session, actor: author, now: context.now, desk: context.desk)
        )
        let entry = AuditEntry(
            happenedAt: context.now,
            actor: author,
            deed: Self.name,
            subject: subject(answer),
            details: ["approval": String(approval.id)],
            door: .program
        )
        try Audit.add(entry, in: context.session)
    }
}

/// The orders that can wait for somebody, read back by the name of their deed: the one place that knows which.
package enum StoredOrders {
    private static let kinds: [any ApprovedDeed.Type] = [TellCustomers.self]

    /// Nil for an order of a kind that this version does not know: a newer one asked for it.
    package static func known(_ approval: Approval) throws -> (any ApprovedDeed)? {
        try kinds.first { $0.name == approval.deed }?.decoded(approval.order)
    }

    static func deed(of approval: Approval) throws -> any ApprovedDeed {
        guard let deed = try known(approval) else { throw DeedRefusal.unknownOrder(approval.deed) }
        return deed
    }

    /// Carries out an approved order as its author, or finds that its ground is gone. What the state says afterwards
    /// is what became of it.
    static func carryOut(_ approval: Approval, in context: DeedContext) throws -> Approval {
        let deed = try deed(of: approval)
        let done = try ApprovalStore.execute(
            approval.id,
            facts: try deed.facts(in: context.session),
            needing: type(of: deed).role,
            at: context.now,
            in: context.session
        )
        if done.state == .executed, let author = try ApprovalStore.author(of: done, in: context.session) {
            try deed.carryOut(done, by: author, in: context)
        }
        return done
    }
}

extension Response {
    /// Ends what has waited too long, or lost its ground; returns when the next one runs out.
    package func lookAtApprovals(_ now: Instant) async throws -> Instant? {
        let desk = desk
        let watch = ApprovalStore.Watch(
            facts: { try StoredOrders.known($0)?.facts(in: $1) ?? $0.factsVersion },
            ended: { approval, session in
                let context = DeedContext(session: session, actor: .system, now: now, desk: desk)
                try StoredOrders.known(approval)?.changed(approval, in: context)
            }
        )
        return try await ApprovalStore.tick(database, now, watch)
    }
}
