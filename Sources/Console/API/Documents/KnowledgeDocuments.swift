import Basis
import Database
import Incidents
import Letters

extension Sighting {
    static let shape = Shape.named(
        "Sighting",
        .object([
            .required("source", .word(Source.self)),
            .required("who", .nullable(.line(max: Shape.lineMax))),
            .required("said", .localized(isLine: false)),
            .required("link", .nullable(.line(max: 2_000))),
            .required("seen_at", .time),
            .required("noted_at", .time),
            .required("trust", .word(Trust.self)),
            .required("eta", .nullable(.time)),
        ])
    )

    var json: JSONValue {
        [
            "source": .string(source.rawValue),
            "who": .string(orNull: who),
            "said": .text(said),
            "link": .string(orNull: link),
            "seen_at": .time(seenAt),
            "noted_at": .time(notedAt),
            "trust": .string(trust.rawValue),
            "eta": .time(etaAt),
        ]
    }
}

extension Fact {
    static let shape = Shape.named(
        "Fact",
        .object([
            .required("id", .line(max: 100)),
            .required("type", .word(Form.self)),
            .required("value", .text(max: Shape.textMax)),
            .required("text", .localized(isLine: false)),
            .required("version", .count),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(id),
            "type": .string(type.rawValue),
            "value": .string(value),
            "text": .text(text),
            "version": .integer(version),
        ]
    }
}

extension FactSheet {
    static let shape = Shape.named(
        "FactSheet",
        .object([.required("facts", .list(Fact.shape, max: 10_000))])
    )

    var json: JSONValue { ["facts": .array(facts.map(\.json))] }
}

extension Promise {
    static let shape = Shape.named(
        "Promise",
        .object([
            .required("id", .count),
            .required("kind", .word(Kind.self)),
            .required("what", .localized(isLine: false)),
            .required("made_at", .time),
            .required("due_at", .time),
            .required("state", .word(State.self)),
            .required("settled_at", .nullable(.time)),
        ])
    )

    var json: JSONValue {
        [
            "id": .integer(Int(id)),
            "kind": .string(kind.rawValue),
            "what": .text(what),
            "made_at": .time(madeAt),
            "due_at": .time(dueAt),
            "state": .string(state.rawValue),
            "settled_at": .time(settledAt),
        ]
    }
}

extension FirstContact {
    static let shape = Shape.named(
        "FirstContact",
        .object([
            .required("customer", .ownID),
            .required("channel", .line(max: 40)),
            .required("happened_at", .time),
            .required("said", .nullable(.text(max: Shape.textMax))),
        ])
    )

    func json(customer: String) -> JSONValue {
        [
            "customer": .string(customer),
            "channel": .string(channel),
            "happened_at": .time(happenedAt),
            "said": .string(orNull: said),
        ]
    }
}
