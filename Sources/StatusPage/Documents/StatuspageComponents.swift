import Basis
import Catalog

/// The components in the shape of Statuspage: made once for a language, used in several documents.
struct StatuspageComponents {
    struct Entry {
        let code: String
        /// With its group before it, as updates name it.
        let fullName: String
        let row: JSONValue
    }

    /// Groups before their members, everything in the order of the page.
    let rows: [JSONValue]
    private let entries: [Int64: Entry]

    init(_ state: PublicState, _ language: Language) {
        var rows: [JSONValue] = []
        var entries: [Int64: Entry] = [:]
        for group in state.groups {
            let groupID = group.publicID
            if let groupID { rows.append(Self.row(of: group, groupID, pageID: state.page.id)) }
            for component in group.components {
                let entry = Self.entry(component, groupID, language, pageID: state.page.id)
                rows.append(entry.row)
                entries[component.id] = entry
            }
        }
        self.rows = rows
        self.entries = entries
    }

    subscript(id: Int64) -> Entry? { entries[id] }

    private static func entry(
        _ component: PublicComponent,
        _ groupID: String?,
        _ language: Language,
        pageID: String
    ) -> Entry {
        let name = component.name.text(language)
        let row = Row(
            id: component.publicID,
            name: name,
            impact: component.impact,
            createdAt: component.createdAt,
            updatedAt: component.updatedAt,
            position: component.position,
            groupID: groupID,
            isGroup: false,
            pageID: pageID
        )
        let fullName = component.group.map { "\($0) - \(name)" } ?? name
        return Entry(code: component.publicID, fullName: fullName, row: row.json)
    }

    /// A group is a component of its own, which lists its members.
    private static func row(of group: PublicGroup, _ groupID: String, pageID: String) -> JSONValue {
        let first = group.components.first
        return Row(
            id: groupID,
            name: group.name ?? "",
            impact: group.impact,
            createdAt: group.components.map(\.createdAt).min() ?? Instant(seconds: 0),
            updatedAt: group.components.map(\.updatedAt).max() ?? Instant(seconds: 0),
            position: first?.position ?? 0,
            groupID: nil,
            isGroup: true,
            pageID: pageID
        ).json.adding([("components", .array(group.components.map { .string($0.publicID) }))])
    }
}

/// The keys that components and groups share.
private struct Row {
    var id: String
    var name: String
    var impact: ImpactLevel
    var createdAt: Instant
    var updatedAt: Instant
    var position: Int
    var groupID: String?
    var isGroup: Bool
    var pageID: String

    var json: JSONValue {
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
            "page_id": .string(pageID),
            "group": .boolean(isGroup),
            "only_show_if_degraded": false,
        ]
    }
}
