import Basis
import Catalog
import Incidents

/// The documents under `/api/v2`, in the shape of Statuspage's public API.
///
/// Every key that its documents have is there, with null where Amends has nothing to say. Names and messages are
/// in one language; the vocabularies never are.
struct StatuspageDocuments {
    let state: PublicState
    let language: Language
    /// What stands in for a first message where none was written: clients take a list without messages for an error.
    let unsaid: LocalizedText
    private let components: StatuspageComponents

    init(state: PublicState, language: Language, unsaid: LocalizedText) {
        self.state = state
        self.language = language
        self.unsaid = unsaid
        components = StatuspageComponents(state, language)
    }

    /// How many incidents a list holds; the open ones are always among them.
    static let listLimit = 50

    /// The documents, by their path below `/api/v2/`.
    enum Name: String, CaseIterable {
        case summary = "summary.json"
        case status = "status.json"
        case components = "components.json"
        case incidents = "incidents.json"
        case unresolved = "incidents/unresolved.json"
        case maintenances = "scheduled-maintenances.json"
        case upcomingMaintenances = "scheduled-maintenances/upcoming.json"
        case activeMaintenances = "scheduled-maintenances/active.json"
    }

    func document(_ name: Name) -> JSONValue {
        switch name {
        case .summary: summary
        case .status: wrapped([("status", status)])
        case .components: wrapped([("components", .array(components.rows))])
        case .incidents: wrapped([("incidents", .array(listed.map(incident)))])
        case .unresolved: wrapped([("incidents", .array(state.openIncidents.map(incident)))])
        // There is no planned maintenance yet; clients ask all the same and expect an empty list.
        case .maintenances, .upcomingMaintenances, .activeMaintenances:
            wrapped([("scheduled_maintenances", [])])
        }
    }

    private var listed: [PublicIncident] {
        let newest = Set(state.incidents.prefix(Self.listLimit).map(\.id))
        return state.incidents.filter { newest.contains($0.id) || $0.isOpen }
    }

    private var summary: JSONValue {
        wrapped([
            ("components", .array(components.rows)),
            ("incidents", .array(state.openIncidents.map(incident))),
            ("scheduled_maintenances", []),
            ("status", status),
        ])
    }

    private func wrapped(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
        let head: JSONValue = ["page": page]
        return head.adding(members)
    }

    private var page: JSONValue {
        [
            "id": .string(state.page.id),
            "name": .string(state.page.name),
            "url": .string(state.page.url),
            "time_zone": .string(state.page.timeZone),
            "updated_at": .time(state.changedAt),
        ]
    }

    private var status: JSONValue {
        [
            "indicator": .string(StatuspageWords.indicator(state.worst)),
            "description": .string(StatuspageWords.description(state.worst)),
        ]
    }
}

// MARK: Incidents

extension StatuspageDocuments {
    private func incident(_ incident: PublicIncident) -> JSONValue {
        let affected = affectedComponents(of: incident)
        return [
            "id": .string(incident.publicID),
            "name": .string(incident.title.text(language)),
            "status": .string(StatuspageWords.status(incident.stage)),
            "created_at": .time(incident.openedAt),
            "updated_at": .time(incident.changedAt),
            "monitoring_at": .time(incident.monitoringAt),
            "resolved_at": .time(incident.isOpen ? nil : incident.resolvedAt),
            "impact": .string(StatuspageWords.indicator(incident.impact)),
            "shortlink": .string(state.page.url + SitePath.incident(incident.name).path),
            "started_at": .time(incident.beganAt),
            "page_id": .string(state.page.id),
            "incident_updates": .array(updates(of: incident, affected)),
            "components": .array(affected.map(\.component.row)),
            "reminder_intervals": nil,
        ]
    }

    private typealias Hit = (component: StatuspageComponents.Entry, worst: ImpactLevel)

    private func affectedComponents(of incident: PublicIncident) -> [Hit] {
        incident.affected.compactMap { affected in
            components[affected.componentID].map { ($0, affected.worst) }
        }
    }

    private func updates(of incident: PublicIncident, _ affected: [Hit]) -> [JSONValue] {
        let updates = incident.updates.isEmpty ? [firstWord(of: incident)] : incident.updates
        let oldest = updates.count - 1
        return updates.enumerated().map { index, update in
            [
                "id": .string(update.publicID),
                "status": .string(StatuspageWords.status(update.stage)),
                "body": .string(update.message.text(language)),
                "incident_id": .string(incident.publicID),
                "created_at": .time(update.publishedAt),
                "updated_at": .time(update.editedAt ?? update.publishedAt),
                "display_at": .time(update.publishedAt),
                "affected_components": changes(affected, isFirst: index == oldest, stage: update.stage),
                "deliver_notifications": .boolean(update.isNotified),
                "custom_tweet": nil,
                "tweet_id": nil,
            ]
        }
    }

    /// What an update did to each component: the first one broke it, the resolving one mended it. What the others
    /// changed is not kept per update, so nothing is claimed for them.
    private func changes(_ affected: [Hit], isFirst: Bool, stage: Incident.Stage) -> JSONValue {
        let isLast = stage == .resolved || stage == .closed
        guard !affected.isEmpty, isFirst || isLast else { return nil }
        return .array(
            affected.map { component, worst in
                [
                    "code": .string(component.code),
                    "name": .string(component.fullName),
                    "old_status": .string((isFirst ? .operational : worst).rawValue),
                    "new_status": .string((isLast ? .operational : worst).rawValue),
                ]
            }
        )
    }

    private func firstWord(of incident: PublicIncident) -> PublicUpdate {
        PublicUpdate(
            publicID: DerivedID.twelve("opened", incident.publicID),
            stage: .investigating,
            message: unsaid,
            publishedAt: incident.openedAt,
            isNotified: false
        )
    }
}
