import Access
import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct CallSheetTests {
    private func assign(_ house: DeliveryHouse) async throws -> Int {
        let now = house.now
        return try await house.database.write { try CallDesk.assign(DeliveryHouse.subject, at: now, in: $0) }
    }

    private func sheets(_ house: DeliveryHouse) async throws -> [CallSheet] {
        let now = house.now
        return try await house.database.read { try CallDesk.sheets(DeliveryHouse.subject, at: now, in: $0) }
    }

    private func invite(
        _ house: DeliveryHouse,
        _ count: Int,
        hours: Int64 = 4
    ) async throws -> (GuestSheet, moved: Int) {
        let now = house.now
        return try await house.database.write { session in
            let (sheet, moved) = try GuestSheetStore.create(
                subject: DeliveryHouse.subject,
                name: "Marta",
                count: count,
                expiresAt: now + .hours(hours),
                at: now,
                in: session
            )
            return (sheet, moved)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `open calls are shared out over who is on duty, with an estimate`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(
            (1...9).map { Sample("C\($0)", manager: $0 == 9 ? "eva" : nil).with(.phone, "+3496811122\($0)") }
        )
        let ana = try await house.staff("Ana")
        _ = try await house.staff("Absent", onDuty: false)
        let eva = try await house.staff("Eva")
        _ = try await house.launch()
        #expect(try await sheets(house).map(\.open) == [0, 0, 9])

        #expect(try await assign(house) == 9)
        #expect(try await assign(house) == 0)

        let all = try await sheets(house)
        #expect(all.map(\.owner) == [.staff(ana.id), .staff(eva.id)] && all.map(\.open) == [5, 4])
        let managed = try await house.slips(.owner(.staff(eva.id), DeliveryHouse.subject)).map(
            \.customer.name
        )
        #expect(managed.contains("C9") && managed.count == 4)
        #expect(
            CallDesk.estimate(all, at: house.now)
                == CallEstimate(people: 2, calls: 9, doneAt: house.now + .minutes(15))
        )

        let first = try await house.slips(.owner(.staff(ana.id), DeliveryHouse.subject))[0]
        _ = try await house.record(.reached, first.id, by: ana.actor)
        #expect(try await sheets(house).map(\.reached) == [1, 0])
        #expect(try await sheets(house).map(\.open) == [4, 4])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `when somebody leaves their open calls go to the others`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...8).map { Sample("C\($0)").with(.phone, "+3496811122\($0)") })
        let (ana, eva) = (try await house.staff("Ana"), try await house.staff("Eva"))
        _ = try await house.launch()
        _ = try await assign(house)
        let held = try await house.slips(.owner(.staff(eva.id), DeliveryHouse.subject))[0]
        try await house.hold(held.id, by: eva)
        try await house.database.write { try StaffStore.setDuty(false, staff: eva.id, in: $0) }

        #expect(try await assign(house) == 3)

        let owners = try await house.slips().map(\.owner)
        #expect(owners.filter { $0 == .staff(ana.id) }.count == 7)
        #expect(try await house.slips(.call(held.id))[0].owner == .staff(eva.id))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a guest gets some calls, and sees and settles only those`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...6).map { Sample("C\($0)").with(.phone, "+3496811122\($0)") })
        let ana = try await house.staff("Ana")
        _ = try await house.launch()
        _ = try await assign(house)

        let (sheet, moved) = try await invite(house, 2)

        #expect(moved == 2)
        let guest = Actor.guest(sheetID: sheet.id)
        let mine = try await house.slips(.owner(.guest(sheet.id), DeliveryHouse.subject))
        #expect(mine.map(\.customer.name) == ["C5", "C6"])
        let others = try await house.slips(.owner(.staff(ana.id), DeliveryHouse.subject))
        #expect(others.count == 4)
        await #expect(throws: CallDesk.Refusal.notOnYourSheet) {
            try await house.record(.reached, others[0].id, by: guest)
        }
        #expect(try await house.record(.reached, mine[0].id, by: guest) == .settled(.handedOver))
        #expect(try await assign(house) == 0)
        #expect(try await sheets(house).map(\.name) == ["Ana", "Marta"])

        house.clock.advance(by: .hours(5))
        await #expect(throws: CallDesk.Refusal.sheetExpired) {
            try await house.record(.reached, mine[1].id, by: guest)
        }
        #expect(try await house.slips(.owner(.guest(sheet.id), DeliveryHouse.subject)).isEmpty)
        #expect(try await house.slips(.owner(.nobody, DeliveryHouse.subject)).count == 1)
        #expect(try await assign(house) == 1)
        #expect(try await house.slips(.owner(.staff(ana.id), DeliveryHouse.subject)).count == 5)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a guest takes from the longest lists, and no more than there are`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...5).map { Sample("C\($0)").with(.phone, "+3496811122\($0)") })
        _ = try await house.staff("Ana")
        _ = try await house.staff("Eva")
        _ = try await house.launch()
        _ = try await assign(house)

        #expect(try await invite(house, 3).moved == 3)
        #expect(try await sheets(house).map(\.open) == [1, 1, 3])
        #expect(try await invite(house, 10).moved == 2)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `calls of later waves are shared out by the planner`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(1_000) + [Sample("Late").with(.phone, "+34968111222")])
        let ana = try await house.staff("Ana")
        _ = try await house.launch()
        #expect(try await house.slips().isEmpty)

        _ = try await house.planner().tick(house.now)

        #expect(try await house.slips().map(\.owner) == [.staff(ana.id)])
    }
}
