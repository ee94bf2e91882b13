import Basis
import Catalog
import Incidents
import Letters

extension Instant {
    /// 2017-11-09 08:00 in Spain: the morning of the outage.
    static let morning = Instant(seconds: 1_510_210_800)

    /// Minutes after `morning`.
    static func at(_ minutes: Int64) -> Instant { morning + .minutes(minutes) }
}

extension Incident {
    static func sample(
        stage: Stage = .investigating,
        basis: Basis = .components,
        kind: Kind = .outage,
        origin: Origin = .upstream,
        publicID: String = "abcdef123456"
    ) throws -> Incident {
        var incident = Incident(
            publicID: publicID,
            title: LocalizedText([.spanish: "Corte en OVH", .english: "OVH outage"]),
            kind: kind,
            origin: origin,
            basis: basis,
            beganAt: .at(-30),
            openedAt: .morning
        )
        for event in LifeCycleEvent.way(to: stage) { _ = try event.apply(to: &incident, at: .morning).get() }
        return incident
    }
}

/// What can happen to an incident, as values for tables.
enum LifeCycleEvent: Hashable, CaseIterable, CustomStringConvertible {
    case publish(Incident.Stage)
    case close(openChecks: Int, confirmed: Bool)
    case reopen

    static let allCases: [LifeCycleEvent] =
        Incident.Stage.allCases.map { .publish($0) }
        + [(0, false), (0, true), (2, false), (2, true)].map { .close(openChecks: $0, confirmed: $1) } + [
            .reopen
        ]

    /// The shortest way from a new incident to a stage.
    static func way(to stage: Incident.Stage) -> [LifeCycleEvent] {
        switch stage {
        case .investigating: []
        case .identified, .monitoring, .resolved: [.publish(stage)]
        case .closed: [.publish(.resolved), .close(openChecks: 0, confirmed: false)]
        }
    }

    func apply(to incident: inout Incident, at now: Instant) -> Result<[Incident.Effect], Incident.Refusal> {
        do throws(Incident.Refusal) {
            switch self {
            case .publish(let status): return .success(try incident.publish(status, at: now))
            case .close(let openChecks, let confirmed):
                return .success(try incident.close(openChecks: openChecks, confirmed: confirmed, at: now))
            case .reopen: return .success(try incident.reopen(at: now))
            }
        } catch {
            return .failure(error)
        }
    }

    var description: String {
        switch self {
        case .publish(let status): "publish \(status)"
        case .close(let openChecks, let confirmed): "close \(openChecks) \(confirmed)"
        case .reopen: "reopen"
        }
    }
}

extension Dependency {
    static func hard(_ component: Int64, on other: Int64) -> Dependency {
        Dependency(componentID: component, dependsOnID: other, kind: .hard)
    }

    static func soft(_ component: Int64, on other: Int64) -> Dependency {
        Dependency(componentID: component, dependsOnID: other, kind: .soft)
    }
}
