import Basis
import Catalog
import Delivery
import Testing

struct CallLadderTests {
    private let rules = ChoiceRules(carriers: CarrierMatcher([]), machineChannels: [.email])

    private func address(
        _ id: Int64,
        _ channel: AddressChannel,
        _ value: String,
        _ consent: Address.Consent = .unknown
    ) -> Address {
        Address(id: id, customerID: 1, channel: channel, value: value, preference: Int(id), consent: consent)
    }

    private func ways(_ addresses: [Address], _ rules: ChoiceRules) -> [String] {
        CallLadder(addresses, rules: rules, canBeMobile: { $0.hasPrefix("+346") })
            .steps.map { "\($0.way.rawValue) \($0.addressID)" }
    }

    @Test func `telephones come first, then WhatsApp, then SMS, each also to a mobile`() {
        let all = [
            address(1, .email, "a@b.example"), address(2, .phone, "+34968111222"),
            address(3, .phone, "+34600111222"),
            address(4, .whatsapp, "+34611111111", .yes), address(5, .sms, "+34622222222", .yes),
        ]
        #expect(
            ways(all, rules) == ["phone 2", "phone 3", "whatsapp 4", "whatsapp 3", "sms 5", "sms 3"]
        )
    }

    @Test func `a no to WhatsApp holds for the same number as a telephone`() {
        let all = [address(1, .phone, "+34600111222"), address(2, .whatsapp, "+34600111222", .no)]
        #expect(ways(all, rules) == ["phone 1", "sms 1"])
        let unknown = [address(1, .phone, "+34600111222"), address(2, .whatsapp, "+34600111222", .unknown)]
        #expect(ways(unknown, rules) == ["phone 1", "sms 1"])
    }

    @Test func `a way that is broken itself is not on the ladder`() {
        let broken = ChoiceRules(
            carriers: CarrierMatcher([.channel(.whatsapp, componentID: 1), .channel(.phone, componentID: 1)]),
            machineChannels: [.email]
        )
        let all = [address(1, .phone, "+34600111222"), address(2, .sms, "+34600111333", .yes)]
        #expect(ways(all, broken) == ["sms 2"])
    }

    @Test func `a fixed line takes no messages and a no takes no calls`() {
        #expect(ways([address(1, .phone, "+34968111222")], rules) == ["phone 1"])
        #expect(ways([address(1, .phone, "+34600111222", .no)], rules).isEmpty)
    }

    @Test func `step after step, then three rounds, then nothing is left`() {
        let first = CallLadder.Step(way: .phone, addressID: 1, number: "+34600111222")
        let second = CallLadder.Step(way: .whatsapp, addressID: 1, number: "+34600111222")
        let ladder = CallLadder(steps: [first, second])
        #expect(ladder.move(after: first, round: 1, wrongNumber: false) == .step(second))
        #expect(ladder.move(after: second, round: 1, wrongNumber: false) == .again(first, round: 2))
        #expect(ladder.move(after: second, round: 2, wrongNumber: false) == .again(first, round: 3))
        #expect(ladder.move(after: second, round: 3, wrongNumber: false) == .exhausted)
    }

    @Test func `a wrong number is not used again on any way`() {
        let wrong = CallLadder.Step(way: .phone, addressID: 1, number: "+34600111222")
        let same = CallLadder.Step(way: .whatsapp, addressID: 1, number: "+34600111222")
        let other = CallLadder.Step(way: .sms, addressID: 2, number: "+34600111333")
        #expect(
            CallLadder(steps: [wrong, same, other]).move(after: wrong, round: 1, wrongNumber: true)
                == .step(other)
        )
        #expect(
            CallLadder(steps: [wrong, same]).move(after: wrong, round: 1, wrongNumber: true) == .exhausted
        )
        #expect(
            CallLadder(steps: [other, wrong]).move(after: wrong, round: 1, wrongNumber: true)
                == .again(other, round: 2)
        )
    }
}

struct CallEstimateTests {
    private let now = DeliveryHouse.morning

    @Test func `three people with forty-one calls of three minutes are done in forty-two`() {
        let lists = [14, 14, 13].map { Array(repeating: now, count: $0) }
        #expect(
            CallEstimate.make(lists: lists, now: now)
                == CallEstimate(people: 3, calls: 41, doneAt: now + .minutes(42))
        )
    }

    @Test func `calls that nobody has are shared out in thought`() {
        let estimate = CallEstimate.make(
            lists: [[now], []],
            unassigned: [now, now, now],
            minutesPerCall: 5,
            now: now
        )
        #expect(estimate == CallEstimate(people: 2, calls: 4, doneAt: now + .minutes(10)))
    }

    @Test func `a call that may only be made later is waited for`() {
        let estimate = CallEstimate.make(lists: [[now + .hours(2), now]], now: now)
        #expect(estimate.doneAt == now + .minutes(123))
    }

    @Test func `without anybody there is no end`() {
        #expect(
            CallEstimate.make(lists: [], unassigned: [now], now: now)
                == CallEstimate(people: 0, calls: 1, doneAt: nil)
        )
    }
}

struct CallLinkTests {
    @Test func `each way has its link with the text filled in`() {
        let text = "Hola, Ana: ¿todo bien? 100% & más #1"
        let escaped = "Hola%2C%20Ana%3A%20%C2%BFtodo%20bien%3F%20100%25%20%26%20m%C3%A1s%20%231"
        #expect(CallLink.make(.phone, number: "+34600111222", text: text) == "tel:+34600111222")
        #expect(
            CallLink.make(.whatsapp, number: "+34600111222", text: text)
                == "https://wa.me/34600111222?text=\(escaped)"
        )
        #expect(CallLink.make(.sms, number: "+34600111222", text: text) == "sms:+34600111222?body=\(escaped)")
    }

    @Test func `what is no digit never gets into a link`() {
        #expect(CallLink.make(.phone, number: "+34 600;ext=1\">", text: "") == "tel:+346001")
    }
}
