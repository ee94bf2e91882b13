import Access
import Basis
import Testing

/// What may become of an order: every state against every event.
@Suite struct ApprovalRulesTests {
    private static let asked = Instant(seconds: 1_510_218_000)
    private static let now = asked + .hours(1)
    private static let author = Actor.staff(id: 1, role: .administrator)
    private static let approver = Approver(.staff(id: 2, role: .approver))

    static func approval(_ state: Approval.State = .waiting, by author: Actor = author) -> Approval {
        let request = ApprovalRequest(
            deed: "send_letter",
            order: #"{"letter":1}"#,
            shown: Approval.Shown(recipients: 700, texts: []),
            factsVersion: "v1"
        )
        var approval = Approval(id: 5, request, author: Approval.Author(author), askedAt: asked)
        approval.state = state
        return approval
    }

    /// The events by name, each at its best: the right person, a reason, the same facts.
    private static let events: [String: ApprovalEvent] = [
        "approve": .approve(approver, reason: nil, facts: "v1"),
        "approve on other facts": .approve(approver, reason: nil, facts: "v2"),
        "decline": .decline(approver, reason: "Wrong list."),
        "break the glass": .breakGlass(Approver(author), reason: "Alone.", facts: "v1", others: 0),
        "break it on other facts": .breakGlass(Approver(author), reason: "Alone.", facts: "v2", others: 0),
        "withdraw": .withdraw(by: author),
        "execute": .execute(facts: "v1", authorIsActive: true),
        "execute on other facts": .execute(facts: "v2", authorIsActive: true),
        "execute for one who left": .execute(facts: "v1", authorIsActive: false),
        "look again": .lookAgain(facts: "v1"),
        "look again on other facts": .lookAgain(facts: "v2"),
    ]

    private enum Outcome: Equatable {
        case becomes(Approval.State)
        case refused(ApprovalRefusal)
    }

    /// What happens in the two states that are not final; in the four others everything is refused.
    private static let table: [String: (waiting: Outcome, approved: Outcome)] = [
        "approve": (.becomes(.approved), .refused(.already(.approved))),
        "approve on other facts": (.becomes(.invalidated), .refused(.already(.approved))),
        "decline": (.becomes(.declined), .becomes(.declined)),
        "break the glass": (.becomes(.approved), .refused(.already(.approved))),
        "break it on other facts": (.becomes(.invalidated), .refused(.already(.approved))),
        "withdraw": (.becomes(.invalidated), .becomes(.invalidated)),
        "execute": (.refused(.notApproved), .becomes(.executed)),
        "execute on other facts": (.refused(.notApproved), .becomes(.invalidated)),
        "execute for one who left": (.refused(.notApproved), .becomes(.invalidated)),
        "look again": (.becomes(.waiting), .becomes(.approved)),
        "look again on other facts": (.becomes(.invalidated), .becomes(.invalidated)),
    ]

    private func outcome(_ approval: Approval, _ event: ApprovalEvent, at now: Instant) -> (Outcome, Approval)
    {
        var after = approval
        do {
            try after.apply(event, at: now)
            return (.becomes(after.state), after)
        } catch {
            #expect(after == approval, "what is refused changes nothing")
            return (.refused(error), after)
        }
    }

    @Test(arguments: Approval.State.allCases, events.keys.sorted())
    func `every event in every state`(_ state: Approval.State, _ name: String) throws {
        let event = try #require(Self.events[name])
        let row = try #require(Self.table[name])
        let expected: Outcome =
            switch state {
            case .waiting: row.waiting
            case .approved: row.approved
            default: name.hasPrefix("look again") ? .becomes(state) : .refused(.already(state))
            }
        let (found, after) = outcome(Self.approval(state), event, at: Self.now)
        #expect(found == expected)
        if after.state.isFinal, !state.isFinal { #expect(after.endedAt == Self.now) }
    }

    @Test(arguments: [Approval.State.waiting, .approved], events.keys.sorted())
    func `what has run out runs out, whatever is asked`(_ state: Approval.State, _ name: String) throws {
        let event = try #require(Self.events[name])
        let approval = Self.approval(state)
        #expect(outcome(approval, event, at: approval.expiresAt).0 == .becomes(.expired))
        #expect(outcome(approval, event, at: approval.expiresAt - .seconds(1)).0 != .becomes(.expired))
    }

    /// Who may decide on an order of the administrator with the id 1.
    @Test(
        arguments: [
            (Actor.staff(id: 2, role: .approver), nil), (.staff(id: 2, role: .administrator), nil),
            (.staff(id: 2, role: .responder), .needsApprover), (.staff(id: 2, role: .viewer), .needsApprover),
            (.staff(id: 1, role: .administrator), .ownOrder), (.staff(id: 1, role: .approver), .ownOrder),
            (.operator, .needsApprover), (.system, .needsApprover), (.guest(sheetID: 2), .needsApprover),
            (.customer(id: 2), .needsApprover),
        ] as [(Actor, ApprovalRefusal?)]
    )
    func `four eyes`(_ actor: Actor, _ refusal: ApprovalRefusal?) {
        for event in [
            ApprovalEvent.approve(Approver(actor), reason: nil, facts: "v1"),
            .decline(Approver(actor), reason: "No."),
        ] {
            let found = outcome(Self.approval(), event, at: Self.now).0
            if let refusal {
                #expect(found == .refused(refusal))
            } else {
                #expect(found == .becomes(.approved) || found == .becomes(.declined))
            }
        }
    }

    @Test func `an order of the operator is approved by staff, and of staff never by the operator`() {
        let approval = Self.approval(by: .operator)
        let event = ApprovalEvent.approve(Approver(.staff(id: 1, role: .approver)), reason: nil, facts: "v1")
        #expect(outcome(approval, event, at: Self.now).0 == .becomes(.approved))
        let own = ApprovalEvent.approve(Approver(.operator), reason: nil, facts: "v1")
        #expect(outcome(approval, own, at: Self.now).0 == .refused(.needsApprover))
        let glass = ApprovalEvent.breakGlass(Approver(.operator), reason: "Alone.", facts: "v1", others: 0)
        #expect(outcome(approval, glass, at: Self.now).0 == .refused(.needsApprover))
    }

    @Test(
        arguments: [
            (1, Span.seconds(1), false), (1, .seconds(0), false), (1, .seconds(-1), true),
            (3, .seconds(1), true),
        ] as [(Int64, Span, Bool)]
    )
    func `nobody approves whom the author let in after asking`(
        _ vouchedBy: Int64,
        _ later: Span,
        _ mayApprove: Bool
    ) {
        let fresh = Approver(
            .staff(id: 2, role: .approver),
            vouchedBy: vouchedBy,
            vouchedAt: Self.asked + later
        )
        let found = outcome(Self.approval(), .approve(fresh, reason: nil, facts: "v1"), at: Self.now).0
        #expect(found == (mayApprove ? .becomes(.approved) : .refused(.vouchedByAuthor)))
    }

    @Test func `the glass is broken only by an approver, alone, with a reason, and it shows`() {
        let alone = Approver(Self.author)
        func found(_ approver: Approver, _ reason: String, _ others: Int) -> (Outcome, Approval) {
            outcome(
                Self.approval(),
                .breakGlass(approver, reason: reason, facts: "v1", others: others),
                at: Self.now
            )
        }
        let (broken, after) = found(alone, "Nobody else is awake.", 0)
        #expect(broken == .becomes(.approved))
        #expect(after.brokeGlass && after.reason == "Nobody else is awake." && after.decidedBy == 1)
        #expect(found(alone, "Nobody else is awake.", 1).0 == .refused(.somebodyElseCanApprove))
        #expect(found(alone, " \n ", 0).0 == .refused(.reasonMissing))
        #expect(found(Approver(.staff(id: 1, role: .responder)), "Alone.", 0).0 == .refused(.needsApprover))
        let (_, normal) = outcome(
            Self.approval(),
            .approve(Self.approver, reason: "Read it.", facts: "v1"),
            at: Self.now
        )
        #expect(!normal.brokeGlass && normal.reason == "Read it.")
    }

    @Test func `a decline says why, and not in a book`() {
        func found(_ reason: String) -> Outcome {
            outcome(Self.approval(), .decline(Self.approver, reason: reason), at: Self.now).0
        }
        #expect(found("") == .refused(.reasonMissing))
        #expect(found(String(repeating: "a", count: Approval.reasonMax)) == .becomes(.declined))
        #expect(
            found(String(repeating: "a", count: Approval.reasonMax + 1))
                == .refused(.reasonLong(Approval.reasonMax))
        )
    }

    @Test(arguments: [
        (Actor.staff(id: 1, role: .viewer), true), (.staff(id: 2, role: .approver), false),
        (.staff(id: 2, role: .administrator), true), (.guest(sheetID: 1), false), (.customer(id: 1), false),
    ])
    func `an order is taken back by its author or an administrator`(_ actor: Actor, _ may: Bool) {
        let (found, after) = outcome(Self.approval(.approved), .withdraw(by: actor), at: Self.now)
        #expect(found == (may ? .becomes(.invalidated) : .refused(.notYours)))
        #expect(after.cause == (may ? .withdrawn : nil))
    }
}
