import Basis
import Catalog
import Database
import Foundation

/// The next way to a customer whom the first one did not reach.
enum Fallback {
    /// The choice among the addresses as they stand now, without those that failed for this notice.
    static func choice(
        for notice: DueNotice,
        _ campaign: Campaign,
        in session: any Session
    ) throws -> AddressChoice {
        let rules = try CampaignStore.rules(of: campaign, in: session)
        let addresses =
            try AddressStore.of(customerIDs: [notice.customerID], in: session)[notice.customerID] ?? []
        let failed = try session.rows(
            """
            SELECT address_id FROM attempt
            WHERE notice_id = \(notice.id) AND outcome = \(AttemptOutcome.refused) AND address_id IS NOT NULL
            """
        ) { try $0.next(Int64.self) }
        // A refused address that is known as bounced now is to be recorded as passed over for that.
        let tried = Set(failed).filter { id in addresses.first { $0.id == id }?.standing == .usable }
        return rules.choose(addresses, excluding: tried)
    }

    /// Puts the customer on a call sheet.
    static func openCall(
        _ notice: DueNotice,
        _ campaign: Campaign,
        _ way: CallWay,
        address: Int64,
        at now: Instant,
        in session: any Session
    ) throws {
        let customer = try CustomerStore.with(id: notice.customerID, in: session)
        let zone = customer?.timeZone.flatMap(TimeZone.init(identifier:)) ?? campaign.zone
        let dueAt = campaign.isUrgent ? now : QuietHours.phones.firstMoment(from: now, in: zone)
        let values = CallStore.values(
            notice: notice.id,
            campaign: campaign.id,
            customer: notice.customerID,
            way: way,
            address: address,
            plan: CallPlan(dueAt: dueAt)
        )
        try CallStore.insert([values], in: session)
    }
}
