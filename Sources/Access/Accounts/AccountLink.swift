import Basis

/// A signed link by which somebody chooses a password. It carries the account's epoch, so it works once: choosing a
/// password, a newer link and disabling all raise it.
package struct AccountLink: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case invitation
        case reset = "password-reset"

        /// How long it may be used: an invitation waits for somebody's next working day, a reset is asked for when
        /// it is wanted.
        package var life: Span {
            switch self {
            case .invitation: .days(7)
            case .reset: .hours(1)
            }
        }
    }

    package var kind: Kind
    package var staffID: Int64
    var epoch: Int64

    init(kind: Kind, staffID: Int64, epoch: Int64) {
        self.kind = kind
        self.staffID = staffID
        self.epoch = epoch
    }

    /// Nil where the token is not whole, for something else, or has run out. Whether the epoch still holds is in
    /// the database.
    package init?(token: String, keys: AccessKeys, now: Instant) {
        for kind in Kind.allCases {
            guard let subject = keys.signer.subject(of: token, purpose: kind.rawValue, now: now) else {
                continue
            }
            let numbers = subject.split(separator: ".").compactMap { Int64($0) }
            guard numbers.count == 2 else { return nil }
            self.init(kind: kind, staffID: numbers[0], epoch: numbers[1])
            return
        }
        return nil
    }

    func token(keys: AccessKeys, now: Instant) -> String {
        keys.signer.sign("\(staffID).\(epoch)", purpose: kind.rawValue, expiry: now + kind.life)
    }
}
