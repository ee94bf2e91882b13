import Catalog

/// How one customer is reached in one campaign, and which of their addresses were passed over on the way there.
package struct AddressChoice: Sendable, Hashable {
    package enum Way: Sendable, Hashable {
        case machine(channel: AddressChannel, addressID: Int64)
        case call(CallWay, addressID: Int64)
        case none(NoticeReason)
    }

    /// An address that would have been used, but for the reason.
    package struct PassedOver: Sendable, Hashable {
        package var addressID: Int64
        package var channel: AddressChannel
        package var reason: NoticeReason

        package init(addressID: Int64, channel: AddressChannel, reason: NoticeReason) {
            self.addressID = addressID
            self.channel = channel
            self.reason = reason
        }
    }

    package var way: Way
    package var passedOver: [PassedOver]

    package init(way: Way, passedOver: [PassedOver] = []) {
        self.way = way
        self.passedOver = passedOver
    }

    var addressID: Int64? {
        switch way {
        case .machine(_, let id), .call(_, let id): id
        case .none: nil
        }
    }

    var channel: AddressChannel? {
        switch way {
        case .machine(let channel, _): channel
        case .call(let way, _): way.channel
        case .none: nil
        }
    }

    var state: NoticeState {
        switch way {
        case .machine: .waiting
        case .call: .toCall
        case .none: .skipped
        }
    }

    var reason: NoticeReason? {
        if case .none(let reason) = way { return reason }
        return nil
    }
}
