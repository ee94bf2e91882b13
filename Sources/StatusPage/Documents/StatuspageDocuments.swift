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
    private let componentsByID: [Int64: PublicComponent]

    init(state: PublicState, language: Language, unsaid: LocalizedText) {
        self.state = state
        self.language = language
        self.unsaid = unsaid
        componentsByID = Dictionary(state.components.map { ($0.id, $0) }) { first, _ in first }
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
        case .components: wrapped([("components", .array(componentRows))])
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
            ("components", .array(componentRows)),
            ("incidents", .array(state.openIncidents.map(incident))),
            ("scheduled_maintenances", []),
            ("status", status),
        ])
    }

    private func wrapped(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
        .object([("page", page)] + members)
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

// MARK: Components

extension StatuspageDocuments {
    /// Groups before their members, everything in the order of the page.
    private var componentRows: [JSONValue] {
        state.groups.flatMap { group in
            let members = group.components.map { component($0, groupID: group.publicID) }
            return [row(of: group)].compactMap(\.self) + members
        }
    }

    private func component(_ component: PublicComponent, groupID: String?) -> JSONValue {
        row(
            id: component.publicID,
            name: component.name.text(language),
            impact: component.impact,
            createdAt: component.createdAt,
            updatedAt: component.updatedAt,
            position: component.position,
            groupID: groupID,
            isGroup: false
        )
    }

    private func row(of group: PublicGroup) -> JSONValue? {
        guard let name = group.name, let id = group.publicID, let first = group.components.first else {
            return nil
        }
        return row(
            id: id,
            name: name,
            impact: group.impact,
            createdAt: group.components.map(\.createdAt).min() ?? first.createdAt,
            updatedAt: group.components.map(\.updatedAt).max() ?? first.updatedAt,
            position: first.position,
            groupID: nil,
            isGroup: true
        ).adding([("components", .array(group.components.map { .string($0.publicID) }))])
    }

    private func row(
        id: String,
        name: String,
        impact: ImpactLevel,
        createdAt: Instant,
        updatedAt: Instant,
        position: Int,
        groupID: String?,
        isGroup: Bool
    ) -> JSONValue {
        [
            "id": .string(id),
            "name": .string(name),
            "status": .string(impact.rawValue),
            "created_at": .time(createdAt),
            "updated_at": .time(updatedAt),
            "position": .integer(position),
            "description": nil,
            "showcase": true,
            "start_date": .string(createdAt.utcDate),
            "group_id": groupID.map { .string($0) } ?? .null,
            "page_id": .string(state.page.id),
            "group": .boolean(isGroup),
            "only_show_if_degraded": false,
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
            "components": .array(
                affected.map { component($0.component, groupID: groupID(of: $0.component)) }
            ),
            "reminder_intervals": nil,
        ]
    }

    private func affectedComponents(
        of incident: PublicIncident
    ) -> [(component: PublicComponent, impact: ImpactLevel)] {
        incident.affected.compactMap { affected in
            componentsByID[affected.componentID].map { ($0, affected.impact) }
        }
    }

    private func groupID(of component: PublicComponent) -> String? {
        PublicGroup(name: component.group, components: []).publicID
    }

    private func updates(
        of incident: PublicIncident,
        _ affected: [(component: PublicComponent, impact: ImpactLevel)]
    ) -> [JSONValue] {
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
    private func changes(
        _ affected: [(component: PublicComponent, impact: ImpactLevel)],
        isFirst: Bool,
        stage: Incident.Stage
    ) -> JSONValue {
        let isLast = stage == .resolved || stage == .closed
        guard !affected.isEmpty, isFirst || isLast else { return nil }
        return .array(
            affected.map { component, impact in
                let name = component.name.text(language)
                return [
                    "code": .string(component.publicID),
                    "name": .string(component.group.map { "\($0) - \(name)" } ?? name),
                    "old_status": .string((isFirst ? .operational : impact).rawValue),
                    "new_status": .string((isLast ? .operational : impact).rawValue),
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
