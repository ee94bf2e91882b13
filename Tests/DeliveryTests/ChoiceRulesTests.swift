import Catalog
import Delivery
import Testing

struct ChoiceRulesTests {
    private let rules = ChoiceRules(
        carriers: CarrierMatcher([.mailDomain("ovh.net", componentID: 1)]),
        machineChannels: [.email]
    )

    /// Addresses with the ids 1, 2, 3 … in their order of preference.
    private func addresses(
        _ all: [(AddressChannel, String, Address.Consent, Address.Standing)]
    ) -> [Address] {
        all.enumerated().map { index, given in
            Address(
                id: Int64(index + 1),
                customerID: 1,
                channel: given.0,
                value: given.1,
                preference: index,
                consent: given.2,
                standing: given.3
            )
        }
    }

    @Test func `the first usable mail address is taken, and what stands before it is recorded`() {
        let choice = rules.choose(
            addresses([
                (.email, "a@ovh.net", .yes, .usable), (.email, "a@b.example", .unknown, .bounced),
                (.email, "c@d.example", .unknown, .usable), (.email, "e@f.example", .no, .usable),
            ])
        )

        #expect(choice.way == .machine(channel: .email, addressID: 3))
        #expect(
            choice.passedOver == [
                .init(addressID: 1, channel: .email, reason: .carrierAffected),
                .init(addressID: 2, channel: .email, reason: .bounced),
            ]
        )
    }

    @Test func `a machine comes before a person, also where the telephone is preferred`() {
        let choice = rules.choose(
            addresses([(.phone, "+34600111222", .yes, .usable), (.email, "a@b.example", .unknown, .usable)])
        )

        #expect(choice == AddressChoice(way: .machine(channel: .email, addressID: 2)))
    }

    @Test func `without usable mail a person calls, then writes by WhatsApp, then by SMS`() {
        let ways: [(AddressChannel, CallWay)] = [(.phone, .phone), (.whatsapp, .whatsapp), (.sms, .sms)]
        for (index, way) in ways.enumerated() {
            let rest = ways[index...].reversed().map {
                ($0.0, "+34600111222", Address.Consent.yes, Address.Standing.usable)
            }
            let choice = rules.choose(addresses([(.email, "a@ovh.net", .yes, .usable)] + rest))
            let id = Int64(ways.count - index + 1)
            #expect(choice.way == .call(way.1, addressID: id))
            #expect(choice.passedOver.map(\.reason) == [.carrierAffected])
        }
    }

    @Test(
        arguments: [
            (AddressChannel.email, Address.Consent.unknown, nil), (.phone, .unknown, nil),
            (.webhook, .unknown, nil),
            (.whatsapp, .unknown, .noConsent), (.sms, .unknown, .noConsent),
            (.telegram, .unknown, .noConsent),
            (.whatsapp, .yes, nil), (.sms, .yes, nil), (.email, .no, .noConsent), (.phone, .no, .noConsent),
            (.whatsapp, .no, .noConsent),
        ] as [(AddressChannel, Address.Consent, NoticeReason?)]
    )
    func `unknown consent suffices by mail and telephone, elsewhere only a yes`(
        channel: AddressChannel,
        consent: Address.Consent,
        reason: NoticeReason?
    ) {
        let address = Address(
            id: 1,
            customerID: 1,
            channel: channel,
            value: "a@b.example",
            preference: 1,
            consent: consent
        )
        #expect(rules.obstacle(to: address) == reason)
    }

    @Test(
        arguments: [
            (Address.Standing.usable, nil), (.bounced, .bounced), (.invalid, .invalid),
            (.optedOut, .optedOut),
            (.removed, .invalid),
        ] as [(Address.Standing, NoticeReason?)]
    )
    func `an address that cannot be used says why`(standing: Address.Standing, reason: NoticeReason?) {
        let address = Address(
            id: 1,
            customerID: 1,
            channel: .email,
            value: "a@b.example",
            preference: 1,
            standing: standing
        )
        #expect(rules.obstacle(to: address) == reason)
    }

    @Test(
        arguments: [
            ([], .noAddress),
            ([(.telegram, "42", .yes, .usable)], .noAddress),
            ([(.email, "a@b.example", .no, .usable)], .noConsent),
            (
                [(.email, "a@b.example", .no, .usable), (.email, "a@ovh.net", .yes, .usable)],
                .carrierAffected
            ),
            (
                [(.email, "a@b.example", .yes, .bounced), (.phone, "+34600111222", .yes, .optedOut)],
                .optedOut
            ),
            ([(.email, "a@b.example", .yes, .bounced), (.phone, "+34600111222", .yes, .invalid)], .bounced),
        ] as [([(AddressChannel, String, Address.Consent, Address.Standing)], NoticeReason)]
    )
    func `a customer without any way gets the most telling reason`(
        given: [(AddressChannel, String, Address.Consent, Address.Standing)],
        reason: NoticeReason
    ) {
        #expect(rules.choose(addresses(given)).way == .none(reason))
    }

    @Test func `addresses that failed for this notice are not tried again`() {
        let choice = rules.choose(
            addresses([(.email, "a@b.example", .yes, .usable), (.email, "c@d.example", .yes, .usable)]),
            excluding: [1]
        )
        #expect(choice == AddressChoice(way: .machine(channel: .email, addressID: 2)))
    }
}
