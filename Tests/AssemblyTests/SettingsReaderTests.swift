import Assembly
import Basis
import Foundation
import TestSupport
import Testing

struct SettingsReaderTests {
    /// A value for each setting that this version can follow, none of them the standard.
    private static let others = [
        "approvals": "on", "canary": "9", "canary_continues": "person",
        "console_listen": "127.0.0.1:9001", "console_url": "https://amends.example.org",
        "contact_phone": "+34944000000", "country": "NO",
        "database": "postgres://amends@db/amends", "folder": "elsewhere", "language": "en",
        "lease_seconds": "45", "mail_from": "noreply@example.org", "maildir": "post",
        "migrate": "manual", "minutes_per_call": "7", "phone_component": "telephone",
        "public_url": "https://status.example.org", "relay_component": "relay", "resources": "/usr/share/x",
        "retention_days": "730",
        "secret": "0123456789012345678901234567890123456789", "sender_name": "Candil",
        "site_listen": "0.0.0.0:9000", "smtp_url": "smtp://relay.example.org:2525",
        "time_zone": "Europe/Madrid", "trusted_proxies": "10.0.0.0/8",
    ]

    /// Some say something only beside another: see ``RelaySettingsTests`` and ``ConsoleSettingsTests``.
    private static let standard = [
        "approvals_above_recipients", "console_certificate", "console_key", "smtp_ca", "smtp_connections",
        "smtp_tls",
    ]

    private func read(
        file text: String? = nil,
        environment: [String: String] = [:],
        overrides: [String: String] = [:]
    ) throws -> Settings {
        let path = try text.map { try Self.file($0) }
        return try SettingsReader.read(
            path: path,
            environment: environment,
            overrides: overrides,
            readsFile: path != nil
        )
    }

    private static func file(_ text: String) throws -> String {
        let path = try ThrowAwayFolder.path("amends.yml")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Where and what is wrong: `lease_seconds number`.
    private func wrong(
        file text: String? = nil,
        environment: [String: String] = [:],
        overrides: [String: String] = [:]
    ) throws -> [String] {
        let problems = #expect(throws: Problems.self) {
            _ = try read(file: text, environment: environment, overrides: overrides)
        }
        return (problems?.all ?? []).map { problem in
            let place = problem.place.split(separator: "/").last ?? ""
            let name = place.split(separator: "-", maxSplits: 1).last ?? ""
            let key = problem.message.key.name.split(separator: ".").last ?? ""
            return "\(text == nil ? problem.place : String(name)) \(key)"
        }
    }

    @Test func `without any setting everything has its standard`() throws {
        let settings = try read()

        #expect(settings.database == "var/amends.db")
        #expect(settings.maildir == "var/mail")
        #expect(settings.folder == "var")
        #expect(settings.siteListen == Settings.Listen(host: "127.0.0.1", port: 8_080))
        #expect(settings.console.listen == Settings.Listen(host: "127.0.0.1", port: 8_081))
        #expect(settings.publicURL == "http://127.0.0.1:8080")
        #expect(settings.timeZone == .gmt)
        #expect(settings.migratesByItself)
        #expect(settings.leaseSeconds == 30)
        #expect(settings.minutesPerCall == 3)
        #expect(settings.language == .spanish)
        #expect(settings.country == "ES")
        #expect(settings.secret == nil)
        #expect(settings.contactPhone == nil)
        #expect(settings.retentionDays == nil)
    }

    @Test func `the table of these tests knows every setting`() {
        #expect(Set(Self.others.keys).union(Self.standard) == SettingsReader.names)
    }

    /// Unquoted, as people write it: a telephone keeps its plus, and Norway is a country.
    @Test(arguments: others.keys.sorted())
    func `each setting counts, from a file, a variable or the command line`(_ name: String) throws {
        let value = try #require(Self.others[name])
        let standard = "\(try read())"

        let fromFile = "\(try read(file: "\(name): \(value)\n"))"
        let fromVariable = "\(try read(environment: ["AMENDS_\(name.uppercased())": value]))"
        let fromLine = "\(try read(overrides: [name: value]))"

        #expect(fromFile != standard)
        let last = try #require(value.split(separator: ":").last)
        #expect(fromFile.contains(last) || ["migrate", "approvals", "canary_continues"].contains(name))
        #expect(fromVariable == fromFile)
        #expect(fromLine == fromFile)
    }

    @Test func `the command line wins over the environment, and that over the file`() throws {
        let file = "sender_name: file\ncountry: FR\nmaildir: file\n"
        let environment = [
            "AMENDS_SENDER_NAME": "variable", "AMENDS_COUNTRY": "PT", "AMENDS_MAILDIR": "", "OTHER": "x",
        ]

        let settings = try read(file: file, environment: environment, overrides: ["sender_name": "line"])

        #expect(settings.senderName == "line")
        #expect(settings.country == "PT")
        #expect(settings.maildir == "file", "an empty variable says nothing")
    }

    @Test func `the folder moves what lies in it, but not what was put elsewhere`() throws {
        let settings = try read(overrides: ["folder": "/srv/amends", "maildir": "/var/mail/amends"])

        #expect(settings.database == "/srv/amends/amends.db")
        #expect(settings.maildir == "/var/mail/amends")
    }

    @Test func `addresses of the site lose the slashes at their end`() throws {
        let url = try read(overrides: ["public_url": "https://status.example.org//"]).publicURL

        #expect(url == "https://status.example.org")
    }

    @Test func `all that is wrong is said at once, each with its place`() throws {
        let file = """
            colour: red
            country: Spain
            language: fr
            lease_seconds: 0
            time_zone: Mars/Olympus
            maildir: [a, b]
            sender_name: {a: b}
            """
        let environment = ["AMENDS_MIGRATE": "never", "AMENDS_MAIL_FROM": "nobody"]
        let overrides = ["minutes_per_call": "many", "site_listen": "8080", "public_url": "status.example"]

        let problems = #expect(throws: Problems.self) {
            _ = try read(file: file, environment: environment, overrides: overrides)
        }
        let said = (problems?.all ?? []).map { problem in
            let place = problem.place.split(separator: " ").last.map(String.init) ?? ""
            return "\(place) \(problem.message.key.name.split(separator: ".").last ?? "")"
        }

        #expect(
            said.sorted() == [
                "--minutes-per-call number", "--public-url url", "--site-listen listen",
                "AMENDS_MAIL_FROM mail_from", "AMENDS_MIGRATE choice", "colour unknown", "country country",
                "language choice", "lease_seconds number", "maildir not_scalar", "sender_name not_scalar",
                "time_zone time_zone",
            ]
        )
        #expect(problems?.all.filter { $0.place.contains("amends.yml: ") }.count == 7)
    }

    @Test(arguments: [
        ("lease_seconds", ["0", "3601", "1.5", "x", ""]), ("minutes_per_call", ["0", "61", "-3"]),
        ("mail_from", ["", "a", "@b.example", "a@", "a@b@c", "A <a@b.example>", "a b@c.example", "a\n@b"]),
        ("public_url", ["", "status.example.org", "ftp://x", "javascript:x"]),
        ("country", ["", "E", "ESP", "3S", "ñu"]), ("language", ["", "fr", "spanish"]),
        ("time_zone", ["", "Mars/Olympus"]), ("migrate", ["", "AUTO", "no"]),
        ("site_listen", ["", "8080", "localhost:x"]), ("secret", ["", "0123456789012345678901234567890"]),
    ])
    func `a value that cannot be meant is a problem of its setting alone`(
        _ name: String,
        _ values: [String]
    ) throws {
        for value in values {
            let said = try wrong(overrides: [name: value])
            #expect(said.count == 1, "\(value)")
            #expect(said.first?.hasPrefix("--\(name.replacing("_", with: "-")) ") == true, "\(value)")
        }
    }

    @Test(arguments: ["0.0.0.0:8081", ":8081", "192.168.1.7:8081", "[::]:8081", "127.example.org:8081"])
    func `the console listens on this machine only`(_ listen: String) throws {
        #expect(try wrong(overrides: ["console_listen": listen]) == ["--console-listen console_loopback"])
    }

    @Test func `a secret that is too short is not repeated in what is said`() throws {
        let problems = #expect(throws: Problems.self) {
            _ = try read(environment: ["AMENDS_SECRET": "hunter2"])
        }

        #expect(problems.map { "\($0)".contains("hunter2") } == false)
        #expect(problems?.all.map(\.place) == ["AMENDS_SECRET"])
    }

    @Test func `a file that is not there is a problem only where it was named`() {
        let problems = #expect(throws: Problems.self) {
            _ = try SettingsReader.read(path: "/nowhere/amends.yml", environment: [:])
        }

        #expect(problems?.all == [Problem("/nowhere/amends.yml", "assembly.settings.no_file")])
    }

    @Test(arguments: [
        ("- a\n- b\n", "no_map"), ("just words\n", "no_map"), ("a: [\n", "bad_yaml"),
        ("country: ES\ncountry: FR\n", "bad_yaml"), ("a: b: c\n", "bad_yaml"),
    ])
    func `a file that is no list of settings is refused as a whole`(_ text: String, _ key: String) throws {
        let problems = #expect(throws: Problems.self) { _ = try read(file: text) }

        #expect(problems?.all.map(\.message.key.name) == ["assembly.settings.\(key)"])
    }

    @Test(arguments: ["", "# nothing yet\n", "---\n", "country:\nlanguage: ~\n"])
    func `a file that says nothing changes nothing`(_ text: String) throws {
        #expect("\(try read(file: text))" == "\(try read())")
    }
}
