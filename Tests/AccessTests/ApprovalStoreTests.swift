import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ApprovalStoreTests {
    private static let request = ApprovalRequest(
        deed: "send_letter",
        order: #"{"letter":1,"note":"cuatro «ojos»"}"#,
        shown: Approval.Shown(
            recipients: 700,
            texts: [LocalizedText([.spanish: "Lo sentimos."])],
            cost: Money(minorUnits: 12_000, currency: "EUR")
        ),
        factsVersion: "v1"
    )

    private func ask(_ house: AccessHouse, by author: Actor) async throws -> Int64 {
        let now = house.now
        return try await house.database.write {
            try ApprovalStore.ask(Self.request, by: author, at: now, in: $0)
        }
    }

    private func approve(
        _ id: Int64,
        _ house: AccessHouse,
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws -> Approval.State {
        let now = moment ?? house.now
        return try await house.database.write {
            try ApprovalStore.approve(id, by: actor, reason: nil, facts: "v1", at: now, in: $0).state
        }
    }

    private func execute(
        _ id: Int64,
        _ house: AccessHouse,
        facts: String = "v1"
    ) async throws -> Approval {
        let now = house.now
        return try await house.database.write {
            try ApprovalStore.execute(id, facts: facts, at: now, in: $0)
        }
    }

    /// The facts of every order are still the ones it was asked upon.
    private static let watch = ApprovalStore.Watch(facts: { _, _ in "v1" }, ended: { _, _ in })

    @Test(arguments: DatabaseUnderTest.available)
    func `an order is kept as it was asked, approved by another and carried out once`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = Actor.staff(id: try await house.member("ana"), role: .responder)
        let ben = Actor.staff(id: try await house.member("ben", .approver), role: .approver)
        let id = try await ask(house, by: ana)
        let kept = try #require(try await house.database.read { try ApprovalStore.with(id: id, in: $0) })
        #expect(kept.order == Self.request.order)
        #expect(kept.shown == Self.request.shown)
        #expect(kept.author.isSame(as: ana))
        #expect(kept.expiresAt == house.now + .hours(24))

        #expect(try await approve(id, house, by: ben) == .approved)
        let done = try await execute(id, house)
        #expect(done.state == .executed && done.decidedBy == ben.staffID && !done.brokeGlass)
        #expect(try await house.database.read { try ApprovalStore.author(of: done, in: $0) } == ana)
        await #expect(throws: ApprovalRefusal.already(.executed)) { try await execute(id, house) }
        let lists = try await house.database.read {
            (open: try ApprovalStore.open(in: $0).count, ended: try ApprovalStore.ended(in: $0).map(\.id))
        }
        #expect(lists.open == 0 && lists.ended == [id])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody approves their own order, with whatever token`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (ana, now, random) = (try await house.member("ana", .approver), house.now, house.random)
        _ = try await house.member("ben", .approver)
        let session = Actor.staff(id: ana, role: .approver)
        let tokens = try await house.database.write { database in
            try (0..<2).map { number in
                try APITokenStore.make(
                    purpose: "token \(number)",
                    role: .approver,
                    expiresAt: now + .days(1),
                    owner: session,
                    random: random,
                    at: now,
                    in: database
                ).text
            }
        }
        var ways = [session, .operator]
        for text in tokens {
            let read = try #require(APITokenText(text))
            let found = try await house.database.read { try APITokenStore.find(read, at: now, in: $0) }
            let (token, owner) = try #require(found)
            ways.append(token.actor(owner: owner))
        }
        for author in [ways[0], ways[2]] {
            let id = try await ask(house, by: author)
            for way in ways {
                let refusal: ApprovalRefusal = way == .operator ? .needsApprover : .ownOrder
                await #expect(throws: refusal) { try await approve(id, house, by: way) }
            }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `whoever was demoted or disabled a moment ago decides nothing`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let now = house.now
        let (ben, eva) = (try await house.member("ben", .approver), try await house.member("eva", .approver))
        let id = try await ask(house, by: .staff(id: try await house.member("ana"), role: .responder))
        try await house.database.write { session in
            try Staffing.changeRole(.responder, of: ben, by: .operator, at: now, in: session)
            try Staffing.disable(eva, at: now, in: session)
        }
        for gone in [ben, eva, 999] {
            await #expect(throws: ApprovalRefusal.needsApprover) {
                try await approve(id, house, by: .staff(id: gone, role: .approver))
            }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an administrator cannot let an approver in for an order that waits`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let (boss, now, keys) = (try await house.member("boss", .administrator), house.now, house.keys)
        let old = try await house.member("old", .approver)
        let author = Actor.staff(id: boss, role: .administrator)
        let id = try await ask(house, by: author)

        let puppet = try await house.add("puppet", .approver)
        let link = try await house.invite(puppet, by: author)
        _ = try await house.desk.choose(password: AccessHouse.password, token: link, at: now)
        await #expect(throws: ApprovalRefusal.vouchedByAuthor) {
            try await approve(id, house, by: .staff(id: puppet, role: .approver))
        }
        _ = try await house.database.write {
            try Staffing.reset(old, dropsSecondFactor: true, by: author, keys: keys, at: now, in: $0)
        }
        await #expect(throws: ApprovalRefusal.vouchedByAuthor) {
            try await approve(id, house, by: .staff(id: old, role: .approver))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the glass is whole while another approver is there`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let (ana, now) = (
            Actor.staff(id: try await house.member("ana", .approver), role: .approver), house.now
        )
        let ben = try await house.member("ben", .approver)
        _ = try await house.add("eva", .approver)
        let id = try await ask(house, by: ana)
        func breakIt() async throws -> Approval {
            try await house.database.write {
                try ApprovalStore.breakGlass(id, by: ana, reason: "Alone.", facts: "v1", at: now, in: $0)
            }
        }
        await #expect(throws: ApprovalRefusal.somebodyElseCanApprove) { try await breakIt() }
        try await house.database.write { try Staffing.disable(ben, at: now, in: $0) }
        let broken = try await breakIt()
        #expect(broken.brokeGlass && broken.state == .approved)
        #expect(try await execute(id, house).brokeGlass, "and it stays to be seen")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `it lapses when facts change, when its author leaves and when its time is over`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = Actor.staff(id: try await house.member("ana"), role: .responder)
        let ben = Actor.staff(id: try await house.member("ben", .approver), role: .approver)
        let (changed, left, late) = (
            try await ask(house, by: ana), try await ask(house, by: ana), try await ask(house, by: ana)
        )
        for id in [changed, left] { #expect(try await approve(id, house, by: ben) == .approved) }
        #expect(try await execute(changed, house, facts: "v2").cause == .factsChanged)

        let (database, now) = (house.database, house.now)
        #expect(try await ApprovalStore.tick(database, now, Self.watch) == now + .hours(24))
        let staffID = try #require(ana.staffID)
        try await database.write { try Staffing.disable(staffID, at: now, in: $0) }
        #expect(try await execute(left, house).cause == .authorGone)

        #expect(try await ApprovalStore.tick(database, now + .hours(24), Self.watch) == nil)
        let state = try await database.read { try ApprovalStore.with(id: late, in: $0)?.state }
        #expect(state == .expired)
        await #expect(throws: ApprovalRefusal.already(.expired)) { try await approve(late, house, by: ben) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `of two who decide at the same time one does`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = Actor.staff(id: try await house.member("ana"), role: .responder)
        var approvers: [Actor] = []
        for name in ["ben", "eva", "gil", "leo"] {
            approvers.append(.staff(id: try await house.member(name, .approver), role: .approver))
        }
        let (id, deciders) = (try await ask(house, by: ana), approvers)
        let decided = await withTaskGroup(of: Int.self) { group in
            for approver in deciders {
                group.addTask {
                    do {
                        return try await approve(id, house, by: approver) == .approved ? 1 : 0
                    } catch {
                        #expect(error as? ApprovalRefusal == .already(.approved))
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(decided == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an order that was changed in the database is not read`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = Actor.staff(id: try await house.member("ana"), role: .responder)
        let id = try await ask(house, by: ana)
        try await house.database.write {
            try $0.run(#"UPDATE approval SET order_json = '{"letter":2}' WHERE id = \#(id)"#)
        }
        await #expect(throws: DatabaseError.self) {
            try await house.database.read { try ApprovalStore.with(id: id, in: $0) }
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody fills the list, and no order is endless`(_ engine: DatabaseUnderTest) async throws {
        let house = try await AccessHouse.open(engine)
        let ana = Actor.staff(id: try await house.member("ana"), role: .responder)
        let now = house.now
        try await house.database.write { session in
            for _ in 0..<ApprovalStore.waitingMax {
                _ = try ApprovalStore.ask(Self.request, by: ana, at: now, in: session)
            }
        }
        await #expect(throws: ApprovalRefusal.tooManyWaiting(100)) { try await ask(house, by: ana) }
        _ = try await ask(house, by: .operator)
        var long = Self.request
        long.order = String(repeating: "a", count: ApprovalStore.orderMax + 1)
        let order = long
        await #expect(throws: ApprovalRefusal.orderTooLong) {
            try await house.database.write { try ApprovalStore.ask(order, by: .operator, at: now, in: $0) }
        }
    }
}
