import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Hummingbird
import Response
import Testing

/// A program with a token: asks for JSON, keeps no cookies.
struct Program {
    let browser: Browser
    let fixture: ConsoleFixture
    var token: String

    /// A member of staff of this role for a program of its own, and its token.
    init(_ role: Role, in fixture: ConsoleFixture, id: String? = nil) async throws {
        let id = id ?? "program-\(role.rawValue)"
        try await Self.add(id, role, in: fixture)
        self.init(
            fixture,
            token: try await Self.token(of: id, role, in: fixture).text
        )
    }

    init(_ fixture: ConsoleFixture, token: String) {
        self.fixture = fixture
        self.token = token
        browser = Browser(fixture)
        browser.cookies = [:]
    }

    static func add(_ id: String, _ role: Role, in fixture: ConsoleFixture) async throws {
        let staff = Staff(
            id: 0,
            externalID: id,
            name: id,
            email: nil,
            phone: nil,
            role: role,
            languages: [.english],
            isOnDuty: false
        )
        _ = try await fixture.house.response.perform(
            AddStaff(staff: staff),
            by: .operator,
            at: fixture.clock.now()
        )
    }

    /// Made by its owner.
    static func token(
        of id: String,
        _ role: Role,
        life: Span = .days(30),
        in fixture: ConsoleFixture
    ) async throws -> (id: String, text: String) {
        let staff = try await fixture.house.database.read { try StaffStore.with(externalID: id, in: $0) }
        let owner = try #require(staff)
        let made = try await fixture.house.response.perform(
            MakeToken(purpose: "tests", role: role, expiresAt: fixture.clock.now() + life),
            by: owner.actor,
            at: fixture.clock.now()
        )
        return (made.id, made.token)
    }

    struct Answer {
        var status: Int
        var headers: HTTPFields
        var text: String
        /// Null where there is no body.
        var json: JSONValue

        subscript(key: String) -> JSONValue? { json[key] }
    }

    @discardableResult
    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer {
        try await ask(.get, path, nil, headers)
    }

    @discardableResult
    func post(
        _ path: String,
        _ body: JSONValue? = [:],
        _ headers: [String: String] = [:]
    ) async throws -> Answer {
        try await ask(.post, path, body.map { String(decoding: $0.bytes, as: UTF8.self) }, headers)
    }

    @discardableResult
    func patch(_ path: String, _ body: JSONValue, _ headers: [String: String] = [:]) async throws -> Answer {
        try await ask(.patch, path, String(decoding: body.bytes, as: UTF8.self), headers)
    }

    /// - Parameter path: behind `/api/v1/`.
    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String?,
        _ headers: [String: String] = [:]
    ) async throws -> Answer {
        browser.headers = [:]
        if !token.isEmpty { browser.headers[.authorization] = "Bearer \(token)" }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { browser.headers[name] = value }
        }
        let type = headers["Content-Type"] ?? (body == nil ? nil : "application/json")
        let page = try await browser.send(method, "/api/v1/\(path)", type: type, body: body ?? "")
        let json = page.text.isEmpty ? JSONValue.null : try JSONReader.read(Array(page.text.utf8))
        return Answer(status: page.status.code, headers: page.headers, text: page.text, json: json)
    }

    static let opening: JSONValue = [
        "title": ["es": "Sin servicio", "en": "Not working"],
        "components": ["ovh-net": "major_outage"],
        "message": ["es": "La red ha dejado de funcionar.", "en": "The network stopped working."],
    ]
}
