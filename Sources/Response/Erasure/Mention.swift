import Basis
import Database
import Incidents

/// A text that people wrote and that names a customer.
package struct Mention: Codable, Sendable, Hashable, Comparable {
    /// `INC-7`; nil where it belongs to no incident.
    package var incident: String?
    package var place: Place
    /// Its number, where there are several in one place.
    package var number: Int64

    package enum Place: String, Codable, Sendable, CaseIterable {
        case update
        case sighting
        case fact
        case promise
        case timeline
        case campaign
        case approval
    }

    package static func < (left: Mention, right: Mention) -> Bool {
        (left.place.rawValue, left.number) < (right.place.rawValue, right.number)
    }

    /// A shorter trace would be found in every other word.
    private static let traceMin = 4
    /// The most that are named.
    package static let max = 200

    /// Where any of the traces still stands in words that people wrote.
    static func find(_ traces: [String], in session: any Session) throws -> [Mention] {
        let wanted = Set(traces.filter { $0.count >= traceMin }).sorted()
        var found: Set<Mention> = []
        for place in Place.allCases {
            for trace in wanted where found.count < max {
                try session.each(place.query(containing: trace, in: session.dialect)) { row in
                    let number = try row.next(Int64.self)
                    let incident = try row.nextOrNil(Int64.self)
                    found.insert(
                        Mention(incident: incident.map(Incident.name(id:)), place: place, number: number)
                    )
                }
            }
        }
        return found.sorted()
    }
}

extension Mention.Place {
    fileprivate func query(containing text: String, in dialect: Dialect) -> SQL {
        func any(_ columns: [SQL]) -> SQL {
            SQL.joined(columns.map { dialect.contains($0, text) }, separator: " OR ")
        }
        switch self {
        case .update:
            return """
                SELECT id, incident_id FROM incident_update WHERE \(any(["message", "original_message"]))
                ORDER BY id LIMIT \(Mention.max)
                """
        case .sighting:
            return """
                SELECT id, incident_id FROM sighting WHERE \(any(["said", "who", "link"])) ORDER BY id
                LIMIT \(Mention.max)
                """
        case .fact:
            return """
                SELECT id, incident_id FROM fact WHERE \(any(["value", "wording"])) ORDER BY id LIMIT \(Mention.max)
                """
        case .promise:
            return
                "SELECT id, incident_id FROM promise WHERE \(any(["what"])) ORDER BY id LIMIT \(Mention.max)"
        case .timeline:
            return """
                SELECT id, incident_id FROM timeline_entry WHERE \(any(["details"])) ORDER BY id LIMIT \(Mention.max)
                """
        case .campaign:
            return """
                SELECT v.campaign_id, CASE WHEN k.subject_kind = 'incident' THEN k.subject_id END
                FROM campaign_variant v JOIN campaign k ON k.id = v.campaign_id
                WHERE \(any(["v.title", "v.body_text", "v.short_text", "v.script"]))
                ORDER BY v.campaign_id LIMIT \(Mention.max)
                """
        case .approval:
            return """
                SELECT id, CAST(NULL AS BIGINT) FROM approval WHERE \(any(["shown", "order_json", "reason"]))
                ORDER BY id LIMIT \(Mention.max)
                """
        }
    }
}
