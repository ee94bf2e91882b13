import Access
import Basis
import Database
import Paging

extension Staff {
    static let shape = Shape.named(
        "Staff",
        .object([
            .required("id", .ownID),
            .required("name", .line(max: 1_000)),
            .required("email", .nullable(.line(max: 1_000))),
            .required("phone", .nullable(.line(max: 100))),
            .required("role", .word(Role.self)),
            .required("languages", .list(.name(max: 3), max: Shape.languagesMax)),
            .required("on_duty", .boolean),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(externalID),
            "name": .string(name),
            "email": .string(orNull: email),
            "phone": .string(orNull: phone),
            "role": .string(role.rawValue),
            "languages": .array(languages.map { .string($0.code) }),
            "on_duty": .boolean(isOnDuty),
        ]
    }
}

extension APIToken {
    static let shape = Shape.named(
        "Token",
        .object([
            .required("id", .line(max: 30)),
            .required("purpose", .line(max: 1_000)),
            .required("role", .word(Role.self)),
            .required("created_at", .time),
            .required("expires_at", .time),
            .required("last_used_at", .nullable(.time)),
            .required("revoked_at", .nullable(.time)),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(publicID),
            "purpose": .string(purpose),
            "role": .string(role.rawValue),
            "created_at": .time(createdAt),
            "expires_at": .time(expiresAt),
            "last_used_at": .time(lastUsedAt),
            "revoked_at": .time(revokedAt),
        ]
    }
}

extension AuditRecord {
    static let shape = Shape.named(
        "AuditEntry",
        .object([
            .required("id", .count),
            .required("happened_at", .time),
            .required("actor", .name(max: 40)),
            .required("actor_id", .nullable(.count)),
            .required("deed", .name(max: 100)),
            .required("subject", .line(max: 1_000)),
            .required("details", .anything),
        ])
    )

    func json() throws -> JSONValue {
        [
            "id": .integer(Int(id)),
            "happened_at": .time(happenedAt),
            "actor": .string(actorKind),
            "actor_id": actorID.map { .integer(Int($0)) } ?? .null,
            "deed": .string(deed),
            "subject": .string(subject),
            "details": try JSONReader.read(Array(detailsText.utf8)),
        ]
    }
}

extension Summons {
    static let shape = Shape.named(
        "Summons",
        .object([
            .required("id", .count),
            .required("cause", .word(Cause.self)),
            .required("incident", .nullable(.line(max: 30))),
            .required("opened_at", .time),
        ])
    )

    func json(incident: String?) -> JSONValue {
        [
            "id": .integer(Int(id)),
            "cause": .string(cause.rawValue),
            "incident": .string(orNull: incident),
            "opened_at": .time(openedAt),
        ]
    }
}
