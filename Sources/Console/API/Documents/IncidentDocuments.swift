import Basis
import Catalog
import Database
import Incidents
import Letters
import Response

extension Incident {
    static let shape = Shape.named(
        "Incident",
        .object([
            .required("id", .line(max: 30)),
            .required("title", .localized(isLine: true)),
            .required("kind", .word(Kind.self)),
            .required("origin", .word(Origin.self)),
            .required("status", .word(Stage.self)),
            .required("basis", .word(Basis.self)),
            .required("began_at", .time),
            .required("opened_at", .time),
            .required("identified_at", .nullable(.time)),
            .required("monitoring_at", .nullable(.time)),
            .required("resolved_at", .nullable(.time)),
            .required("closed_at", .nullable(.time)),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(name),
            "title": .text(title),
            "kind": .string(kind.rawValue),
            "origin": .string(origin.rawValue),
            "status": .string(stage.rawValue),
            "basis": .string(basis.rawValue),
            "began_at": .time(beganAt),
            "opened_at": .time(openedAt),
            "identified_at": .time(identifiedAt),
            "monitoring_at": .time(monitoringAt),
            "resolved_at": .time(resolvedAt),
            "closed_at": .time(closedAt),
        ]
    }
}

extension IncidentUpdate {
    static let shape = Shape.named(
        "Update",
        .object([
            .required("id", .line(max: 30)),
            .required("incident", .line(max: 30)),
            .required("status", .word(Incident.Stage.self)),
            .required("message", .localized(isLine: false)),
            .required("published_at", .time),
            .required("edited_at", .nullable(.time)),
            .required("notified", .boolean),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(publicID),
            "incident": .string(Incident.name(id: incidentID)),
            "status": .string(status.rawValue),
            "message": .text(message),
            "published_at": .time(publishedAt),
            "edited_at": .time(editedAt),
            "notified": .boolean(isNotified),
        ]
    }
}

/// How badly each named component fails.
enum ImpactsDocument {
    static let field = Shape.map(.word(ImpactLevel.self), max: 1_000)
    static let shape = Shape.named("Impacts", .object([.required("components", field)]))

    static func json(_ incident: Incident, in session: any Session) throws -> JSONValue {
        let impacts = try IncidentStore.impacts(of: incident.id, in: session)
        let names = try ComponentStore.externalIDs(of: Set(impacts.map(\.componentID)), in: session)
        let members = impacts.compactMap { impact in
            names[impact.componentID].map {
                JSONValue.Member(key: $0, value: .string(impact.impact.rawValue))
            }
        }
        return ["components": .object(members)]
    }
}

extension ScopeReport {
    static let shape = Shape.named(
        "Scope",
        .object([
            .required("incident", .line(max: 30)),
            .required(
                "components",
                .list(
                    .object([
                        .required("id", .ownID),
                        .required("impact", .word(ImpactLevel.self)),
                        .required("path", .list(.ownID, max: 1_000_000)),
                    ]),
                    max: 1_000_000
                )
            ),
            .required("customers", .count),
            .required("new", .count),
            .required("gone", .count),
        ])
    )
}

extension TimelineEntry {
    static let shape = Shape.named(
        "TimelineEntry",
        .object([
            .required("happened_at", .time),
            .required("kind", .name(max: 40)),
            .required("actor", .word(["staff", "operator", "guest", "customer", "system"])),
            .required("details", .anything),
        ])
    )

    var json: JSONValue {
        [
            "happened_at": .time(happenedAt),
            "kind": .string(kind),
            "actor": .string(actorKind),
            "details": .object(
                details.sorted { $0.key < $1.key }.map {
                    JSONValue.Member(key: $0.key, value: .string($0.value))
                }
            ),
        ]
    }
}

extension Shape {
    /// How many of something there are.
    static let count = Shape.integer(0...Int.max)
}
