import Access
import Basis
import HTTPTypes

/// The API as a page to read: how to begin, every operation by chapter, every problem.
struct APIGuidePage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let example: String
    let chapters: [Chapter]
    let problems: [ProblemRow]

    struct Chapter: Sendable {
        let id: String
        let title: String
        let operations: [OperationCard]
    }

    struct OperationCard: Sendable {
        let id: String
        let method: String
        let path: String
        let summary: String
        let role: String
        let parameters: [FieldRow]
        let fields: [FieldRow]
        let answer: [FieldRow]
        let status: String
    }

    struct FieldRow: Sendable {
        let name: String
        let type: String
        let note: String
        let isRequired: Bool
    }

    struct ProblemRow: Sendable {
        let id: String
        let kind: String
        let status: String
        let text: String
    }

    init(_ visit: Visit) {
        let words = visit.words
        title = words("api.title")
        frame = visit.frame(title: title, section: nil, isGuest: visit.caller == nil)
        t = words.t
        example = Self.example(visit.origin)
        chapters = Operation.Chapter.allCases.map { chapter in
            Chapter(
                id: chapter.rawValue,
                title: words("api.chapter.\(chapter.rawValue)"),
                operations: Operation.all.filter { $0.chapter == chapter }.map { Self.card($0, words) }
            )
        }
        problems = APIProblem.Kind.allCases.map { kind in
            ProblemRow(
                id: "problem-\(kind.rawValue)",
                kind: kind.rawValue,
                status: String(kind.status.code),
                text: words("api.problem.\(kind.rawValue)")
            )
        }
    }

    private static func example(_ origin: String) -> String {
        """
        export TOKEN=amends_…
        curl -H "Authorization: Bearer $TOKEN" \(origin)/api/v1/incidents
        curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
             -H "Idempotency-Key: $(uuidgen)" \(origin)/api/v1/incidents \\
             -d '{"title": {"es": "Sin servicio", "en": "Not working"}, "components": {"web": "major_outage"}}'
        """
    }

    private static func card(_ operation: Operation, _ words: Words) -> OperationCard {
        OperationCard(
            id: operation.id,
            method: operation.method.rawValue,
            path: operation.publicPath,
            summary: words("api.does.\(operation.id)"),
            role: words("role.\(operation.rule.role.rawValue)"),
            parameters: operation.query.map { row(.optional($0.name, $0.shape), words) }
                + operation.headerParameters.map { name in
                    FieldRow(
                        name: name,
                        type: words("api.type.line"),
                        note: words("api.header.\(name.lowercased())"),
                        isRequired: false
                    )
                },
            fields: (operation.body?.fields ?? []).map { row($0, words) },
            answer: (operation.answer?.fields ?? []).map { row($0, words) },
            status: String(operation.status.code)
        )
    }

    private static func row(_ field: Shape.Field, _ words: Words) -> FieldRow {
        FieldRow(
            name: field.name,
            type: type(field.shape, words),
            note: words.textIfAny("console.api.field.\(field.name)") ?? "",
            isRequired: field.isRequired
        )
    }

    private static func type(_ shape: Shape, _ words: Words) -> String {
        switch shape {
        case .named(let name, let inner): inner.fields.isEmpty ? type(inner, words) : name
        case .nullable(let inner): words("api.type.nullable", ["type": type(inner, words)])
        case .list(let inner, _): words("api.type.list", ["type": type(inner, words)])
        case .map(let inner, _): words("api.type.map", ["type": type(inner, words)])
        case .word(let choices): choices.joined(separator: " · ")
        case .object(let fields):
            "{ " + fields.map { "\($0.name): \(type($0.shape, words))" }.joined(separator: ", ") + " }"
        case .line, .name: words("api.type.line")
        case .text: words("api.type.text")
        case .localized: words("api.type.localized")
        case .integer, .number: words("api.type.number")
        case .boolean: "true · false"
        case .time: words("api.type.time")
        case .anything: words("api.type.anything")
        }
    }
}
