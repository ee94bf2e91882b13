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

    /// A look-up has one of these numbers of ids, so that the engines meet few different statements.
    private static let listSizes = [16, 128, 1_000]

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
        var entries: [WavePlan.Entry] = []
        entries.reserveCapacity(customers.count)
        for (_, block) in Self.blocks(customers.map(\.customerID)) {
            // Not with the filling: the store cuts its lists itself, and would read the last customer's twice.
            let addresses = try AddressStore.of(customerIDs: Array(block), in: session)
            for (customer, recipient) in zip(block, customers[block.indices]) {
                let choice = rules.choose(addresses[customer] ?? [])
                entries.append(
                    WavePlan.Entry(customerID: customer, severity: recipient.severity, choice: choice)
                )
            }
        }
        return entries
    }

    private func alreadyPlanned(_ customers: [Int64], in session: any Session) throws -> Set<Int64> {
        var planned: Set<Int64> = []
        for (ids, _) in Self.blocks(customers) {
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
        var plans: [Int64: CallPlan] = [:]
        let fallback = campaign.zone
        for (ids, block) in Self.blocks(customers) {
            var zones: [Int64: TimeZone] = [:]
            try session.each(
                "SELECT id, time_zone FROM customer WHERE id IN \(list: ids) AND time_zone IS NOT NULL"
            ) { row in
                zones[try row.int64(0)] = TimeZone(identifier: try row.text(1))
            }
            for customer in block {
                plans[customer] = CallPlan(dueAt: dueAt(in: zones[customer] ?? fallback))
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

    /// Cuts ids into blocks; `ids` is the block filled up to one of the list sizes by repeating its last id.
    static func blocks(_ ids: [Int64]) -> [(ids: [Int64], block: ArraySlice<Int64>)] {
        let blockMax = listSizes[listSizes.count - 1]
        return stride(from: 0, to: ids.count, by: blockMax).map { start in
            let block = ids[start..<min(start + blockMax, ids.count)]
            let size = listSizes.first { $0 >= block.count } ?? block.count
            let filling = repeatElement(block[block.endIndex - 1], count: size - block.count)
            return (Array(block) + filling, block)
        }
    }
}
