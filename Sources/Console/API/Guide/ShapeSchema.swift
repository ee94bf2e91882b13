import Basis

/// A shape as JSON Schema. What comes is described with its bounds; of what is answered only the types are promised, so
/// that data that were taken under older bounds are no lie.
struct ShapeSchema {
    let isRequest: Bool

    /// What `ShapeCheck` refuses in a line, and in a text.
    private static let linePattern = "^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]*$"
    private static let textPattern = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$"

    func json(_ shape: Shape) -> JSONValue {
        switch shape {
        case .named(let name, let inner):
            isRequest ? json(inner) : ["$ref": .string("#/components/schemas/\(name)")]
        case .object(let fields): object(fields)
        case .list(let inner, let max):
            bounded(["type": "array", "items": json(inner)], [("maxItems", .integer(max))])
        case .map(let inner, let max):
            bounded(
                ["type": "object", "additionalProperties": json(inner)],
                [
                    ("maxProperties", .integer(max)),
                    (
                        "propertyNames",
                        ["minLength": 1, "maxLength": 200, "pattern": .string(Self.linePattern)]
                    ),
                ]
            )
        case .localized(let isLine): localized(isLine: isLine)
        case .line(let max): text(max: max, Self.linePattern)
        case .text(let max): text(max: max, Self.textPattern)
        case .name(let max): text(max: max, "^[a-z][a-z0-9_]*$")
        case .word(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .integer(let range): integer(range)
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .time: ["type": "string", "format": "date-time"]
        case .nullable(let inner): ["anyOf": [json(inner), ["type": "null"]]]
        case .anything: ["type": "object"]
        }
    }

    private func bounded(_ value: JSONValue, _ bounds: [(key: String, value: JSONValue)]) -> JSONValue {
        isRequest ? value.adding(bounds) : value
    }

    private func object(_ fields: [Shape.Field]) -> JSONValue {
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        var members: [(key: String, value: JSONValue)] = [("type", "object")]
        if !required.isEmpty { members.append(("required", .array(required))) }
        members.append(
            (
                "properties",
                .object(fields.map { JSONValue.Member(key: $0.name, value: json($0.shape)) })
            )
        )
        if isRequest { members.append(("additionalProperties", false)) }
        let empty: JSONValue = [:]
        return empty.adding(members)
    }

    private func localized(isLine: Bool) -> JSONValue {
        let shape = isLine ? Shape.line(max: Shape.lineMax) : .text(max: Shape.textMax)
        return bounded(
            ["type": "object", "additionalProperties": json(shape)],
            [
                ("minProperties", 1), ("maxProperties", .integer(Shape.languagesMax)),
                ("propertyNames", ["pattern": "^[a-z]{2,3}$"]),
            ]
        )
    }

    private func text(max: Int, _ pattern: String) -> JSONValue {
        bounded(
            ["type": "string"],
            [("minLength", 1), ("maxLength", .integer(max)), ("pattern", .string(pattern))]
        )
    }

    private func integer(_ range: ClosedRange<Int>) -> JSONValue {
        bounded(
            ["type": "integer"],
            [("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
        )
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral number: Int) { self = .integer(number) }
}
