import Access
import Testing

/// Every rule against everybody who may come.
@Suite struct AccessRuleTests {
    private static let callers: [(name: String, actor: Actor?)] = [
        ("nobody", nil), ("viewer", .staff(id: 1, role: .viewer)),
        ("responder", .staff(id: 1, role: .responder)),
        ("approver", .staff(id: 1, role: .approver)), ("administrator", .staff(id: 1, role: .administrator)),
        ("operator", .operator), ("guest", .guest(sheetID: 7)), ("customer", .customer(id: 7)),
        ("other guest", .guest(sheetID: 8)), ("other customer", .customer(id: 8)),
    ]

    /// Who passes where sheet and customer 7 are asked for.
    private static let table: [(AccessRule, Set<String>)] = [
        (.anybody, Set(callers.map(\.name))),
        (.staff(.viewer), ["viewer", "responder", "approver", "administrator", "operator"]),
        (.staff(.responder), ["responder", "approver", "administrator", "operator"]),
        (.staff(.approver), ["approver", "administrator"]),
        (.staff(.administrator), ["administrator", "operator"]),
        (.sheet(orStaff: .responder), ["responder", "approver", "administrator", "operator", "guest"]),
        (
            .customer(orStaff: .viewer),
            ["viewer", "responder", "approver", "administrator", "operator", "customer"]
        ),
    ]

    @Test(arguments: table.indices, callers.indices)
    func `who passes`(_ rule: Int, _ caller: Int) {
        let (rule, passes) = Self.table[rule]
        let (name, actor) = Self.callers[caller]
        let verdict = rule.verdict(for: actor, sheet: 7, customer: 7)
        if passes.contains(name) {
            #expect(verdict == .pass)
        } else {
            #expect(verdict == (actor == nil ? .needsLogin : .needsRole(rule.role)))
        }
    }

    @Test func `a link without its sheet or its customer opens nothing`() {
        #expect(AccessRule.sheet(orStaff: .viewer).verdict(for: .guest(sheetID: 7)) == .needsRole(.viewer))
        #expect(AccessRule.customer(orStaff: .viewer).verdict(for: .customer(id: 7)) == .needsRole(.viewer))
        #expect(
            AccessRule.sheet(orStaff: .viewer).verdict(for: .customer(id: 7), sheet: 7, customer: 7)
                == .needsRole(.viewer)
        )
    }

    @Test func `roles stand in one order`() {
        #expect(Role.allCases.sorted() == [.viewer, .responder, .approver, .administrator])
        for role in Role.allCases {
            for needed in Role.allCases {
                #expect(Actor.staff(id: 1, role: role).has(needed) == (role >= needed))
            }
        }
    }
}
