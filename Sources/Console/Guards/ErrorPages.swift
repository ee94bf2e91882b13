import Access
import Basis
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Response

/// Turns everything that was thrown into a page in the reader's language. What nobody foresaw gets a number, which is
/// logged with the error; the reader sees only the number.
struct ErrorPages: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse
    let assets: StaticFiles

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try answer(to: error, request, context)
        }
    }

    private func answer(to error: any Error, _ request: Request, _ context: Context) throws -> Response {
        let visit = Visit(house, assets, request, context)
        let words = visit.words
        switch error {
        case let refusal as AccessRefusal:
            return try page(visit, refusal.status, words("error.refused"), [words.text(refusal.message)])
        case DeedRefusal.changedMeanwhile:
            let lines = [words.text(DeedRefusal.changedMeanwhile.message)]
            return try page(visit, .preconditionFailed, words("error.refused"), lines)
        case let refusal as any Refusal:
            return try page(visit, .conflict, words("error.refused"), [words.text(refusal.message)])
        case let problems as Problems:
            return try page(
                visit,
                .unprocessableContent,
                words("error.wrong_input"),
                problems.all.map { words.text($0.message) }
            )
        case let error as HTTPError where error.status.code < 500:
            let known = words.textIfAny("console.error.status_\(error.status.code)")
            return try page(visit, error.status, known ?? words("error.status_400"), [])
        default:
            let number = Base64URL.encode(house.random.bytes(6))
            let details: Logger.Metadata = ["number": "\(number)", "error": "\(error)"]
            context.logger.error("a console page failed", metadata: details)
            return try page(
                visit,
                .internalServerError,
                words("error.unexpected"),
                [words("error.number", ["number": number])]
            )
        }
    }

    private func page(
        _ visit: Visit,
        _ status: HTTPResponse.Status,
        _ title: String,
        _ lines: [String]
    ) throws -> Response {
        let frame = visit.frame(title: title, section: nil, home: Links.home)
        return try visit.page(
            "error",
            ErrorPage(frame: frame, t: visit.words.t, title: title, lines: lines),
            status: status
        )
    }
}

/// Something was not done; what, why, and where to go on.
struct ErrorPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let lines: [String]
}
