import Basis
import Console
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

/// A browser without a screen: keeps cookies, sends the token of the page that it is on, does not follow redirects.
final class Browser {
    private let responder: RouterResponder<ConsoleContext>
    var cookies: [String: String] = [:]
    var headers: HTTPFields = [:]
    var authority: String? = "localhost:8081"
    var log = Logger(label: "console")
    /// The address at the other end of the connection.
    var peer: String?
    /// The token of the last page with a form.
    private(set) var token = ""

    struct Page {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var text: String

        var location: String { headers[.location] ?? "" }
    }

    init(_ fixture: ConsoleFixture, language: Language = .english) {
        responder = ConsoleRouter.make(fixture.house).buildResponder()
        cookies["amends_lang"] = language.code
    }

    @discardableResult
    func get(_ path: String) async throws -> Page { try await send(.get, path) }

    /// Posts a form as a page of the console would.
    @discardableResult
    func post(_ path: String, _ fields: [(String, String)] = []) async throws -> Page {
        if token.isEmpty { try await get("/staff") }
        let all = [("form_token", token)] + fields
        let body = all.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
        return try await send(.post, path, type: "application/x-www-form-urlencoded", body: body)
    }

    /// Posts files as a form with `multipart/form-data` would, in pieces of `chunk` bytes.
    @discardableResult
    func upload(
        _ path: String,
        fields: [(String, String)] = [],
        files: [(String, String)],
        chunk: Int = 1_000,
        withToken: Bool = true
    ) async throws -> Page {
        if token.isEmpty { try await get("/staff") }
        let boundary = "----a-boundary"
        var body = ""
        for (name, value) in (withToken ? [("form_token", token)] : []) + fields {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        for (name, text) in files {
            body +=
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(name).csv\"\r\n"
            body += "Content-Type: text/csv\r\n\r\n\(text)\r\n"
        }
        body += "--\(boundary)--\r\n"
        let type = "multipart/form-data; boundary=\(boundary)"
        return try await send(.post, path, type: type, body: body, chunk: chunk)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        type: String? = nil,
        body: String = "",
        chunk: Int = 100_000
    ) async throws -> Page {
        var fields = headers
        fields[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: "; "
        )
        if let type { fields[.contentType] = type }
        let head = HTTPRequest(
            method: method,
            scheme: "http",
            authority: authority,
            path: path,
            headerFields: fields
        )
        let bytes = Array(body.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: chunk).map {
            ByteBuffer(bytes: bytes[$0..<min($0 + chunk, bytes.count)])
        }
        let (stream, source) = AsyncStream.makeStream(of: ByteBuffer.self)
        for piece in pieces { source.yield(piece) }
        source.finish()
        let channel = NIOAsyncTestingChannel()
        if let peer { channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 40_000) }
        let context = ConsoleContext(
            source: ApplicationRequestContextSource(channel: channel, logger: log)
        )
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(asyncSequence: stream)),
            context: context
        )
        let collector = Collector()
        try await response.body.write(collector)
        return take(response, collector.text)
    }

    /// Logs in at the page, as people do.
    @discardableResult
    func logIn(
        _ login: String,
        _ password: String = People.password,
        next: String? = nil
    ) async throws -> Page {
        try await get("/login")
        return try await post(
            "/login",
            [("login", login), ("password", password)] + (next.map { [("next", $0)] } ?? [])
        )
    }

    private func take(_ response: Response, _ text: String) -> Page {
        for line in response.headers[values: .setCookie] {
            let parts = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
            // A cookie without a value is one that ends.
            cookies[String(parts[0])] = parts.count == 2 ? String(parts[1]) : nil
        }
        if let found = text.firstMatch(of: /name="form_token" value="([^"]*)"/) { token = String(found.1) }
        return Page(status: response.status, headers: response.headers, text: text)
    }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private final class Collector: ResponseBodyWriter {
        var text = ""

        func write(_ buffer: ByteBuffer) async throws { text += String(buffer: buffer) }
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

extension Browser.Page {
    /// The value of the first hidden field of this name.
    func hidden(_ name: String) -> String {
        let pattern = try? Regex("name=\"\(name)\" value=\"([^\"]*)\"")
        guard let pattern, let found = text.firstMatch(of: pattern), let value = found[1].substring else {
            return ""
        }
        return String(value)
    }
}
