import Basis
import Catalog

/// The ways by which a person tries to reach one customer, in their order. Pure.
///
/// Telephone first, number after number. Then WhatsApp and SMS: to those who agreed to it, and to a mobile telephone
/// that nobody answered. Exceptional problems, exceptional means; but a no stays a no.
package struct CallLadder: Sendable, Hashable {
    package struct Step: Sendable, Hashable {
        package var way: CallWay
        package var addressID: Int64
        /// E.164.
        package var number: String

        package init(way: CallWay, addressID: Int64, number: String) {
            self.way = way
            self.addressID = addressID
            self.number = number
        }
    }

    package enum Move: Sendable, Hashable {
        /// The next way, at once.
        case step(Step)
        /// All over again later; rounds count from 1.
        case again(Step, round: Int)
        /// Nobody answers anywhere.
        case exhausted
    }

    /// How often all ways are tried before a customer counts as unreachable.
    package static let roundsMax = 3
    /// Between the end of a round and the next.
    package static let roundPause = Span.minutes(30)

    package let steps: [Step]

    package init(steps: [Step]) {
        self.steps = steps
    }

    package init(
        _ addresses: [Address],
        rules: ChoiceRules,
        canBeMobile: (String) -> Bool = PhoneBook.canBeMobile
    ) {
        func usable(_ channel: AddressChannel) -> [Address] {
            addresses.filter { $0.channel == channel && rules.obstacle(to: $0) == nil }
        }
        let phones = usable(.phone)
        let mobiles = phones.filter { canBeMobile($0.value) }
        var steps = phones.map { Step(way: .phone, addressID: $0.id, number: $0.value) }
        for way in [CallWay.whatsapp, .sms] where !rules.carriers.isBlocked(channel: way.channel) {
            // A number that they named for this channel follows what they said there, be it no.
            let named = Set(addresses.filter { $0.channel == way.channel }.map(\.value))
            let unnamed = mobiles.filter { !named.contains($0.value) }
            steps += (usable(way.channel) + unnamed).map {
                Step(way: way, addressID: $0.id, number: $0.value)
            }
        }
        self.steps = steps
    }

    /// What to do after `current` failed in this round.
    ///
    /// - Parameter wrongNumber: whether the number is not theirs, so that no way may use it again.
    package func move(after current: Step, round: Int, wrongNumber: Bool) -> Move {
        func isLeft(_ step: Step) -> Bool { !wrongNumber || step.number != current.number }
        // A way that is no longer on the ladder was taken off since; what stands behind it in its kind is not known.
        let place = steps.firstIndex(of: current) ?? steps.lastIndex { $0.way == current.way } ?? -1
        if let next = steps[(place + 1)...].first(where: isLeft) { return .step(next) }
        guard round < Self.roundsMax, let first = steps.first(where: isLeft) else { return .exhausted }
        return .again(first, round: round + 1)
    }
}
