import Access
import Basis
import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Stands before `/api/v1`: whatever goes wrong behind it is answered as problem details in the language that
/// `Accept-Language` asks for. Cookies count for nothing there, so no page of another site can use a session.
struct APIGate: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.isAPI(request.uri.path) else { return try await next(request, context) }
        var context = context
        context.language = LanguageChoice.preferred(request.headers[.acceptLanguage]) ?? .english
        do {
            var response = try await next(request, context)
            response.headers[.vary] = "Accept-Language, Authorization"
            return response
        } catch {
            return answer(problem(error, request, context), context)
        }
    }

    static func isAPI(_ path: String) -> Bool {
        path == "/\(Operation.prefix)" || path.hasPrefix("/\(Operation.prefix)/")
    }

    private func problem(_ error: any Error, _ request: Request, _ context: Context) -> APIProblem {
        let parameters = context.parameters.reduce(into: [String: String]()) { values, parameter in
            values[String(parameter.key)] = parameter.value.removingPercentEncoding ?? String(parameter.value)
        }
        guard var problem = APIProblem(error, path: parameters) else {
            var problem = APIProblem(.unexpected)
            let number = Base64URL.encode(house.random.bytes(6))
            problem.number = number
            let details: Logger.Metadata = ["number": "\(number)", "error": "\(error)"]
            context.logger.error("an answer of the API failed", metadata: details)
            return problem
        }
        if problem.kind == .notFound, problem.detail == nil {
            let path = request.uri.path.dropFirst(Operation.prefix.count + 1)
            let methods = Operation.methods(at: String(path))
            if !methods.isEmpty, !methods.contains(request.method.rawValue) {
                problem = APIProblem(.methodNotAllowed)
                problem.allowed = methods
            }
        }
        return problem
    }

    private func answer(_ problem: APIProblem, _ context: Context) -> Response {
        var headers: HTTPFields = [
            .contentType: "application/problem+json",
            .contentLanguage: context.language.code,
            .vary: "Accept-Language, Authorization",
        ]
        if problem.kind == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if !problem.allowed.isEmpty { headers[.allow] = problem.allowed.joined(separator: ", ") }
        headers[.retryAfter] = problem.retryAfter.map(String.init)
        let body = problem.json(house.words(context.language)).bytes
        return Response(
            status: problem.kind.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

/// A guard of pages, which the API has none of: no cookies, no forms, no login page.
struct PagesOnly<Guard: RouterMiddleware>: RouterMiddleware where Guard.Context == ConsoleContext {
    typealias Context = ConsoleContext

    let inner: Guard

    init(_ inner: Guard) { self.inner = inner }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !APIGate.isAPI(request.uri.path) else { return try await next(request, context) }
        return try await inner.handle(request, context: context, next: next)
    }
}
