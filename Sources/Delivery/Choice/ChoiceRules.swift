import Catalog

/// The rules by which one campaign chooses how to reach a customer. Pure: the same addresses give the same choice.
package struct ChoiceRules: Sendable {
    package let carriers: CarrierMatcher
    /// The channels that a machine can send on.
    private let machineChannels: ChannelMask

    package init(carriers: CarrierMatcher, machineChannels: Set<AddressChannel>) {
        self.carriers = carriers
        self.machineChannels = ChannelMask(machineChannels)
    }

    /// The first usable address that a machine can send to, else a way for a person: call, WhatsApp, SMS.
    ///
    /// - Parameters:
    ///   - addresses: of one customer, in their order of preference.
    ///   - tried: ids of addresses that already failed for this notice.
    package func choose(_ addresses: [Address], excluding tried: Set<Int64> = []) -> AddressChoice {
        var passedOver: [AddressChoice.PassedOver] = []
        func firstUsable(_ isMeant: (Address) -> Bool) -> Address? {
            for address in addresses where isMeant(address) && !tried.contains(address.id) {
                guard let reason = obstacle(to: address) else { return address }
                passedOver.append(.init(addressID: address.id, channel: address.channel, reason: reason))
            }
            return nil
        }
        if let address = firstUsable({ machineChannels.contains($0.channel.mask) }) {
            return AddressChoice(
                way: .machine(channel: address.channel, addressID: address.id),
                passedOver: passedOver
            )
        }
        for way in CallWay.allCases where !machineChannels.contains(way.channel.mask) {
            if let address = firstUsable({ $0.channel == way.channel }) {
                return AddressChoice(way: .call(way, addressID: address.id), passedOver: passedOver)
            }
        }
        return AddressChoice(way: .none(Self.mostTelling(passedOver)), passedOver: passedOver)
    }

    /// Why an address may not be used; nil where it may.
    ///
    /// What the customer said comes before what is known of the address, and that before what is broken today.
    package func obstacle(to address: Address) -> NoticeReason? {
        switch address.standing {
        case .optedOut: return .optedOut
        case .bounced: return .bounced
        case .invalid, .removed: return .invalid
        case .usable: break
        }
        guard address.consent.permitsServiceNotice(on: address.channel) else { return .noConsent }
        return carriers.isBlocked(address) ? .carrierAffected : nil
    }

    /// The reason to give for a customer who cannot be reached: the one that somebody can do most about.
    private static func mostTelling(_ passedOver: [AddressChoice.PassedOver]) -> NoticeReason {
        let order: [NoticeReason] = [.carrierAffected, .optedOut, .noConsent, .bounced, .invalid]
        return order.first { reason in passedOver.contains { $0.reason == reason } } ?? .noAddress
    }
}

extension Address.Consent {
    /// Who buys a service wants to know when it breaks: unknown suffices by mail and telephone. On the more personal
    /// channels only a yes does, and a no is a no everywhere.
    package func permitsServiceNotice(on channel: AddressChannel) -> Bool {
        switch (self, channel) {
        case (.no, _): false
        case (.yes, _): true
        case (.unknown, .email), (.unknown, .phone), (.unknown, .webhook): true
        case (.unknown, .whatsapp), (.unknown, .sms), (.unknown, .telegram): false
        }
    }
}
