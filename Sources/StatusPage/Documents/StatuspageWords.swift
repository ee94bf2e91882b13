import Catalog
import Incidents

/// The closed vocabularies of the Statuspage format. Its clients compare these words, so they are not translated.
enum StatuspageWords {
    /// `status.indicator`.
    static func indicator(_ impact: ImpactLevel) -> String {
        switch impact {
        case .operational: "none"
        case .under_maintenance: "maintenance"
        case .degraded_performance: "minor"
        case .partial_outage: "major"
        case .major_outage: "critical"
        }
    }

    /// `status.description`.
    static func description(_ impact: ImpactLevel) -> String {
        switch impact {
        case .operational: "All Systems Operational"
        case .under_maintenance: "Service Under Maintenance"
        case .degraded_performance: "Partially Degraded Service"
        case .partial_outage: "Partial System Outage"
        case .major_outage: "Major System Outage"
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
