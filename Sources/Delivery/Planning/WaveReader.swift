import Basis
import Catalog
import Database
import Foundation

/// Reads the next recipients of a campaign and chooses how each is reached. Reads only, so it needs no write lock.
struct WaveReader {
    let campaign: Campaign
    let rules: ChoiceRules
    let source: any RecipientSource
    let now: Instant

    /// - Parameter others: customers of a wave that is just being written and not to be seen yet.
    func plan(
        after cursor: String?,
        limit: Int,
        excluding others: Set<Int64> = [],
        in session: any Session
    ) throws -> WavePlan {
        let (recipients, next) = try source.next(campaign, cursor: cursor, limit: limit, at: now, in: session)
        var seen = others
        let fresh = recipients.filter { seen.insert($0.customerID).inserted }
        let planned = try alreadyPlanned(fresh.map(\.customerID), in: session)
        let customers = planned.isEmpty ? fresh : fresh.filter { !planned.contains($0.customerID) }
        let entries = try chosen(customers, in: session)
        let toCall = entries.filter { $0.choice.state == .toCall }.map(\.customerID)
        return WavePlan(
            cursor: cursor,
            next: next,
            entries: entries,
            calls: try callPlans(toCall, in: session),
            hash: WavePlan.hash(of: entries)
        )
    }

    private func chosen(_ customers: [Recipient], in session: any Session) throws -> [WavePlan.Entry] {
        var choices: [Int64: AddressChoice] = [:]
        choices.reserveCapacity(customers.count)
        try AddressStore.each(customerIDs: customers.map(\.customerID), in: session) { customer, addresses in
            choices[customer] = rules.choose(addresses)
        }
        let withoutAddress = rules.choose([])
        return customers.map { recipient in
            WavePlan.Entry(
                customerID: recipient.customerID,
                severity: recipient.severity,
                choice: choices[recipient.customerID] ?? withoutAddress
            )
        }
    }

    private func alreadyPlanned(_ customers: [Int64], in session: any Session) throws -> Set<Int64> {
        var planned: Set<Int64> = []
        try eachSlice(customers) { ids in
            try session.each(
                """
                SELECT customer_id FROM notice
                WHERE campaign_id = \(campaign.id) AND customer_id IN \(list: ids)
                """
            ) { planned.insert(try $0.int64(0)) }
        }
        return planned
    }

    private func callPlans(_ customers: [Int64], in session: any Session) throws -> [Int64: CallPlan] {
        let usual = CallPlan(dueAt: dueAt(in: campaign.zone))
        var plans = Dictionary(customers.map { ($0, usual) }, uniquingKeysWith: { first, _ in first })
        try eachSlice(customers) { ids in
            try session.each(
                "SELECT id, time_zone FROM customer WHERE id IN \(list: ids) AND time_zone IS NOT NULL"
            ) { row in
                let zone = TimeZone(identifier: try row.text(1))
                plans[try row.int64(0)]?.dueAt = dueAt(in: zone ?? campaign.zone)
            }
            try takeOver(ids, into: &plans, in: session)
        }
        return plans
    }

    func dueAt(in zone: TimeZone) -> Instant {
        campaign.isUrgent ? now : QuietHours.phones.firstMoment(from: now, in: zone)
    }

    /// Whoever had the customer on their sheet in an earlier campaign of the subject keeps them.
    private func takeOver(_ ids: [Int64], into plans: inout [Int64: CallPlan], in session: any Session) throws
    {
        try session.each(
            """
            SELECT c.customer_id, c.staff_id, c.guest_sheet_id, c.held_by, c.held_until
            FROM call c JOIN campaign k ON k.id = c.campaign_id
            WHERE c.customer_id IN \(list: ids) AND c.campaign_id <> \(campaign.id)
                AND k.subject_kind = \(campaign.subject.kind) AND k.subject_id = \(campaign.subject.id)
            ORDER BY c.id
            """
        ) { row in
            let customer = try row.next(Int64.self)
            plans[customer]?.staffID = try row.nextOrNil()
            plans[customer]?.guestSheetID = try row.nextOrNil()
            plans[customer]?.heldBy = try row.nextOrNil()
            plans[customer]?.heldUntil = try row.nextOrNil()
        }
    }
}
