import Access
import Basis
import HTTPTypes

/// The description of the API for programs (OpenAPI 3.1), made from the table of operations that the router is made of.
struct OpenAPIDocument {
    static let version = "1.0.0"

    let words: Words

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .string(words("api.name")),
                "version": .string(Self.version),
                "description": .string(words("api.lead")),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "security": [["token": []]],
            "tags": .array(Operation.Chapter.allCases.map(tag)),
            "paths": paths,
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "headers": headers,
                "responses": responses,
                "schemas": schemas,
            ],
        ]
    }

    private func tag(_ chapter: Operation.Chapter) -> JSONValue {
        [
            "name": .string(chapter.rawValue),
            "description": .string(words("api.chapter.\(chapter.rawValue)")),
        ]
    }

    /// One entry a path, its methods in it, in the order of the table.
    private var paths: JSONValue {
        var order: [String] = []
        var byPath: [String: [JSONValue.Member]] = [:]
        for operation in Operation.all {
            let path = operation.publicPath
            if byPath[path] == nil { order.append(path) }
            byPath[path, default: []].append(
                JSONValue.Member(key: operation.method.rawValue.lowercased(), value: json(operation))
            )
        }
        return .object(order.map { JSONValue.Member(key: $0, value: .object(byPath[$0] ?? [])) })
    }

    private func json(_ operation: Operation) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("operationId", .string(operation.id)),
            ("tags", [.string(operation.chapter.rawValue)]),
            ("summary", .string(words("api.does.\(operation.id)"))),
            ("x-role", .string(operation.rule.role.rawValue)),
        ]
        let parameters = parameters(operation)
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let body = operation.body {
            members.append(
                (
                    "requestBody",
                    [
                        "required": .boolean(true),
                        "content": ["application/json": ["schema": schema(body, isRequest: true)]],
                    ]
                )
            )
        }
        members.append(("responses", responses(operation)))
        let empty: JSONValue = [:]
        return empty.adding(members)
    }

    private func parameters(_ operation: Operation) -> [JSONValue] {
        let path = operation.pathParameters.map { name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1, "maxLength": 200],
                "example": .string(Self.examples[name] ?? name),
            ]
        }
        let query = operation.query.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "query", "required": false,
                "description": .string(words("api.field.\(parameter.name)")),
                "schema": schema(parameter.shape, isRequest: true),
            ]
        }
        return path + query
            + operation.headerParameters.map { name in
                [
                    "name": .string(name), "in": "header", "required": false,
                    "description": .string(words("api.header.\(name.lowercased())")),
                    "schema": ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"],
                ]
            }
    }

    private static let examples = [
        "incident": "INC-1", "update": "4kx0c9ngz2rw", "promise": "1", "call": "1", "staff": "lucia",
        "customer": "panaderia", "component": "web", "token": "4kx0c9ngz2rw",
        "summons": "1",
    ]

    private func responses(_ operation: Operation) -> JSONValue {
        var success: [(key: String, value: JSONValue)] = [
            ("description", .string(words("api.answer.\(operation.answer == nil ? "done" : "ok")")))
        ]
        var headers: [JSONValue.Member] = []
        func add(_ name: String) {
            let reference: JSONValue = ["$ref": .string("#/components/headers/\(name)")]
            headers.append(JSONValue.Member(key: name, value: reference))
        }
        if operation.isTagged { add("ETag") }
        if operation.givesLocation { add("Location") }
        if !headers.isEmpty { success.append(("headers", .object(headers))) }
        if let answer = operation.answer {
            let content: JSONValue = ["application/json": ["schema": schema(answer, isRequest: false)]]
            success.append(("content", content))
        }
        let empty: JSONValue = [:]
        var members = [
            JSONValue.Member(key: String(operation.status.code), value: empty.adding(success))
        ]
        if operation.isTagged {
            let unchanged: JSONValue = ["description": .string(words("api.answer.unchanged"))]
            members.append(JSONValue.Member(key: "304", value: unchanged))
        }
        for status in operation.failures {
            let reference: JSONValue = ["$ref": .string("#/components/responses/\(status)")]
            members.append(JSONValue.Member(key: String(status), value: reference))
        }
        return .object(members)
    }

    private var headers: JSONValue {
        func header(_ word: String) -> JSONValue {
            ["description": .string(words("api.header.\(word)")), "schema": ["type": "string"]]
        }
        return [
            "ETag": header("etag"), "Location": header("location"), "Retry-After": header("retry-after"),
        ]
    }

    /// One for each status that a problem can have.
    private var responses: JSONValue {
        let statuses = Set(APIProblem.Kind.allCases.map(\.status.code)).sorted()
        return .object(
            statuses.map { status in
                let kinds = APIProblem.Kind.allCases.filter { $0.status.code == status }
                let texts = kinds.map { words("api.problem.\($0.rawValue)") }
                var response: [(key: String, value: JSONValue)] = [
                    ("description", .string(texts.joined(separator: " · ")))
                ]
                if status == 429 {
                    response.append(
                        ("headers", ["Retry-After": ["$ref": "#/components/headers/Retry-After"]])
                    )
                }
                let schema: JSONValue = ["$ref": "#/components/schemas/Problem"]
                response.append(("content", ["application/problem+json": ["schema": schema]]))
                let empty: JSONValue = [:]
                return JSONValue.Member(key: String(status), value: empty.adding(response))
            }
        )
    }

    private func schema(_ shape: Shape, isRequest: Bool) -> JSONValue {
        ShapeSchema(isRequest: isRequest).json(shape)
    }

    /// The shapes that have names, each once.
    private var schemas: JSONValue {
        var named: [String: Shape] = [:]
        for operation in Operation.all {
            if let answer = operation.answer { Self.collect(answer, into: &named) }
        }
        Self.collect(APIProblem.shape, into: &named)
        return .object(
            named.sorted { $0.key < $1.key }.map {
                JSONValue.Member(key: $0.key, value: schema($0.value, isRequest: false))
            }
        )
    }

    private static func collect(_ shape: Shape, into named: inout [String: Shape]) {
        switch shape {
        case .named(let name, let inner):
            named[name] = inner
            collect(inner, into: &named)
        case .object(let fields): for field in fields { collect(field.shape, into: &named) }
        case .list(let inner, _), .map(let inner, _), .nullable(let inner): collect(inner, into: &named)
        default: break
        }
    }
}

extension Operation {
    /// As documents write it: `/api/v1/incidents/{incident}`.
    var publicPath: String {
        let parts = path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
        return "/\(Self.prefix)/" + parts.joined(separator: "/")
    }

    var headerParameters: [String] {
        (isDeed ? ["Idempotency-Key"] : []) + (takesMatch ? ["If-Match"] : [])
    }

    /// The statuses of the problems that it can answer with.
    var failures: [Int] {
        var failures: Set<Int> = [400, 401, 403, 406, 429, 500, 503]
        if !pathParameters.isEmpty { failures.insert(404) }
        if isDeed { failures.formUnion([409, 422]) }
        if takesMatch { failures.insert(412) }
        if body != nil { failures.formUnion([413, 415]) }
        return failures.sorted()
    }
}
