import Access
import Basis
import HTTPTypes
import Hummingbird
import NIOCore

/// The routes of `/api/v1`, made from the table of operations.
struct APIRoutes: Sendable {
    let house: ConsoleHouse

    var endpoints: RouteTable {
        Operation.all.reduce(RouteTable()) { table, operation in
            table.adding(operation.method, "\(Operation.prefix)/\(operation.path)", operation.rule) {
                try await answer(operation, $0, $1)
            }
        }
    }

    private func answer(
        _ operation: Operation,
        _ request: Request,
        _ context: ConsoleContext
    ) async throws -> Response {
        let call = try await APIRequest(operation: operation, request: request, context: context).call(house)
        let answer = try await operation.run(call)
        var headers = HTTPFields()
        headers[.eTag] = answer.tag
        headers[.location] = answer.location.map { "/\(Operation.prefix)/\($0)" }
        if let tag = answer.tag, let known = request.headers[.ifNoneMatch],
            EntityTag.Condition(known)?.holds(for: tag) ?? false
        {
            return Response(status: .notModified, headers: headers)
        }
        guard let body = answer.body else { return Response(status: operation.status, headers: headers) }
        headers[.contentType] = "application/json"
        return Response(
            status: operation.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes))
        )
    }
}

extension Operation {
    /// Everything that the API can do.
    package static let all: [Operation] = incidents + knowledge + telling + approvals + catalogue + staff

    /// The methods of the routes that a path leads to, behind `/api/v1/`; none where there is no such path.
    static func methods(at path: String) -> [String] {
        let asked = path.split(separator: "/")
        let methods = all.filter { operation in
            let parts = operation.path.split(separator: "/")
            return parts.count == asked.count
                && zip(parts, asked).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }.map(\.method.rawValue)
        return Set(methods).sorted()
    }
}
