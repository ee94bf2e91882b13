import Basis
import Catalog

/// The recipients of one wave and how each is reached: chosen, hashed, and not yet written.
package struct WavePlan: Sendable {
    package struct Entry: Sendable, Hashable {
        package var customerID: Int64
        package var severity: Int64
        package var choice: AddressChoice

        package init(customerID: Int64, severity: Int64 = 0, choice: AddressChoice) {
            self.customerID = customerID
            self.severity = severity
            self.choice = choice
        }
    }

    /// Where the source stood before these recipients; nil at the beginning.
    package var cursor: String?
    /// Where it stands after them; nil when there are no more.
    package var next: String?
    /// In the order of telling: worst hurt first.
    package var entries: [Entry]
    /// Of the customers that a person has to reach.
    package var calls: [Int64: CallPlan]
    /// What the list is, so that it can be shown not to have changed: see ``hash(of:)``.
    package var hash: String

    package var recipients: [Recipient] {
        entries.map { Recipient(customerID: $0.customerID, severity: $0.severity) }
    }

    /// SHA-256 over one line for each recipient, by customer id: customer, channel and address, `-` where there is none.
    package static func hash(of entries: [Entry]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 28)
        for entry in entries.sorted(by: { $0.customerID < $1.customerID }) {
            append(entry.customerID, to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes += (entry.choice.channel?.rawValue ?? "-").utf8
            bytes.append(UInt8(ascii: " "))
            if let address = entry.choice.addressID { append(address, to: &bytes) } else { bytes += "-".utf8 }
            bytes.append(UInt8(ascii: "\n"))
        }
        return sha256Hex(bytes)
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        bytes += String(number).utf8
    }
}

/// Who calls a customer and from when on.
package struct CallPlan: Sendable, Hashable {
    package var dueAt: Instant
    /// Who spoke with them about this before.
    package var staffID: Int64?
    package var guestSheetID: Int64?
    /// Somebody is on the telephone with them at this moment.
    package var heldBy: String?
    package var heldUntil: Instant?
}
