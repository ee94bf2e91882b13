import Access
import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct CallDeskTests {
    /// One customer with a mobile and a fixed line, launched and assigned.
    private func house(
        _ engine: DatabaseUnderTest
    ) async throws -> (DeliveryHouse, customer: Int64, call: CallSlip) {
        let house = try await DeliveryHouse.open(engine)
        let id = try await house.add([
            Sample("Taller Pérez").with(.phone, "+34968111222").with(.phone, "+34600111222")
        ])[0]
        _ = try await house.launch()
        return (house, id, try #require(try await house.slips().first))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a slip says whom to call, how, and what to say`(engine: DatabaseUnderTest) async throws {
        let (_, id, slip) = try await house(engine)
        #expect(slip.customer.id == id && slip.customer.name == "Taller Pérez")
        #expect(slip.way == .phone && slip.number == "+34968111222" && slip.link == "tel:+34968111222")
        #expect(slip.script == "Buenos días, Taller Pérez. No hay servicio.")
        #expect(slip.shortText == "Hola, Taller Pérez: No hay servicio. https://estado.example/\(id)")
        #expect(slip.owner == .nobody && slip.heldBy == nil && slip.attempts.isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who was reached has been told by telephone`(engine: DatabaseUnderTest) async throws {
        let (house, id, slip) = try await house(engine)
        let ana = try await house.staff("Ana")
        house.clock.advance(by: .minutes(3))

        #expect(try await house.record(.reached, slip.id, by: ana.actor) == .settled(.handedOver))

        let entry = try await house.history(id)[0]
        #expect(entry.state == .handedOver && entry.channel == .phone && entry.handedOverAt == house.now)
        #expect(entry.attempts.map(\.outcome) == [.reached] && entry.attempts[0].staffID == ana.id)
        #expect(try await house.report().counts.byChannel == ["phone": ["handed_over": 1]])
        #expect(try await house.findings().isEmpty)
        await #expect(throws: CallDesk.Refusal.alreadySettled) {
            try await house.record(.noAnswer, slip.id, by: ana.actor)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who already knew says since when`(engine: DatabaseUnderTest) async throws {
        let (house, id, slip) = try await house(engine)
        let since = house.now - .minutes(40)

        _ = try await house.record(.alreadyKnew(since: since), slip.id)

        let attempt = try #require(try await house.history(id)[0].attempts.first)
        #expect(attempt.outcome == .alreadyKnew && attempt.details == #"{"since":"\#(since.rfc3339)"}"#)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `no answer falls to the next way, and after three rounds they are unreachable`(
        engine: DatabaseUnderTest
    ) async throws {
        let (house, id, slip) = try await house(engine)
        var seen: [String] = []
        var result = CallDesk.Result.goesOn(.phone, dueAt: house.now)
        var rounds = 0
        while case .goesOn(_, let dueAt) = result, rounds < 50 {
            house.clock.move(to: dueAt)
            let current = try #require(try await house.slips().first)
            seen.append("\(current.round) \(current.way.rawValue) \(current.number.suffix(9))")
            result = try await house.record(rounds.isMultiple(of: 2) ? .noAnswer : .voicemail, slip.id)
            rounds += 1
        }

        let round = ["phone 968111222", "phone 600111222", "whatsapp 600111222", "sms 600111222"]
        #expect(seen == (1...3).flatMap { number in round.map { "\(number) \($0)" } })
        #expect(house.now == DeliveryHouse.morning + .hours(1))
        let entry = try await house.history(id)[0]
        #expect(entry.state == .skipped && entry.reason == .noAddress && entry.attempts.count == 12)
        #expect(try await house.report().customers.unreachable == 1)
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a wrong number is marked and not called again`(engine: DatabaseUnderTest) async throws {
        let (house, id, slip) = try await house(engine)

        #expect(try await house.record(.wrongNumber, slip.id) == .goesOn(.phone, dueAt: house.now))

        #expect(try await house.slips().map(\.number) == ["+34600111222"])
        let address = try await house.database.read { try AddressStore.with(id: slip.addressID, in: $0) }
        #expect(address?.standing == .invalid)
        _ = try await house.record(.wrongNumber, slip.id)
        #expect(try await house.history(id)[0].state == .skipped)
        #expect(try await house.slips().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a promised call comes first once its time has come`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add((1...3).map { Sample("C\($0)").with(.phone, "+3496811122\($0)") })
        _ = try await house.launch()
        let last = try #require(try await house.slips().last)
        let moment = house.now + .minutes(20)

        #expect(try await house.record(.callBack(at: moment), last.id) == .goesOn(.phone, dueAt: moment))
        #expect(try await house.slips().map(\.customer.name) == ["C1", "C2", "C3"])
        house.clock.move(to: moment)
        #expect(try await house.slips().map(\.customer.name) == ["C3", "C1", "C2"])
        await #expect(throws: CallDesk.Refusal.callBackInThePast) {
            try await house.record(.callBack(at: moment), last.id)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `nobody is called by two people`(engine: DatabaseUnderTest) async throws {
        let (house, _, slip) = try await house(engine)
        let (ana, luis) = (try await house.staff("Ana"), try await house.staff("Luis"))
        let now = house.now
        func hold(_ staff: Staff, at moment: Instant) async throws {
            try await house.hold(slip.id, by: staff, at: moment)
        }

        try await hold(ana, at: now)
        await #expect(throws: CallDesk.Refusal.heldByAnother(name: "Ana")) { try await hold(luis, at: now) }
        await #expect(throws: CallDesk.Refusal.heldByAnother(name: "Ana")) {
            try await house.record(.reached, slip.id, by: luis.actor)
        }
        try await hold(ana, at: now + .minutes(10))
        await #expect(throws: CallDesk.Refusal.heldByAnother(name: "Ana")) {
            try await hold(luis, at: now + .minutes(20))
        }
        try await hold(luis, at: now + .minutes(26))
        #expect(try await house.slips()[0].heldBy == "staff:\(luis.id)")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `of many who reach for one call at once, one gets it`(engine: DatabaseUnderTest) async throws {
        let (house, _, slip) = try await house(engine)
        var people: [Staff] = []
        for name in ["Ana", "Luis", "Eva", "Sara", "Juan", "Rosa"] {
            people.append(try await house.staff(name))
        }

        let winners = await withTaskGroup(of: Bool.self) { group in
            for staff in people {
                group.addTask {
                    do {
                        try await house.hold(slip.id, by: staff)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an unknown call is refused`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        await #expect(throws: CallDesk.Refusal.unknownCall) { try await house.record(.reached, 99) }
    }
}
