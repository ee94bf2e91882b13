import Access
import Basis
import Database
import Incidents

/// Something that a person asks the program to do. The value is the order: it can be stored, shown and
/// approved before it is carried out.
///
/// `act` runs in one transaction and may run again, so it has no effects but those on the session; it never
/// sends anything itself but writes what must be sent.
package protocol Deed: Codable, Sendable {
    associatedtype Answer: Codable & Sendable

    /// The word for it in the audit trail: `open_incident`.
    static var name: String { get }

    /// Who may do it.
    static var role: Role { get }

    /// Whether its answer may be kept under an idempotency key. What opens something may not: it is shown once.
    static var keepsAnswer: Bool { get }

    /// What it is done to, for the audit trail: `incident:7`. Known only after the deed where it makes
    /// something.
    func subject(_ answer: Answer) -> String

    /// Whether somebody below `role` may do it all the same: a guest on the own call sheet, a customer on the
    /// own link.
    func isOpen(to actor: Actor) -> Bool

    func act(in context: DeedContext) throws -> Answer

    /// Carries it out, or asks a second person first; see ``ApprovedDeed``.
    func actOrAsk(in context: DeedContext) throws -> Answer
}

extension Deed {
    package static var role: Role { .responder }

    package static var keepsAnswer: Bool { true }

    package func isOpen(to actor: Actor) -> Bool { false }

    package func actOrAsk(in context: DeedContext) throws -> Answer { try act(in: context) }

    /// The subject of a deed on an incident, the same whether somebody named it `INC-7`, `inc-7` or `7`.
    static func subject(incident named: String) -> String {
        "incident:\(Incident.id(fromName: named).map(Incident.name(id:)) ?? named)"
    }
}

/// What a deed may use: its transaction, who asks, when, and the desk.
package struct DeedContext {
    package let session: any Session
    package let actor: Actor
    package let now: Instant
    package let desk: Desk
}

/// An answer that says only that it was done.
package struct Done: Codable, Sendable, Equatable {
    package init() {}
}
