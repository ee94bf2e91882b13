import Access
import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing

/// What is logged names no one and gives nothing away (S25): what somebody typed, where they came from, their keys.
@Suite struct LogTests {
    private static let canaries = [
        "canary-password-93", "canary@customer.test", "+34600999888", "Canary Surname", "203.0.113.77",
    ]

    @Test func `nothing that people type or hold is logged, also where something fails`() async throws {
        let fixture = try await ConsoleFixture()
        let notes = Notes()
        let browser = Browser(fixture)
        browser.log = Logger(label: "console") { _ in notes }
        browser.log.logLevel = .trace
        browser.peer = "203.0.113.77"
        try await People.give("ane", .administrator, in: fixture)
        try await browser.logIn("canary@customer.test", "canary-password-93")
        try await browser.logIn("ane")
        let session = browser.cookies["amends_session"] ?? ""
        try await browser.post("/staff", Self.person)
        try await browser.upload(
            "/import",
            files: [("customers", "id,name,email\nc,Canary Surname,canary@customer.test\n")]
        )

        // Something that nobody foresaw, in the middle of all of it.
        try await fixture.house.database.write { try $0.run("DROP TABLE promise") }
        let broken = try await browser.get("/?q=canary@customer.test")
        #expect(broken.status == .internalServerError)
        let failed = try await browser.get("/customers/canary%40customer.test")
        #expect(failed.status.code >= 400)

        let written = notes.text
        #expect(written.contains("a console page failed"), "the failure itself is logged")
        #expect(!session.isEmpty)
        for canary in Self.canaries + [session, browser.token] {
            #expect(!written.contains(canary), "\(canary)")
        }
    }

    private static let person = [
        ("name", "Canary Surname"), ("id", "can"), ("phone", "+34600999888"),
        ("email", "canary@customer.test"),
        ("language", "es"), ("role", "responder"),
    ]
}

/// Keeps all that is logged.
private struct Notes: LogHandler {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private let lines = Lines()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    var text: String { lines.all.withLock { $0.joined(separator: "\n") } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)"
        lines.all.withLock { $0.append(line) }
    }
}
