import Basis
import Foundation
import HTTPTypes
import Hummingbird
import Rendering
import StatusPage

/// Answers every request to the public site itself.
struct SiteAnswers: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// Short, because somebody in trouble reloads; long enough to spare the server a storm.
    private static let pageCaching = "public, max-age=10, stale-if-error=86400"
    private static let assetCaching = "public, max-age=300"
    private static let allowed = "GET, HEAD, OPTIONS"

    private let keeper: SiteKeeper
    private let stylesheet: SiteDocument

    init(keeper: SiteKeeper, resources: ResourceRoot) throws {
        self.keeper = keeper
        let path = resources.file("Site", "static/site.css")
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ResourceFault(problems: ["\(path) cannot be read"])
        }
        stylesheet = SiteDocument(Array(data), contentType: "text/css; charset=utf-8", lastModified: nil)
    }

    /// Whether pages of other origins may read an address: the documents for machines.
    static func isOpenToAll(_ path: String) -> Bool { path.lowercased().hasPrefix("/api/v2/") }

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .get: answer(request)
        case .head: answer(request).createHeadResponse()
        case .options: options(request)
        default: Response(status: .methodNotAllowed, headers: [.allow: Self.allowed])
        }
    }

    private func options(_ request: Request) -> Response {
        var headers: HTTPFields = [.allow: Self.allowed]
        if Self.isOpenToAll(request.uri.path) {
            headers[.accessControlAllowMethods] = Self.allowed
            headers[.accessControlAllowHeaders] = "*"
            headers[.accessControlMaxAge] = "86400"
        }
        return Response(status: .noContent, headers: headers)
    }

    private func answer(_ request: Request) -> Response {
        let path = request.uri.path
        let site = keeper.current
        if path == "/healthz" { return health(of: site) }
        if path == SitePath.stylesheet.path {
            return respond(stylesheet, nil, request, caching: Self.assetCaching)
        }
        guard let (document, language) = site.find(path) else {
            if Self.isOpenToAll(path) { return json(.notFound, #"{"error":"not found"}"#) }
            return respond(site.notFound, RenderedSite.languagePrefix(of: path), request)
        }
        var response = respond(document, language, request)
        if site.isStale, let asOf = site.asOf { response.headers[.staleSince] = asOf.rfc3339 }
        return response
    }

    /// Well as long as there is something to show: a balancer must not take the page away because the database is.
    private func health(of site: RenderedSite) -> Response {
        guard let asOf = site.asOf else {
            return json(.serviceUnavailable, #"{"status":"starting"}"#)
        }
        return json(.ok, #"{"status":"\#(site.isStale ? "stale" : "ok")","as_of":"\#(asOf.rfc3339)"}"#)
    }

    private func json(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

// MARK: One document

extension SiteAnswers {
    /// A document in the language that the address asks for; in the reader's own where it asks for none.
    private func respond(
        _ document: SiteDocument,
        _ language: Language?,
        _ request: Request,
        caching: String = SiteAnswers.pageCaching
    ) -> Response {
        let preferred =
            language.map { [$0] } ?? AcceptedLanguages.preferred(request.headers[.acceptLanguage] ?? "")
        let (content, spoken) = document.variant(for: preferred)
        var headers: HTTPFields = [.contentType: document.contentType, .eTag: content.etag]
        headers[.contentLanguage] = spoken?.code
        headers[.lastModified] = document.lastModified.map(HTTPDate.text)
        if document.isNegotiated, language == nil { headers[.vary] = "Accept-Language" }
        switch document.status {
        case .found:
            headers[.cacheControl] = caching
            if isFresh(request, content.etag, document.lastModified) {
                headers[.contentType] = nil
                return Response(status: .notModified, headers: headers)
            }
            return Response(status: .ok, headers: headers, body: body(content))
        case .missing:
            headers[.cacheControl] = Self.pageCaching
            return Response(status: .notFound, headers: headers, body: body(content))
        case .unavailable:
            headers[.cacheControl] = "no-store"
            headers[.retryAfter] = "30"
            return Response(status: .serviceUnavailable, headers: headers, body: body(content))
        }
    }

    private func body(_ content: SiteDocument.Variant) -> ResponseBody {
        ResponseBody(byteBuffer: ByteBuffer(bytes: content.bytes))
    }

    /// Whether the reader has this version already (RFC 9110 §13.2.2): the tag counts, the date only without one.
    private func isFresh(_ request: Request, _ etag: String, _ lastModified: Instant?) -> Bool {
        if let tags = request.headers[.ifNoneMatch] {
            return tags.split(separator: ",").contains { tag in
                let tag = tag.trimmingCharacters(in: .whitespaces)
                return tag == "*" || tag == etag || tag == "W/" + etag
            }
        }
        guard let date = request.headers[.ifModifiedSince].flatMap(HTTPDate.instant), let lastModified else {
            return false
        }
        return lastModified.milliseconds / 1_000 <= date.milliseconds / 1_000
    }
}
