import Catalog
import Incidents

/// The closed vocabularies of the Statuspage format. Its clients compare these words, so they are not translated.
enum StatuspageWords {
    /// `status.indicator`.
    static func indicator(_ impact: ImpactLevel) -> String {
        switch impact {
        case .operational: "none"
        case .underMaintenance: "maintenance"
        case .degradedPerformance: "minor"
        case .partialOutage: "major"
        case .majorOutage: "critical"
        }
    }

    /// `status.description`.
    static func description(_ impact: ImpactLevel) -> String {
        switch impact {
        case .operational: "All Systems Operational"
        case .underMaintenance: "Service Under Maintenance"
        case .degradedPerformance: "Partially Degraded Service"
        case .partialOutage: "Partial System Outage"
        case .majorOutage: "Major System Outage"
        }
    }

    /// `incident.status`. What is closed for us is resolved for the world.
    static func status(_ stage: Incident.Stage) -> String {
        switch stage {
        case .investigating: "investigating"
        case .identified: "identified"
        case .monitoring: "monitoring"
        case .resolved, .closed: "resolved"
        }
    }
}
