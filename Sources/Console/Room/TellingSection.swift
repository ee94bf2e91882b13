import Access
import Basis
import Database
import Delivery
import Incidents
import Rendering
import Response

/// Whether machines are telling, what they wait for, and the button that stops them.
struct TellingSection: Sendable {
    let sentence: String
    /// The approval that it waits for.
    let approval: LinkItem?
    let stop: String?
    let goOn: String?
    /// Whether somebody should look.
    let isStanding: Bool

    /// What is told now; what is over has no button.
    struct Reading: Sendable {
        var campaign: Campaign
        var approval: Int64?
        var canary: Canary.Count
        /// Who stopped it; nil where it was not staff.
        var heldBy: String?

        init?(incidentID: Int64, _ timeline: [TimelineEntry], in session: any Session) throws {
            let subject = IncidentRecipients.subject(incidentID)
            guard let newest = try CampaignStore.newest(of: subject, in: session), newest.state.isAlive else {
                return nil
            }
            campaign = newest
            canary = try CampaignStore.canary(of: newest.id, in: session)
            if newest.gate == .approval {
                approval = try ApprovalStore.open(in: session).last {
                    (try StoredOrders.known($0) as? TellCustomers)?.campaign == newest.id
                }?.id
            }
            let stops = timeline.filter { $0.kind == TimelineEntry.Kind.campaignHeld }
            let last = stops.max { $0.happenedAt < $1.happenedAt }
            heldBy = try last?.actorID.flatMap { try StaffStore.with(id: $0, in: session)?.name }
        }
    }

    init(_ reading: Reading, _ incident: Incident, _ words: Words, now: Instant, mayAct: Bool) {
        let campaign = reading.campaign
        let isHeld = campaign.state == .held
        isStanding = isHeld || campaign.gate.map { $0 != .canary } ?? false
        sentence = Self.sentence(reading, words, now: now)
        approval = reading.approval.map {
            LinkItem(href: Links.approval($0), label: words("telling.approval_link"))
        }
        let room = incident.name
        stop = mayAct && !isHeld ? Links.room(room, "telling/stop") : nil
        let mayGoOn = isHeld || campaign.gate?.isCanary ?? false
        goOn = mayAct && mayGoOn ? Links.room(room, "telling/continue") : nil
    }

    private static func sentence(_ reading: Reading, _ words: Words, now: Instant) -> String {
        let campaign = reading.campaign
        if let heldAt = campaign.heldAt {
            let who = reading.heldBy ?? words("approvals.operator")
            let held = words("telling.held", ["time": words.time.short(heldAt, now: now), "name": who])
            return campaign.holdReason.map { "\(held) \($0)" } ?? held
        }
        guard let gate = campaign.gate else { return words("telling.running") }
        return words(
            "telling.\(gate.rawValue)",
            [
                "count": words.time.number(reading.canary.all),
                "lost": words.time.number(reading.canary.lost),
            ]
        )
    }
}
