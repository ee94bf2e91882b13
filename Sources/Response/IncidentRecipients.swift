import Basis
import Catalog
import Database
import Delivery
import Foundation
import Incidents

/// Who is to be told about an incident, worst hurt first, and what each message says about the person's own
/// services.
package struct IncidentRecipients: RecipientSource {
    package static let subjectKind = "incident"

    package static func subject(_ incidentID: Int64) -> Subject {
        Subject(kind: subjectKind, id: incidentID)
    }

    /// The address of the public site, without a slash at its end.
    private let publicURL: String

    package init(publicURL: String) {
        self.publicURL = publicURL
    }

    package func next(
        _ campaign: Campaign,
        cursor: String?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [Recipient], next: String?) {
        guard campaign.subject.kind == Self.subjectKind else { return ([], nil) }
        let walk = IncidentWalk(incidentID: campaign.subject.id, audience: campaign.audience)
        let step = try walk.step(
            try cursor.map { try JSONText.decode(IncidentWalk.Cursor.self, from: $0) },
            limit: limit,
            at: now,
            in: session
        )
        let recipients = step.recipients.map { Recipient(customerID: $0.customerID, severity: $0.severity) }
        return (recipients, step.next.map { JSONText.encode($0) })
    }

    /// Called in the transaction that freezes a wave: who was told that they are hurt is the frozen scope.
    package func froze(
        _ campaign: Campaign,
        recipients: [Recipient],
        at now: Instant,
        in session: any Session
    ) throws {
        guard campaign.subject.kind == Self.subjectKind, campaign.audience == Audience.hurt.rawValue else {
            return
        }
        try ScopeStore.freeze(
            recipients.map { HurtCustomer(customerID: $0.customerID, severity: $0.severity) },
            incidentID: campaign.subject.id,
            start: campaign.createdAt,
            at: now,
            in: session
        )
    }

    package func personal(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [String: String]] {
        let services = try services(campaign, customerIDs: customerIDs, at: now, in: session)
        let link = "\(publicURL)/incidents/INC-\(campaign.subject.id)"
        let customers = try CustomerStore.with(ids: customerIDs, in: session)
        return Dictionary(
            uniqueKeysWithValues: customers.map { customer in
                let names = (services[customer.id] ?? []).map { name in
                    name.resolved(customer.language.alsoRead)?.text ?? ""
                }
                return (
                    customer.id,
                    ["customer": customer.name, "services": names.joined(separator: ", "), "link": link]
                )
            }
        )
    }

    package func isFixedMeanwhile(_ campaign: Campaign, in session: any Session) throws -> Bool {
        guard campaign.subject.kind == Self.subjectKind, campaign.audience == Audience.hurt.rawValue else {
            return false
        }
        guard let incident = try IncidentStore.with(id: campaign.subject.id, in: session) else {
            return false
        }
        return !incident.isOngoing
    }

    /// The names of the hurt components that each customer has an active subscription to.
    private func services(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [LocalizedText]] {
        let listed = try ScopeStore.listed(customerIDs, incidentID: campaign.subject.id, in: session)
        if !listed.isEmpty {
            return listed.mapValues { details in
                let values = details.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
                return values.map { LocalizedText([.english: $0]) }
            }
        }
        let scope = try ScopeStore.everReached(campaign.subject.id, in: session)
        let held = try SubscriptionStore.activeComponents(
            customerIDs: customerIDs,
            among: scope,
            at: now,
            in: session
        )
        let wanted = Set(held.values.flatMap(\.self))
        let names = try ComponentStore.names(ids: wanted, in: session)
        return held.mapValues { ids in ids.sorted().compactMap { names[$0] } }
    }
}
