import Assembly
import Basis
import Mail
import Testing

/// Where mail goes, as `smtp_url` and what stands beside it say.
struct RelaySettingsTests {
    private func read(_ overrides: [String: String]) throws(Problems) -> RelaySettings? {
        try SettingsReader.read(path: nil, environment: [:], overrides: overrides, readsFile: false).relay
    }

    private func wrong(_ overrides: [String: String]) -> [String] {
        do {
            _ = try read(overrides)
            return []
        } catch {
            return error.all.map { "\($0.place) \($0.message.key.name.split(separator: ".").last ?? "")" }
                .sorted()
        }
    }

    @Test func `without a relay mail goes into the Maildir`() throws {
        #expect(try read([:]) == nil)
        #expect(try read(["smtp_url": "", "smtp_connections": "50"]) == nil)
    }

    @Test(arguments: [
        ("smtp://relay.example.org:2525", "relay.example.org", 2_525, SMTPRelay.Security.auto),
        ("smtp://relay.example.org", "relay.example.org", 25, .auto),
        ("smtp://127.0.0.1:25/", "127.0.0.1", 25, .auto),
        ("smtps://relay.example.org", "relay.example.org", 465, .implicit),
        ("SMTP://[::1]:26", "::1", 26, .auto),
        ("smtp://ana:a%40b%3Ac@relay.example.org:587", "relay.example.org", 587, .auto),
    ])
    func `a relay is a host and a port`(
        url: String,
        host: String,
        port: Int,
        security: SMTPRelay.Security
    ) throws {
        let relay = try #require(try read(["smtp_url": url])).relay
        #expect(relay.host == host && relay.port == port && relay.security == security)
        #expect(relay.login == (url.contains("ana") ? .init(user: "ana", password: "a@b:c") : nil))
    }

    @Test func `connections, TLS, our own name and patience come from their settings`() throws {
        let settings = try #require(
            try read([
                "smtp_url": "smtp://relay.example.org", "smtp_connections": "50", "smtp_tls": "required",
                "mail_from": "avisos@agencia.example", "lease_seconds": "10",
            ])
        )
        #expect(settings.connections == 50 && settings.relay.security == .required)
        #expect(settings.relay.ownName == "agencia.example" && settings.relay.patience.group == .seconds(8))
    }

    @Test(arguments: [
        "relay.example.org", "http://relay.example.org", "smtp://", "smtp://relay:0", "smtp://relay:70000",
        "smtp://relay:x",
        "smtp://re lay", "smtp://relay\r\nx",
    ])
    func `what is no relay is refused`(url: String) {
        #expect(wrong(["smtp_url": url]) == ["--smtp-url smtp_url"])
    }

    @Test func `all problems are said at once, and the password is in none of them`() throws {
        #expect(
            wrong([
                "smtp_url": "smtp://ana@relay", "smtp_connections": "0", "smtp_tls": "perhaps",
                "smtp_ca": "/nowhere/ca.pem",
            ]) == [
                "--smtp-ca no_file", "--smtp-connections number", "--smtp-tls choice",
                "--smtp-url smtp_login",
            ]
        )
        let problems = #expect(throws: Problems.self) {
            _ = try read(["smtp_url": "ftp://ana:hunter2@relay"])
        }
        #expect(problems.map { "\($0)".contains("hunter2") } == false)
        let settings = try #require(try read(["smtp_url": "smtp://ana:hunter2@relay"]))
        #expect(!"\(settings)".contains("hunter2"))
    }
}
