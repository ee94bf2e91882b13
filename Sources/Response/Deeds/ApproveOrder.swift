import Access
import Basis
import Database

/// A second person lets an order go, and it is carried out at once in its author's name. Where it had run out or its
/// ground is gone nothing is done: the answer says which.
package struct ApproveOrder: Deed {
    package static let name = "approve_order"
    package static let role = Role.approver

    package var approval: Int64
    package var reason: String?

    package init(approval: Int64, reason: String? = nil) {
        self.approval = approval
        self.reason = reason
    }

    package func subject(_ answer: DecidedOrder) -> String { answer.subject }

    package func act(in context: DeedContext) throws -> DecidedOrder {
        try context.settle(approval) { facts in
            try ApprovalStore.approve(
                approval,
                by: context.actor,
                reason: reason,
                facts: facts,
                at: context.now,
                in: context.session
            )
        }
    }
}

/// A second person says no, and why; its author reads it.
package struct DeclineOrder: Deed {
    package static let name = "decline_order"
    package static let role = Role.approver

    package var approval: Int64
    package var reason: String

    package init(approval: Int64, reason: String) {
        self.approval = approval
        self.reason = reason
    }

    package func subject(_ answer: DecidedOrder) -> String { answer.subject }

    package func act(in context: DeedContext) throws -> DecidedOrder {
        try context.settle(approval) { _ in
            try ApprovalStore.decline(
                approval,
                by: context.actor,
                reason: reason,
                at: context.now,
                in: context.session
            )
        }
    }
}

/// Its author takes an order back; an administrator may too.
package struct WithdrawOrder: Deed {
    package static let name = "withdraw_order"

    package var approval: Int64

    package init(approval: Int64) { self.approval = approval }

    package func subject(_ answer: DecidedOrder) -> String { answer.subject }

    package func act(in context: DeedContext) throws -> DecidedOrder {
        try context.settle(approval) { _ in
            try ApprovalStore.withdraw(approval, by: context.actor, at: context.now, in: context.session)
        }
    }
}

/// One approver is alone and cannot wait: they take it upon themselves, say why, and it stays visible.
package struct BreakGlass: Deed {
    package static let name = "break_glass"
    package static let role = Role.approver

    package var approval: Int64
    package var reason: String

    package init(approval: Int64, reason: String) {
        self.approval = approval
        self.reason = reason
    }

    package func subject(_ answer: DecidedOrder) -> String { answer.subject }

    package func act(in context: DeedContext) throws -> DecidedOrder {
        try context.settle(approval) { facts in
            try ApprovalStore.breakGlass(
                approval,
                by: context.actor,
                reason: reason,
                facts: facts,
                at: context.now,
                in: context.session
            )
        }
    }
}

/// What became of an order.
package struct DecidedOrder: Codable, Sendable, Equatable {
    package var approval: Int64
    package var state: Approval.State
    package var cause: Approval.Cause?

    var subject: String { "approval:\(approval)" }
}

extension DeedContext {
    /// Decides on an order with the facts as they are now, and carries it out where it was approved.
    fileprivate func settle(
        _ id: Int64,
        decide: (_ facts: String) throws -> Approval
    ) throws -> DecidedOrder {
        guard let approval = try ApprovalStore.with(id: id, in: session) else {
            throw ApprovalRefusal.unknown
        }
        let deed = try StoredOrders.deed(of: approval)
        var after = try decide(try deed.facts(in: session))
        if after.state == .approved { after = try StoredOrders.carryOut(after, in: self) }
        try deed.changed(after, in: self)
        return DecidedOrder(approval: id, state: after.state, cause: after.cause)
    }
}
