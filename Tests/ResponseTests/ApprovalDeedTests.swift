import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Response
import TestSupport
import Testing

/// Two people for what cannot be undone: one customer of three is told by machine, and the settings want a second
/// person for more than none.
@Suite(.timeLimit(.minutes(3)))
struct ApprovalDeedTests {
    private static let policy = ApprovalPolicy(aboveRecipients: 0)

    /// Ana asks, Ben and Eva can approve.
    private func team(_ engine: DatabaseUnderTest, canary: Canary = .off) async throws -> Team {
        let agency = try await Agency(engine, approvals: Self.policy, canary: canary)
        return Team(
            agency: agency,
            ana: try await agency.member("ana", .responder),
            ben: try await agency.member("ben", .approver),
            eva: try await agency.member("eva", .administrator)
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the page and the calls do not wait, the machines do`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency

        let answer = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        #expect(answer.approval == 1 && answer.state == .waiting)
        #expect(try await agency.calls().count == 2)
        let updates = try await agency.database.read { try IncidentStore.updates(of: 1, in: $0) }
        #expect(updates.count == 1)
        #expect(try await agency.campaign()?.gate == .approval)
        #expect(try await agency.pumped() == 0)

        let shown = try #require(try await agency.approval(1)).shown
        #expect(shown.recipients == 1)
        #expect(shown.texts.count == 2 && shown.texts[1][.spanish]?.contains("‹customer›") == true)

        let decided = try await agency.response.perform(ApproveOrder(approval: 1), by: team.ben, at: .at(2))
        #expect(decided.state == .executed && decided.cause == nil)
        #expect(try await agency.campaign()?.gate == nil)
        #expect(try await agency.pumped() == 1)
        let rows = try await agency.audit().suffix(2)
        #expect(rows == ["staff tell_customers incident:INC-1", "staff approve_order approval:1"])
        #expect(try await agency.story().contains("approval_waiting"))
        #expect(try await agency.story().contains("approval_executed"))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is not above the setting is told at once`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine, approvals: ApprovalPolicy(aboveRecipients: 1))
        let answer = try await agency.open(notify: true)
        #expect(answer.approval == nil && answer.state == nil)
        #expect(try await agency.pumped() == 1)
    }

    enum Author: String, CaseIterable, Sendable { case `operator`, responder, approver, administrator }
    enum Path: String, CaseIterable, Sendable { case console, api, commandLine, program }
    enum Decision: String, CaseIterable, Sendable { case approve, decline, breakGlass }

    private static func doors(_ path: Path) -> Door {
        switch path {
        case .console: .console(signIn: 1)
        case .api: .api(token: "tok")
        case .commandLine: .commandLine
        case .program: .program
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `no author decides on their own order, through no door, in no way`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let team = try await team(engine)
        let agency = team.agency
        for author in Author.allCases {
            let actor = team.actor(author)
            let answer = try await agency.response.perform(.sample(notify: true), by: actor, at: .morning)
            let id = try #require(answer.approval)
            for path in Path.allCases {
                for decision in Decision.allCases {
                    let place = Comment(rawValue: "\(author) \(path) \(decision)")
                    let door = Self.doors(path)
                    #expect(try await agency.isRefused(decision, id, by: actor, through: door), place)
                }
            }
            // Nor with a token of another role that is theirs.
            for role in Role.allCases {
                guard let staff = actor.staffID else { continue }
                let own = Actor.staff(id: staff, role: role)
                let isRefused = try await agency.isRefused(.approve, id, by: own, through: .api(token: "tok"))
                #expect(isRefused, "\(author) as \(role)")
            }
            #expect(try await agency.approval(id)?.state == .waiting)
        }
        #expect(try await agency.pumped() == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the operator of the machine and the program never approve`(_ engine: DatabaseUnderTest) async throws
    {
        let team = try await team(engine)
        _ = try await team.agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        for actor in [Actor.operator, .system, .guest(sheetID: 1), .customer(id: 1), team.ana] {
            #expect(try await team.agency.isRefused(.approve, 1, by: actor, through: .commandLine))
        }
        #expect(try await team.agency.approval(1)?.state == .waiting)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a fact that changed meanwhile leaves nothing to approve`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        let fact = Fact(id: Fact.Name.dataExposed, type: .choice, value: DataTouched.yes.rawValue)
        try await agency.perform(StateFacts(incident: "INC-1", facts: [fact]), at: .at(1))

        let decided = try await agency.response.perform(ApproveOrder(approval: 1), by: team.ben, at: .at(2))

        #expect(decided.state == .invalidated && decided.cause == .factsChanged)
        #expect(try await agency.campaign()?.state == .stopped)
        #expect(try await agency.pumped() == 0)
        #expect(try await agency.calls().count == 2, "calls are made all the same")
        #expect(try await agency.skipped() == ["not_approved"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a newer update takes the place of what waits, and is asked for itself`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        let second = try await agency.response.perform(Self.update(), by: team.ana, at: .at(5))
        #expect(second.approval == 2)

        _ = try await agency.response.lookAtApprovals(.at(6))

        #expect(try await agency.approval(1)?.cause == .factsChanged)
        #expect(try await agency.approval(2)?.state == .waiting)
        #expect(try await agency.campaign()?.state == .sending)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what nobody approves runs out, and is not sent`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        #expect(try await agency.response.lookAtApprovals(.at(1)) == .morning + .hours(24))
        #expect(try await agency.response.lookAtApprovals(.morning + .hours(24)) == nil)
        #expect(try await agency.approval(1)?.state == .expired)
        #expect(try await agency.skipped() == ["not_approved"])
        #expect(try await agency.story().contains("approval_expired"))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the order of somebody who has left is not carried out`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        try await agency.perform(DisableStaff(staff: "ana"), at: .at(1))
        let decided = try await agency.response.perform(ApproveOrder(approval: 1), by: team.ben, at: .at(2))
        #expect(decided.state == .invalidated && decided.cause == .authorGone)
        #expect(try await agency.pumped() == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `declined with a reason, taken back by its author`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        await #expect(throws: ApprovalRefusal.reasonMissing) {
            try await agency.perform(DeclineOrder(approval: 1, reason: " "), by: team.ben)
        }
        try await agency.perform(DeclineOrder(approval: 1, reason: "Wrong list."), by: team.ben, at: .at(1))
        #expect(try await agency.approval(1)?.reason == "Wrong list.")
        #expect(try await agency.skipped() == ["not_approved"])

        _ = try await agency.response.perform(Self.update(), by: team.ana, at: .at(5))
        await #expect(throws: ApprovalRefusal.notYours) {
            try await agency.perform(WithdrawOrder(approval: 2), by: team.ben, at: .at(6))
        }
        try await agency.perform(WithdrawOrder(approval: 2), by: team.ana, at: .at(6))
        #expect(try await agency.approval(2)?.cause == .withdrawn)
        #expect(try await agency.pumped() == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `one approver alone breaks the glass, and it shows`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine, approvals: Self.policy)
        let ben = try await agency.member("ben", .administrator)
        _ = try await agency.response.perform(.sample(notify: true), by: ben, at: .morning)
        let eva = try await agency.member("eva", .approver)
        let glass = BreakGlass(approval: 1, reason: "Nobody answers the phone.")
        await #expect(throws: ApprovalRefusal.somebodyElseCanApprove) {
            try await agency.perform(glass, by: ben)
        }
        try await agency.perform(DisableStaff(staff: "eva"), at: .at(1))

        await #expect(throws: ApprovalRefusal.ownOrder) {
            try await agency.perform(ApproveOrder(approval: 1), by: ben, at: .at(2))
        }
        try await agency.perform(glass, by: ben, at: .at(2))

        #expect(eva.staffID != ben.staffID)
        #expect(try await agency.approval(1)?.brokeGlass == true)
        #expect(try await agency.story().contains("glass_broken"))
        #expect(try await agency.audit().last == "staff break_glass approval:1")
        #expect(try await agency.pumped() == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the same key asks once and answers the same`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.open()
        let deed = Self.update()
        let first = try await agency.response.perform(deed, by: team.ana, key: "k", at: .at(1))
        let again = try await agency.response.perform(deed, by: team.ana, key: "k", at: .at(2))
        #expect(first == again && first.approval == 1)
        #expect(try await agency.approval(2) == nil)

        let approve = ApproveOrder(approval: 1)
        let done = try await agency.response.perform(approve, by: team.ben, key: "a", at: .at(3))
        #expect(try await agency.response.perform(approve, by: team.ben, key: "a", at: .at(4)) == done)
        await #expect(throws: ApprovalRefusal.already(.executed)) {
            try await agency.perform(approve, by: team.ben, at: .at(4))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `continue does not open what waits for an approval`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let agency = team.agency
        _ = try await agency.response.perform(.sample(notify: true), by: team.ana, at: .morning)
        try await agency.perform(HoldCampaign(incident: "INC-1"), by: team.ana, at: .at(1))
        try await agency.perform(ContinueCampaign(incident: "INC-1"), by: team.ana, at: .at(2))
        #expect(try await agency.campaign()?.gate == .approval)
        #expect(try await agency.pumped() == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an order of a kind that nobody knows is not carried out`(_ engine: DatabaseUnderTest) async throws {
        let team = try await team(engine)
        let request = ApprovalRequest(
            deed: "launch_rocket",
            order: "{}",
            shown: Approval.Shown(recipients: 1, texts: []),
            factsVersion: "v1"
        )
        let ana = team.ana
        _ = try await team.agency.database.write {
            try ApprovalStore.ask(request, by: ana, at: .morning, in: $0)
        }
        await #expect(throws: DeedRefusal.unknownOrder("launch_rocket")) {
            try await team.agency.perform(ApproveOrder(approval: 1), by: team.ben)
        }
    }

    private static func update() -> PublishUpdate {
        PublishUpdate(
            incident: "INC-1",
            status: .identified,
            message: LocalizedText([.spanish: "Ya se sabe."]),
            notify: true
        )
    }
}

private struct Team {
    var agency: Agency
    var ana: Actor
    var ben: Actor
    var eva: Actor

    func actor(_ author: ApprovalDeedTests.Author) -> Actor {
        switch author {
        case .operator: .operator
        case .responder: ana
        case .approver: ben
        case .administrator: eva
        }
    }
}

extension Agency {
    /// Somebody who can log in.
    func member(_ id: String, _ role: Role) async throws -> Actor {
        var staff = Staff.sample(id)
        staff.role = role
        staff.email = "\(id)@candil.example"
        _ = try await response.perform(AddStaff(staff: staff), by: .operator, at: .at(-60))
        let link = try await response.perform(InviteStaff(staff: id), by: .operator, at: .at(-60))
        _ = try await AccountDesk(
            AccessContext(
                database: database,
                hasher: PasswordHasher(cost: PasswordCost(kibibytes: 64, passes: 1)),
                keys: response.desk.keys,
                limits: SignInLimits(),
                random: response.desk.random
            )
        ).choose(password: "correct horse battery staple", token: link.token, at: .at(-59))
        let found = try await database.read { try StaffStore.with(externalID: id, in: $0) }
        return .staff(id: found?.id ?? 0, role: role)
    }

    fileprivate func decide(
        _ decision: ApprovalDeedTests.Decision,
        _ id: Int64,
        by actor: Actor,
        through door: Door
    ) async throws {
        switch decision {
        case .approve:
            _ = try await response.perform(ApproveOrder(approval: id), by: actor, through: door, at: .at(1))
        case .decline:
            let deed = DeclineOrder(approval: id, reason: "No.")
            _ = try await response.perform(deed, by: actor, through: door, at: .at(1))
        case .breakGlass:
            let deed = BreakGlass(approval: id, reason: "Now.")
            _ = try await response.perform(deed, by: actor, through: door, at: .at(1))
        }
    }

    /// Whether a rule says no; what else goes wrong is thrown.
    fileprivate func isRefused(
        _ decision: ApprovalDeedTests.Decision,
        _ id: Int64,
        by actor: Actor,
        through door: Door
    ) async throws -> Bool {
        do {
            try await decide(decision, id, by: actor, through: door)
            return false
        } catch  where error is any Refusal {
            return true
        }
    }

    fileprivate func approval(_ id: Int64) async throws -> Approval? {
        try await database.read { try ApprovalStore.with(id: id, in: $0) }
    }

    fileprivate func campaign() async throws -> Campaign? {
        try await database.read { try CampaignStore.newest(of: IncidentRecipients.subject(1), in: $0) }
    }

    /// How many the machines have told, after a try.
    fileprivate func pumped() async throws -> Int {
        let clock = ManualClock(.at(10))
        let pump = Pump(
            database: database,
            source: source,
            channels: [Accepting()],
            clock: clock,
            node: NodeIdentity(bootID: "x", processNamespace: "1", processID: 1, startedAt: 1)
        )
        _ = try await pump.tick(clock.now())
        return try await database.read {
            try $0.count("SELECT COUNT(*) FROM notice WHERE state = 'handed_over'")
        }
    }

    /// Why notices are not sent, once the planner wrote them off.
    fileprivate func skipped() async throws -> [String] {
        let clock = ManualClock(.at(10))
        _ = try await Planner(database: database, source: source, clock: clock).tick(clock.now())
        return try await database.read { session in
            try session.rows("SELECT reason FROM notice WHERE state = 'skipped'") { try $0.next(String.self) }
        }
    }

    fileprivate func story() async throws -> [String] {
        try await database.read { try IncidentStore.timeline(of: 1, limit: 50, in: $0).map(\.kind) }
    }
}

/// Takes whatever it is given.
private struct Accepting: Delivery.Channel {
    let kind = AddressChannel.email
    let repeatsAfterUnknown = 1

    func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        group.map { _ in .handedOver(reference: nil) }
    }
}
