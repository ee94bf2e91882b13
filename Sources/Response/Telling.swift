import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents
import Letters
import Rendering

/// Turns a published update into a campaign: its wording per language, the carriers that cannot be used, the
/// audience.
struct Telling {
    var incident: Incident
    var update: IncidentUpdate
    var isFirst: Bool

    /// Freezes the first wave. Whether machines begin at once or wait for a second person is in the answer.
    func launch(in context: DeedContext) throws -> TellCustomers.Answer {
        var order = CampaignOrder(
            subject: IncidentRecipients.subject(incident.id),
            purpose: update.status == .resolved ? "all_clear" : isFirst ? "first_notice" : "update",
            audience: update.status == .resolved ? IncidentWalk.everHurt : Audience.hurt.rawValue,
            isUrgent: try isUrgent(in: context),
            variants: try variants(in: context),
            blocked: try BlockedCarriers.standing(desk: context.desk, in: context.session),
            timeZone: context.desk.zone.identifier
        )
        order.needsApproval = true
        order.canary = context.desk.canary
        let campaign = try CampaignStore.launch(
            order,
            source: context.desk.source,
            at: context.now,
            in: context.session
        )
        try CallDesk.assign(order.subject, at: context.now, in: context.session)
        guard campaign.gate == .approval, campaign.state.isActive else { return TellCustomers.Answer() }
        return try TellCustomers(incident: incident.name, campaign: campaign.id).actOrAsk(in: context)
    }

    /// A major outage, security and data do not wait for the morning (DESIGN: quiet hours).
    private func isUrgent(in context: DeedContext) throws -> Bool {
        if incident.kind == .security || incident.kind == .data { return true }
        return try IncidentStore.impacts(of: incident.id, in: context.session)
            .contains { $0.impact == .majorOutage }
    }

    /// The wordings, one for each language that the program speaks or that somebody wrote the update in.
    func variants(in context: DeedContext) throws -> [Variant] {
        let facts = try noticeFacts(in: context)
        let languages = Set(Language.spoken).union(update.message.languages).sorted()
        return try languages.map { language in
            let text = try context.desk.composer.compose(
                facts,
                language: language,
                zone: context.desk.zone,
                now: context.now
            )
            return Variant(
                language: language,
                writtenIn: text.writtenIn,
                title: SegmentedText(marked: text.subject),
                bodyText: SegmentedText(marked: text.text),
                bodyHTML: SegmentedText(marked: text.html),
                shortText: SegmentedText(marked: text.short),
                script: SegmentedText(marked: text.script),
                toldFacts: facts.sheet.versions
            )
        }
    }

    private func noticeFacts(in context: DeedContext) throws -> NoticeFacts {
        var facts = NoticeFacts(
            of: incident,
            message: update.message,
            isFirst: isFirst,
            reach: incident.basis == .list ? .listed : .services,
            sheet: try FactStore.sheet(incident.id, in: context.session),
            promises: try IncidentStore.promises(of: incident.id, in: context.session),
            sightings: try IncidentStore.sightings(of: incident.id, in: context.session),
            now: context.now,
            pageURL: "\(context.desk.publicURL)/incidents/\(incident.name)",
            sender: context.desk.senderName,
            contactPhone: context.desk.contactPhone
        )
        // What is told is the update, also where the incident has moved on since.
        facts.stage = NoticeFacts.Stage(rawValue: update.status.rawValue) ?? facts.stage
        if facts.isResolved { facts.estimate = nil }
        return facts
    }
}

/// Which mail domains and channels cannot be trusted now: those carried by a component in the scope of any
/// incident that is not resolved.
enum BlockedCarriers {
    static func standing(desk: Desk, in session: any Session) throws -> [BlockedCarrier] {
        var broken: Set<Int64> = []
        for incident in try IncidentStore.open(in: session) {
            broken.formUnion(try ScopeStore.componentIDs(of: incident.id, in: session))
        }
        guard !broken.isEmpty else { return [] }
        var blocked: [String: BlockedCarrier] = [:]
        for component in try ComponentStore.all(in: session) where broken.contains(component.id) {
            for carried in component.mailDomains {
                let carrier: BlockedCarrier =
                    carried.coversSubdomains
                    ? .mailSubdomains(carried.domain, componentID: component.id)
                    : .mailDomain(carried.domain, componentID: component.id)
                blocked["\(carried.coversSubdomains) \(carried.domain)"] = carrier
            }
            for (channel, externalID) in desk.channelCarriers where externalID == component.externalID {
                blocked[channel.rawValue] = .channel(channel, componentID: component.id)
            }
        }
        return blocked.sorted { $0.key < $1.key }.map(\.value)
    }
}
