import Access
import Basis
import Foundation
import Testing

struct ActorTests {
    /// Which roles each actor stands for, in the order viewer, responder, approver, administrator.
    @Test(arguments: [
        (Actor.staff(id: 1, role: .viewer), [true, false, false, false]),
        (.staff(id: 1, role: .responder), [true, true, false, false]),
        (.staff(id: 1, role: .approver), [true, true, true, false]),
        (.staff(id: 1, role: .administrator), [true, true, true, true]),
        (.operator, [true, true, false, true]),
        (.system, [true, true, true, true]),
        (.guest(sheetID: 1), [false, false, false, false]),
        (.customer(id: 1), [false, false, false, false]),
    ])
    func `who may do what; the operator may never approve`(_ actor: Actor, _ may: [Bool]) {
        #expect(Role.allCases.map(actor.has) == may)
    }

    @Test(arguments: [
        (Actor.staff(id: 7, role: .viewer), "staff", Int64?.some(7)), (.guest(sheetID: 8), "guest", 8),
        (.customer(id: 9), "customer", 9), (.operator, "operator", nil), (.system, "system", nil),
    ])
    func `an actor is written by kind and id`(_ actor: Actor, _ kind: String, _ id: Int64?) {
        #expect(actor.kind == kind)
        #expect(actor.id == id)
    }

    @Test(arguments: [
        Actor.staff(id: 7, role: .approver), .guest(sheetID: 8), .customer(id: 9), .operator, .system,
    ])
    func `an actor in a stored order comes back as it was`(_ actor: Actor) throws {
        let bytes = try JSONEncoder().encode(actor)

        #expect(try JSONDecoder().decode(Actor.self, from: bytes) == actor)
    }

    @Test func `a refusal names the role that is needed, each its own`() {
        let keys = Role.allCases.map { AccessRefusal.needsRole($0).message.key.name }

        #expect(
            keys == ["viewer", "responder", "approver", "administrator"].map { "access.needs_role.\($0)" }
        )
    }
}
