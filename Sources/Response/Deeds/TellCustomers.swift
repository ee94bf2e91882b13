import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Rendering

/// The machines begin to tell what an update says. The update is on the public page and the calls are on their sheets
/// already: only what is sent by the thousand waits for a second person.
package struct TellCustomers: ApprovedDeed {
    package static let name = "tell_customers"

    package var incident: String
    /// The frozen campaign that waits behind its gate.
    package var campaign: Int64

    package init(incident: String, campaign: Int64) {
        self.incident = incident
        self.campaign = campaign
    }

    package struct Answer: WaitingAnswer, Equatable {
        package var approval: Int64?
        package var state: Approval.State?

        package static func waiting(_ approval: Approval) -> Answer {
            Answer(approval: approval.id, state: approval.state)
        }
    }

    package func subject(_ answer: Answer) -> String { Self.subject(incident: incident) }

    package func act(in context: DeedContext) throws -> Answer {
        guard try CampaignStore.approve(campaign, at: context.now, in: context.session) else {
            throw DeedRefusal.tellingIsOver
        }
        return Answer()
    }

    package func need(in context: DeedContext) throws -> Approval.Shown? {
        guard let policy = context.desk.approvals else { return nil }
        let recipients = try recipients(in: context)
        guard recipients > policy.aboveRecipients else { return nil }
        return Approval.Shown(recipients: recipients, texts: try texts(in: context.session))
    }

    /// How many a machine would write to. Of a campaign that is still being planned, all who are hurt may be.
    private func recipients(in context: DeedContext) throws -> Int {
        let machine = try CampaignStore.waiting(in: campaign, in: context.session)
        guard try CampaignStore.with(id: campaign, in: context.session)?.planCursor != nil else {
            return machine
        }
        let incident = try context.incident(incident)
        return max(
            machine,
            try ScopeStore.customersHurt(incident.id, at: context.now, in: context.session)
        )
    }

    /// Its subject and its text in each language, with the names of the places that differ per person.
    private func texts(in session: any Session) throws -> [LocalizedText] {
        let variants = try CampaignStore.variants(of: campaign, in: session).byLanguage
        func text(_ part: KeyPath<Variant, SegmentedText>) -> LocalizedText {
            LocalizedText(variants.mapValues { $0[keyPath: part].withNamedPlaces })
        }
        return [text(\.title), text(\.bodyText)]
    }

    package func facts(in session: any Session) throws -> String {
        guard let found = try CampaignStore.with(id: campaign, in: session), found.gate == .approval,
            found.state.isAlive, let told = try IncidentStore.with(name: incident, in: session)
        else { return "over" }
        var lines = ["campaign \(campaign)", told.stage.rawValue, told.kind.rawValue]
        let versions = try FactStore.sheet(told.id, in: session).versions
        lines += versions.map { "fact \($0.key) \($0.value)" }.sorted()
        lines += try IncidentStore.impacts(of: told.id, in: session).map {
            "impact \($0.componentID) \($0.impact.rawValue)"
        }.sorted()
        lines += try IncidentStore.promises(of: told.id, in: session).filter { $0.kind == .eta }.map {
            "eta \($0.dueAt.milliseconds)"
        }
        return sha256Hex(Array(lines.joined(separator: "\n").utf8))
    }

    package func changed(_ approval: Approval, in context: DeedContext) throws {
        switch approval.state {
        case .approved: return
        case .waiting, .executed: break
        case .declined, .expired, .invalidated:
            try CampaignStore.turnDown(campaign, at: context.now, in: context.session)
        }
        let told = try context.incident(incident)
        let kind =
            approval.brokeGlass ? TimelineEntry.Kind.glassBroken : "approval_\(approval.state.rawValue)"
        var details = ["count": String(approval.shown.recipients), "approval": String(approval.id)]
        details["reason"] = approval.reason ?? ""
        try Timeline.add(kind, to: told, details, in: context)
        try context.session.announce(.incident(told.id))
    }
}

extension SegmentedText {
    /// For those who read what will be sent: `‹customer›` where each person's own words will stand.
    fileprivate var withNamedPlaces: String {
        spliced(Dictionary(uniqueKeysWithValues: slots.map { ($0, "‹\($0)›") })) { $0 }
    }
}
