import Access
import Basis
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Response

/// Makes a checked `APICall` of a request, or says what is wrong with it.
struct APIRequest {
    /// Orders are short; the longest is an incident with the list of those whom it hurts.
    static let bodyMax = 1 << 20
    static let keyName = HTTPField.Name.constant("Idempotency-Key")

    let operation: Operation
    let request: Request
    let context: ConsoleContext

    func call(_ house: ConsoleHouse) async throws -> APICall {
        guard let caller = context.caller else { throw AccessRefusal.needsLogin }
        try checkAccept()
        let query = try query()
        let key = try key()
        let match = try match()
        return APICall(
            house: house,
            caller: caller,
            now: house.clock.now(),
            path: try Self.path(context, operation),
            query: query,
            body: try await body(),
            key: key,
            match: match
        )
    }

    static func path(_ context: ConsoleContext, _ operation: Operation) throws -> [String: String] {
        var path: [String: String] = [:]
        for name in operation.pathParameters {
            guard let text = context.parameters.get(name)?.removingPercentEncoding,
                text.utf8.count <= 200, !text.unicodeScalars.contains(where: { $0.value < 0x20 })
            else { throw HTTPError(.notFound) }
            path[name] = text
        }
        return path
    }

    private func checkAccept() throws {
        let values = request.headers[values: .accept].flatMap { $0.split(separator: ",") }
        guard !values.isEmpty else { return }
        let isTaken = values.contains { item in
            let parts = item.split(separator: ";").map { $0.trimmingWhitespace().lowercased() }
            let isRefused = parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
            return !isRefused && ["*/*", "application/*", "application/json"].contains(parts.first ?? "")
        }
        if !isTaken { throw APIProblem(.notAcceptable) }
    }

    private func query() throws -> [String: String] {
        let fields: FormFields
        do {
            fields = try FormFields(urlEncoded: (request.uri.query ?? "").utf8)
        } catch {
            throw APIProblem(.badRequest, Message("console.api.query"))
        }
        var problem = APIProblem(.badRequest)
        var query: [String: String] = [:]
        for pair in fields.without([]) {
            guard let parameter = operation.query.first(where: { $0.name == pair.name }),
                query[pair.name] == nil
            else {
                problem.add(pair.name, Message("console.api.wrong.parameter"))
                continue
            }
            query[pair.name] = pair.value
            var check = ShapeCheck()
            check.check(parameter.value(pair.value), parameter.shape, at: "")
            for fault in check.problems.all { problem.add(pair.name, fault.message) }
        }
        if !problem.faults.isEmpty { throw problem }
        return query
    }

    private func key() throws -> IdempotencyKey? {
        let values = request.headers[values: Self.keyName]
        guard let text = values.first else { return nil }
        guard values.count == 1, operation.isDeed, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let key = IdempotencyKey(text)
        else { throw APIProblem(.badRequest, header: Self.keyName.rawName, "console.api.wrong.key") }
        return key
    }

    private func match() throws -> EntityTag.Condition? {
        let values = request.headers[values: .ifMatch]
        guard !values.isEmpty, operation.takesMatch else { return nil }
        guard let match = EntityTag.Condition(values.joined(separator: ",")) else {
            throw APIProblem(.badRequest, header: "If-Match", "console.api.wrong.tag")
        }
        return match
    }

    private func body() async throws -> JSONValue {
        guard let shape = operation.body else { return [:] }
        let type = request.headers[.contentType]?.split(separator: ";").map {
            $0.trimmingWhitespace().lowercased()
        }
        let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard let type, type.first == "application/json", encoding == "identity",
            type.dropFirst().allSatisfy({ $0.isEmpty || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" })
        else { throw APIProblem(.unsupportedType) }
        var request = request
        let bytes: ByteBuffer
        do {
            bytes = try await request.collectBody(upTo: Self.bodyMax)
        } catch is NIOTooManyBytesError {
            throw APIProblem(.tooLarge)
        }
        let value = try JSONReader.read(Array(bytes.readableBytesView))
        try ShapeCheck.check(value, shape)
        return value
    }
}

extension APIProblem {
    fileprivate mutating func add(_ parameter: String, _ message: Message) {
        guard faults.count < 20 else { return }
        faults.append(Fault(place: .parameter(String(parameter.prefix(100))), message: message))
    }
}

extension Operation.Parameter {
    /// The text of a query as what its shape asks for.
    fileprivate func value(_ text: String) -> JSONValue {
        switch shape {
        case .integer: Int(text).map { .integer($0) } ?? .string(text)
        case .boolean: ["true", "false"].contains(text) ? .boolean(text == "true") : .string(text)
        default: .string(text)
        }
    }
}
