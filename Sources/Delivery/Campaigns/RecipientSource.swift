import Basis
import Database

/// Somebody a campaign is for.
package struct Recipient: Sendable, Hashable {
    package var customerID: Int64
    /// How badly hurt: 4 major outage … 0 not at all.
    package var severity: Int64

    package init(customerID: Int64, severity: Int64) {
        self.customerID = customerID
        self.severity = severity
    }
}

/// Who a campaign goes to and what is personal in it: answered by the storey that knows incidents.
package protocol RecipientSource: Sendable {
    /// The next recipients after `cursor`, worst hurt first. A customer may come twice; `next` nil means no more.
    func next(
        _ campaign: Campaign,
        cursor: String?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [Recipient], next: String?)

    /// Called in the transaction that freezes a wave, with those who are in it.
    func froze(
        _ campaign: Campaign,
        recipients: [Recipient],
        at now: Instant,
        in session: any Session
    ) throws

    /// What fills the places of the text for each customer: `customer`, `services`, `link` and so on.
    func personal(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [String: String]]

    /// Whether what the campaign tells is over, so that who was not told yet need not be.
    func isFixedMeanwhile(_ campaign: Campaign, in session: any Session) throws -> Bool
}
