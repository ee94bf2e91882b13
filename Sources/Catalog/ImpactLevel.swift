import Database

/// How badly a component works, in Statuspage's words; compares by severity, `operational` first.
package enum ImpactLevel: String, SQLText, Codable, CaseIterable, Comparable, Sendable, Hashable {
    case operational
    case underMaintenance = "under_maintenance"
    case degradedPerformance = "degraded_performance"
    case partialOutage = "partial_outage"
    case majorOutage = "major_outage"

    /// 0 for operational up to 4 for a major outage: what tables sort by.
    package var severity: Int64 {
        switch self {
        case .operational: 0
        case .underMaintenance: 1
        case .degradedPerformance: 2
        case .partialOutage: 3
        case .majorOutage: 4
        }
    }

    /// The level of a stored severity; nil where there is none.
    package init?(severity: Int64) {
        guard let level = Self.allCases.first(where: { $0.severity == severity }) else { return nil }
        self = level
    }

    package static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }
}
