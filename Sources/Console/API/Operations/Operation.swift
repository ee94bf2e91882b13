import Access
import Basis
import Database
import HTTPTypes
import Response

/// One thing that a program can ask for: its route, who may, what comes, what is answered. The router, the checks of
/// what comes and `openapi.yaml` are all made from this.
package struct Operation: Sendable {
    /// What it is about: a chapter of the document.
    enum Chapter: String, CaseIterable, Sendable {
        case incidents
        case knowledge
        case telling
        case approvals
        case catalogue
        case staff
    }

    /// A parameter of the query.
    package struct Parameter: Sendable {
        package let name: String
        package let shape: Shape

        static let limit = Parameter(name: "limit", shape: .integer(1...ListPage.limitMax))
        static let cursor = Parameter(name: "cursor", shape: .line(max: ListPage.cursorMax))
    }

    typealias Run = @Sendable (APICall) async throws -> APIAnswer
    /// A resource as it is now, for its tag.
    typealias Resource = @Sendable (APICall, any Session) throws -> JSONValue

    /// `open_incident`: the deed's name, or one of the same kind for a reading.
    package let id: String
    let chapter: Chapter
    package let method: HTTPRequest.Method
    /// Behind `/api/v1/`, as the router reads it: `incidents/:incident`.
    package let path: String
    package let rule: AccessRule
    package var query: [Parameter] = []
    package var body: Shape?
    /// Nil where the answer has no body.
    package var answer: Shape?
    package var status = HTTPResponse.Status.ok
    /// Whether the answer carries an `ETag`.
    package var isTagged = false
    /// Whether `If-Match` is heeded.
    package var takesMatch = false
    /// Whether it is a deed, and so takes an `Idempotency-Key`.
    package var isDeed = false
    /// Whether the answer says where what was made is.
    var givesLocation = false
    let run: Run

    package static let prefix = "api/v1"

    /// What is wrong with an answer by its shape; for tests.
    package static func faults(of value: JSONValue, _ shape: Shape) -> [String] {
        var check = ShapeCheck(allowsMore: true)
        check.check(value, shape, at: "#")
        return check.problems.all.map { "\($0.place) \($0.message.key)" }
    }

    /// The names of the parameters in the path.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }
}

extension Operation {
    /// Something to read.
    /// - Parameter isTagged: whether it can be edited, so that who edits it says which state they saw.
    static func reading(
        _ id: String,
        _ chapter: Chapter,
        _ path: String,
        _ rule: AccessRule = .staff(.viewer),
        query: [Parameter] = [],
        answer: Shape,
        isTagged: Bool = false,
        _ read: @escaping Resource
    ) -> Operation {
        Operation(
            id: id,
            chapter: chapter,
            method: .get,
            path: path,
            rule: rule,
            query: query,
            answer: answer,
            isTagged: isTagged
        ) { call in
            let value = try await call.read { try read(call, $0) }
            return APIAnswer(value, tag: isTagged ? EntityTag.of(value) : nil)
        }
    }

    /// A list, page by page.
    static func list(
        _ id: String,
        _ chapter: Chapter,
        _ path: String,
        _ rule: AccessRule = .staff(.viewer),
        query: [Parameter] = [],
        of item: Shape,
        _ read: @escaping @Sendable (APICall, ListPage, any Session) throws -> PageAnswer
    ) -> Operation {
        Operation(
            id: id,
            chapter: chapter,
            method: .get,
            path: path,
            rule: rule,
            query: query + [.limit, .cursor],
            answer: .object([
                .required("items", .list(item, max: ListPage.limitMax)),
                .required("next", .nullable(.line(max: ListPage.cursorMax))),
            ])
        ) { call in
            let page = try ListPage(call, list: id)
            return APIAnswer(try await call.read { try read(call, page, $0).json(page) })
        }
    }

    /// A deed.
    /// - Parameters:
    ///   - guarded: what `If-Match` is held against.
    ///   - order: the deed that is asked for.
    ///   - shown: what is answered of it; made of the deed's own answer alone, so that the same key gives the same again.
    static func deed<Asked: Deed>(
        _ type: Asked.Type,
        _ chapter: Chapter,
        _ path: String,
        method: HTTPRequest.Method = .post,
        body: Shape? = nil,
        answer: Shape? = nil,
        status: HTTPResponse.Status = .noContent,
        guarded: Resource? = nil,
        location: (@Sendable (APICall, Asked.Answer) -> String)? = nil,
        _ order: @escaping @Sendable (APICall) throws -> Asked,
        shown: (@Sendable (Asked.Answer) -> JSONValue)? = nil
    ) -> Operation {
        Operation(
            id: Asked.name,
            chapter: chapter,
            method: method,
            path: path,
            rule: .staff(Asked.role),
            body: body,
            answer: answer,
            status: status,
            takesMatch: guarded != nil,
            isDeed: true,
            givesLocation: location != nil
        ) { call in
            let answer = try await call.perform(try order(call), guarded: guarded)
            return APIAnswer(shown?(answer), location: location?(call, answer))
        }
    }
}
