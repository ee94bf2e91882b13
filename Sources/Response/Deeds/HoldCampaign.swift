import Access
import Basis
import Database
import Delivery
import Incidents

/// Stops what is being told, for the moment: nothing more is planned, sent or called. What is on its way arrives.
/// Stopping what already stands is no mistake: whoever presses the button must never be refused for that.
package struct HoldCampaign: Deed {
    package static let name = "hold_campaign"

    /// Nil: of all incidents, and of whatever else is told.
    package var incident: String?
    package var reason: String?

    package init(incident: String?, reason: String? = nil) {
        self.incident = incident
        self.reason = reason
    }

    package func subject(_ answer: CampaignsMoved) -> String { CampaignsMoved.subject(incident) }

    package func act(in context: DeedContext) throws -> CampaignsMoved {
        let campaigns = try CampaignStore.hold(
            try context.tellingSubject(incident),
            reason: reason,
            at: context.now,
            in: context.session
        )
        let details = ["reason": reason ?? ""]
        return try CampaignsMoved(campaigns, TimelineEntry.Kind.campaignHeld, details, in: context)
    }
}

/// Somebody says that what is held goes on. What was settled meanwhile is not told any more.
package struct ContinueCampaign: Deed {
    package static let name = "continue_campaign"

    /// Nil: of all incidents, and of whatever else is told.
    package var incident: String?

    package init(incident: String?) { self.incident = incident }

    package func subject(_ answer: CampaignsMoved) -> String { CampaignsMoved.subject(incident) }

    package func act(in context: DeedContext) throws -> CampaignsMoved {
        let campaigns = try CampaignStore.goOn(
            try context.tellingSubject(incident),
            source: context.desk.source,
            at: context.now,
            in: context.session
        )
        return try CampaignsMoved(campaigns, TimelineEntry.Kind.campaignContinued, [:], in: context)
    }
}

/// What was held or goes on.
package struct CampaignsMoved: Codable, Sendable, Equatable {
    package var campaigns: Int
    /// Those of them that tell of incidents: `INC-7`.
    package var incidents: [String]

    package init(campaigns: Int, incidents: [String]) {
        self.campaigns = campaigns
        self.incidents = incidents
    }

    init(_ campaigns: [Campaign], _ kind: String, _ details: [String: String], in context: DeedContext) throws
    {
        self.campaigns = campaigns.count
        incidents = []
        let ids = campaigns.filter { $0.subject.kind == IncidentRecipients.subjectKind }.map(\.subject.id)
        for id in Set(ids).sorted() {
            guard let incident = try IncidentStore.with(id: id, in: context.session) else { continue }
            try Timeline.add(kind, to: incident, details, in: context)
            try context.session.announce(.incident(id))
            incidents.append(incident.name)
        }
    }

    static func subject(_ incident: String?) -> String {
        incident.map { HoldCampaign.subject(incident: $0) } ?? "campaign:all"
    }
}

extension DeedContext {
    /// What campaigns of the named incident are about; nil: of anything.
    fileprivate func tellingSubject(_ name: String?) throws -> Subject? {
        try name.map { IncidentRecipients.subject(try incident($0).id) }
    }
}
