import Access
import Basis
import HTTPTypes

/// Why something was not done, as problem details (RFC 9457). The kinds are few and keep their names: programs tell them
/// apart by `type`, people read `title` and `detail`.
package struct APIProblem: Error, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// The request itself: no JSON, a query that nobody understands, a header that is none.
        case badRequest = "bad_request"
        case unauthorized
        case forbidden
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case notAcceptable = "not_acceptable"
        /// A rule says no: it is closed already, somebody else is on the telephone.
        case refused
        /// A link or a thing that was, and is no more.
        case gone
        /// Somebody changed it meanwhile (`If-Match`).
        case changedMeanwhile = "changed_meanwhile"
        case tooLarge = "too_large"
        case unsupportedType = "unsupported_type"
        /// What was asked for is wrong; `errors` says where.
        case wrongInput = "wrong_input"
        case keyReused = "key_reused"
        case tooManyRequests = "too_many_requests"
        case unexpected
        case unavailable

        var status: HTTPResponse.Status {
            switch self {
            case .badRequest: .badRequest
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .notAcceptable: .notAcceptable
            case .refused: .conflict
            case .gone: .gone
            case .changedMeanwhile: .preconditionFailed
            case .tooLarge: .contentTooLarge
            case .unsupportedType: .unsupportedMediaType
            case .wrongInput, .keyReused: .unprocessableContent
            case .tooManyRequests: .tooManyRequests
            case .unexpected: .internalServerError
            case .unavailable: .serviceUnavailable
            }
        }

        /// Where the readable page explains it.
        var type: String { "/api/#problem-\(rawValue)" }

        init(_ status: HTTPResponse.Status) {
            let kind = Self.allCases.first { $0.status == status }
            self = kind ?? (status.code < 500 ? .badRequest : .unexpected)
        }
    }

    /// One thing that is wrong, and where.
    struct Fault: Sendable {
        enum Place: Sendable {
            /// Into the body, as a URI fragment (RFC 6901).
            case pointer(String)
            /// Of the query.
            case parameter(String)
            case header(String)
        }

        var place: Place
        var message: Message
    }

    var kind: Kind
    var detail: Message?
    var faults: [Fault] = []
    /// The methods that the route has, for `Allow`.
    var allowed: [String] = []
    /// After how many seconds to come again.
    var retryAfter: Int?
    /// Under which what happened is in the log.
    var number: String?

    init(_ kind: Kind, _ detail: Message? = nil) {
        self.kind = kind
        self.detail = detail
    }

    init(_ kind: Kind, parameter: String, _ key: MessageKey, _ values: [String: String] = [:]) {
        self.init(kind)
        faults = [Fault(place: .parameter(parameter), message: Message(key, values))]
    }

    init(_ kind: Kind, header: String, _ key: MessageKey) {
        self.init(kind)
        faults = [Fault(place: .header(header), message: Message(key))]
    }

    func json(_ words: Words) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("type", .string(kind.type)),
            ("title", .string(words("api.problem.\(kind.rawValue)"))),
            ("status", .integer(kind.status.code)),
        ]
        if let detail { members.append(("detail", .string(words.text(detail)))) }
        if let number { members.append(("number", .string(number))) }
        if !faults.isEmpty {
            members.append(("errors", .array(faults.map { $0.json(words) })))
        }
        let empty: JSONValue = [:]
        return empty.adding(members)
    }
}

extension APIProblem.Fault {
    fileprivate func json(_ words: Words) -> JSONValue {
        let detail = JSONValue.string(words.text(message))
        switch place {
        case .pointer(let pointer): return ["pointer": .string(pointer), "detail": detail]
        case .parameter(let name): return ["parameter": .string(name), "detail": detail]
        case .header(let name): return ["header": .string(name), "detail": detail]
        }
    }
}

extension APIProblem {
    package static let shape = Shape.named(
        "Problem",
        .object([
            .required("type", .line(max: 100)),
            .required("title", .line(max: Shape.lineMax)),
            .required("status", .integer(400...599)),
            .optional("detail", .text(max: Shape.textMax)),
            .optional("number", .line(max: 20)),
            .optional(
                "errors",
                .list(
                    .object([
                        .optional("pointer", .line(max: 1_000)),
                        .optional("parameter", .line(max: 100)),
                        .optional("header", .line(max: 100)),
                        .required("detail", .text(max: Shape.textMax)),
                    ]),
                    max: 1_000
                )
            ),
        ])
    )
}
