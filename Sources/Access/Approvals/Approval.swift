import Basis
import Database

/// An order that waits for a second person, and the rules of what may become of it. A value: who acts, the present
/// facts and the time are arguments.
package struct Approval: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable, SQLText {
        case waiting
        case approved
        case declined
        case expired
        case executed
        /// The facts it was asked upon changed, or its author took it back or left.
        case invalidated

        /// Nothing becomes of it any more.
        package var isFinal: Bool { self != .waiting && self != .approved }
    }

    /// Why an order was invalidated.
    package enum Cause: String, Sendable, CaseIterable, Codable, SQLText {
        case factsChanged = "facts_changed"
        case withdrawn
        case authorGone = "author_gone"
    }

    /// What people see before they decide: the order as it will be carried out.
    package struct Shown: Sendable, Hashable, Codable {
        package var recipients: Int
        package var texts: [LocalizedText]
        package var cost: Money?

        package init(recipients: Int, texts: [LocalizedText], cost: Money? = nil) {
            self.recipients = recipients
            self.texts = texts
            self.cost = cost
        }
    }

    /// Who asked. Staff are the same person whatever session or token they ask with.
    package struct Author: Sendable, Hashable {
        package var kind: String
        package var id: Int64?

        package init(_ actor: Actor) {
            kind = actor.kind
            id = actor.id
        }

        init(kind: String, id: Int64?) {
            self.kind = kind
            self.id = id
        }

        /// Nobody else may be named by an id of staff.
        package var isStaff: Bool { kind == Actor.staff(id: 0, role: .viewer).kind }

        package func isSame(as actor: Actor) -> Bool { kind == actor.kind && id == actor.id }
    }

    package var id: Int64
    /// The name of the deed that carries the order out.
    package var deed: String
    /// The deed as JSON.
    package var order: String
    package var shown: Shown
    /// Changes with anything that would make somebody decide otherwise.
    package var factsVersion: String
    package var author: Author
    package var askedAt: Instant
    package var expiresAt: Instant
    package var state: State
    package var decidedBy: Int64?
    package var decidedAt: Instant?
    package var reason: String?
    package var brokeGlass = false
    package var cause: Cause?
    package var endedAt: Instant?

    /// An order on which nobody has decided.
    package init(id: Int64, _ request: ApprovalRequest, author: Author, askedAt: Instant) {
        self.id = id
        deed = request.deed
        order = request.order
        shown = request.shown
        factsVersion = request.factsVersion
        self.author = author
        self.askedAt = askedAt
        expiresAt = askedAt + request.life
        state = .waiting
    }
}

/// Something that happens to an approval.
package enum ApprovalEvent: Sendable, Hashable {
    case approve(Approver, reason: String?, facts: String)
    case decline(Approver, reason: String)
    /// One person alone approves what they asked for, says why, and it stays visible.
    /// - `others`: how many other active approvers there are.
    case breakGlass(Approver, reason: String, facts: String, others: Int)
    /// The author takes it back; an administrator may too.
    case withdraw(by: Actor)
    /// It is carried out now. `authorIsActive` where the author may still do what they asked for.
    case execute(facts: String, authorIsActive: Bool)
    /// Time passed, and the facts may have changed.
    case lookAgain(facts: String)
}

/// Somebody who decides, and who gave them their role or password last.
package struct Approver: Sendable, Hashable {
    package var actor: Actor
    package var vouchedBy: Int64?
    package var vouchedAt: Instant?

    package init(_ actor: Actor, vouchedBy: Int64? = nil, vouchedAt: Instant? = nil) {
        self.actor = actor
        self.vouchedBy = vouchedBy
        self.vouchedAt = vouchedAt
    }
}
