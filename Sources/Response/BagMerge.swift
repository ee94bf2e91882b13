import Access
import Basis
import Catalog
import Database
import Delivery
import GoBag
import Incidents

/// Takes the outcomes of several bags in, in the order in which they happened.
struct BagMerge {
    private let context: DeedContext
    private let outcomes: [Outcome]
    private let known: Int
    private let bags: [String]
    private let staff: [String: Int64]
    private let names: [Int64: String]
    private let customers: [String: Customer]
    private var answer = MergeGoBag.Answer()

    private struct Outcome {
        var bag: String
        var incident: Incident
        /// Not later than now and not before the bag was made, whatever a telephone's clock says.
        var at: Instant
        var said: BagResult.Outcome
        var call: CallOutcome
    }

    init(results: [BagResult], incident named: String?, _ context: DeedContext) throws {
        self.context = context
        let session = context.session
        let homes = try BagHome.of(results.map(\.bag), named: named, in: context)
        let all = results.flatMap { result in result.outcomes.map { (result.bag, $0) } }
        let merged = try BagStore.merged(among: all.map(\.1.id), in: session)
        var seen = merged
        let now = context.now
        outcomes = all.compactMap { bag, said -> Outcome? in
            guard let home = homes[bag], let call = said.callOutcome, seen.insert(said.id).inserted else {
                return nil
            }
            let at = min(now, max(said.at, home.madeAt ?? said.at))
            return Outcome(bag: bag, incident: home.incident, at: at, said: said, call: call)
        }
        .sorted { ($0.at, $0.said.id) < ($1.at, $1.said.id) }
        known = Set(all.map(\.1.id)).intersection(merged).count
        bags = Set(results.map(\.bag)).sorted()
        let everybody = try StaffStore.everybody(in: session)
        staff = Dictionary(everybody.map { ($0.externalID, $0.id) }) { first, _ in first }
        names = Dictionary(everybody.map { ($0.id, $0.name) }) { first, _ in first }
        let found = try CustomerStore.with(
            externalIDs: Set(outcomes.map(\.said.customer)).sorted(),
            in: session
        )
        customers = Dictionary(found.map { ($0.externalID, $0) }) { first, _ in first }
    }

    mutating func all() throws -> MergeGoBag.Answer {
        answer.known = known
        answer.bags = bags
        for outcome in outcomes { try take(outcome) }
        return answer
    }

    private mutating func take(_ outcome: Outcome) throws {
        guard let customer = customers[outcome.said.customer] else {
            answer.conflicts.append(conflict(outcome, nil, nil))
            return
        }
        let call = try call(outcome, customer)
        let caller = outcome.said.caller.flatMap { staff[$0] }
        let late = LateOutcome(
            outcome.call,
            way: outcome.said.way,
            addressID: outcome.said.address,
            note: outcome.said.note,
            staffID: caller,
            at: outcome.at
        )
        let result =
            try call.map { try CallDesk.recordLate(late, call: $0, in: context.session) }
            ?? LateResult(fate: .noCall)
        try context.tellOfCall(
            outcome.said.outcome,
            since: outcome.said.since,
            to: customer,
            in: outcome.incident,
            at: outcome.at
        )
        try BagStore.add(
            MergedOutcome(
                id: outcome.said.id,
                bag: outcome.bag,
                incidentID: outcome.incident.id,
                customerID: customer.id,
                callID: call,
                staffID: caller,
                outcome: outcome.said.outcome.rawValue,
                note: outcome.said.note,
                happenedAt: outcome.at,
                fate: result.fate
            ),
            at: context.now,
            in: context.session
        )
        answer.merged += 1
        if result.fate != .settled { answer.conflicts.append(conflict(outcome, customer, result)) }
    }

    /// The call that was made: the one that the bag knew, else the newest to this customer.
    private func call(_ outcome: Outcome, _ customer: Customer) throws -> Int64? {
        let subject = IncidentRecipients.subject(outcome.incident.id)
        if let call = outcome.said.call,
            let matter = try CallDesk.matter(ofCall: call, in: context.session),
            matter.customerID == customer.id, matter.subject == subject
        {
            return call
        }
        return try CallDesk.newestCall(subject, customerID: customer.id, in: context.session)
    }

    private func conflict(
        _ outcome: Outcome,
        _ customer: Customer?,
        _ result: LateResult?
    ) -> MergeGoBag.Conflict {
        MergeGoBag.Conflict(
            customer: outcome.said.customer,
            name: customer?.name,
            outcome: outcome.said.outcome.rawValue,
            at: outcome.at,
            by: outcome.said.caller.flatMap { staff[$0] }.flatMap { names[$0] },
            fate: result?.fate,
            toldAt: result?.toldAt,
            toldBy: result?.toldBy.flatMap { names[$0] }
        )
    }
}

/// What a bag was about, and when it was made.
private struct BagHome {
    var incident: Incident
    /// Nil where this database does not know the bag.
    var madeAt: Instant?

    /// - Throws: a problem for the option where some bag was made without an incident and none is named.
    static func of(
        _ bags: [String],
        named: String?,
        in context: DeedContext
    ) throws -> [String: BagHome] {
        let given = try named.map(context.incident)
        var homes: [String: BagHome] = [:]
        for bag in Set(bags) {
            let kept = try BagStore.with(id: bag, in: context.session)
            let own = try kept?.incidentID.flatMap { try IncidentStore.with(id: $0, in: context.session) }
            guard let incident = own ?? given else {
                throw Problems([Problem("incident", "response.go_bag_incident")])
            }
            homes[bag] = BagHome(incident: incident, madeAt: kept?.madeAt)
        }
        return homes
    }
}
