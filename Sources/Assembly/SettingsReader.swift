import Basis
import Console
import Delivery
import Foundation
import Mail
import Response
import Yams

/// Reads the settings from a file and the environment; all problems at once.
package struct SettingsReader {
    /// Every setting's name in `amends.yml`; the variable is `AMENDS_` and the same in capitals.
    package static let names: Set<String> = [
        "approvals", "approvals_above_recipients", "canary", "canary_continues", "console_certificate",
        "console_key", "console_listen", "console_url", "contact_phone",
        "country", "database", "folder", "language",
        "lease_seconds",
        "mail_from",
        "maildir", "migrate", "minutes_per_call", "phone_component", "public_url", "relay_component",
        "resources", "retention_days",
        "secret", "sender_name", "site_listen", "smtp_ca", "smtp_connections", "smtp_tls", "smtp_url",
        "time_zone", "trusted_proxies",
    ]

    private var values: [String: String] = [:]
    private var places: [String: String] = [:]
    private var problems = Problems()

    /// Reads `path`, or `amends.yml` in the current folder, or else ``systemPath``, where `readsFile` says so; then the
    /// environment; then `overrides`, what the command line says by setting name. The later wins.
    package static func read(
        path: String?,
        environment: [String: String],
        overrides: [String: String] = [:],
        readsFile: Bool = true
    ) throws(Problems) -> Settings {
        var reader = SettingsReader()
        if readsFile { reader.readFile(path) }
        reader.readEnvironment(environment)
        for (name, value) in overrides {
            reader.values[name] = value
            reader.places[name] = "--" + name.replacing("_", with: "-")
        }
        let settings = reader.settings()
        try reader.problems.check()
        return settings
    }

    /// Where the Debian package puts the settings of the machine's own installation.
    package static let systemPath = "/etc/amends/amends.yml"

    private mutating func readFile(_ path: String?) {
        let here = "amends.yml"
        let file = path ?? (FileManager.default.fileExists(atPath: here) ? here : Self.systemPath)
        guard let data = FileManager.default.contents(atPath: file) else {
            // Without its settings a command would begin a second, empty house.
            if FileManager.default.fileExists(atPath: file) {
                problems.add(file, "assembly.settings.unreadable")
            } else if path != nil {
                problems.add(file, "assembly.settings.no_file")
            }
            return
        }
        do {
            guard let node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) else { return }
            guard let map = node.mapping else {
                if node.null == nil { problems.add(file, "assembly.settings.no_map") }
                return
            }
            let pairs = map.map { (name: $0.key.scalar?.string ?? "", value: $0.value) }
            for (name, value) in pairs.sorted(by: { $0.name < $1.name }) { take(name, value, from: file) }
        } catch {
            problems.add(file, "assembly.settings.bad_yaml", ["detail": "\(error)"])
        }
    }

    /// A value is the text that stands there: a telephone keeps its `+`, and Norway (`NO`) is no refusal.
    private mutating func take(_ name: String, _ value: Node, from file: String) {
        let place = "\(file): \(name)"
        guard Self.names.contains(name) else {
            problems.add(place, "assembly.settings.unknown", ["name": name])
            return
        }
        guard let scalar = value.scalar else {
            problems.add(place, "assembly.settings.not_scalar", ["name": name])
            return
        }
        if value.null != nil { return }
        values[name] = scalar.string
        if name == "approvals", let flag = value.bool { values[name] = flag ? "on" : "off" }
        places[name] = place
    }

    private mutating func readEnvironment(_ environment: [String: String]) {
        for name in Self.names {
            let variable = "AMENDS_" + name.uppercased()
            if let value = environment[variable], !value.isEmpty {
                values[name] = value
                places[name] = variable
            }
        }
    }

    private mutating func settings() -> Settings {
        let folder = values["folder"] ?? "var"
        let lease = number("lease_seconds", 1...3_600, or: 30)
        let site = listen("site_listen", "127.0.0.1:8080")
        let console = console()
        return Settings(
            database: values["database"] ?? "\(folder)/amends.db",
            maildir: values["maildir"] ?? "\(folder)/mail",
            relay: relay(lease: .seconds(Int64(lease))),
            mailFrom: mailFrom(),
            senderName: values["sender_name"] ?? "Amends",
            contactPhone: values["contact_phone"],
            leaseSeconds: lease,
            siteListen: site,
            console: console,
            publicURL: publicURL(site),
            timeZone: zone(),
            migratesByItself: choice("migrate", ["auto", "manual"]) == "auto",
            minutesPerCall: number("minutes_per_call", 1...60, or: 3),
            country: country(),
            relayComponent: values["relay_component"],
            phoneComponent: values["phone_component"],
            language: language(),
            secret: secret(),
            resources: values["resources"],
            folder: folder,
            approvals: approvals(),
            canary: Canary(
                size: number("canary", 0...1_000, or: 50),
                asksPerson: choice("canary_continues", ["auto", "person"]) == "person"
            ),
            retentionDays: values["retention_days"] == nil ? nil : number("retention_days", 1...36_500, or: 1)
        )
    }

    private mutating func approvals() -> ApprovalPolicy? {
        let above = number("approvals_above_recipients", 0...10_000_000, or: 50)
        return choice("approvals", ["off", "on"]) == "on" ? ApprovalPolicy(aboveRecipients: above) : nil
    }

    private mutating func wrong(_ name: String, _ key: MessageKey, _ slots: [String: String] = [:]) {
        let value = values[name] ?? ""
        problems.add(places[name] ?? name, key, slots.merging(["value": value]) { own, _ in own })
    }

    private mutating func number(_ name: String, _ range: ClosedRange<Int>, or standard: Int) -> Int {
        guard let text = values[name] else { return standard }
        if let number = Int(text), range.contains(number) { return number }
        wrong(name, "assembly.settings.number", ["from": "\(range.lowerBound)", "to": "\(range.upperBound)"])
        return standard
    }

    private mutating func choice(_ name: String, _ choices: [String]) -> String {
        guard let text = values[name] else { return choices[0] }
        if choices.contains(text) { return text }
        wrong(name, "assembly.settings.choice", ["choices": choices.joined(separator: ", ")])
        return choices[0]
    }

    private mutating func listen(_ name: String, _ standard: String) -> Settings.Listen {
        if let listen = Settings.Listen(values[name] ?? standard) { return listen }
        wrong(name, "assembly.settings.listen")
        return Settings.Listen(host: "127.0.0.1", port: 0)
    }

    /// The console's listener: whoever reaches it over a network does so encrypted, by our own certificate or by that of
    /// a proxy in front of it.
    private mutating func console() -> ConsoleSettings {
        var console = ConsoleSettings(listen: listen("console_listen", "127.0.0.1:8081"))
        for name in ["console_certificate", "console_key"] {
            guard let path = values[name] else { continue }
            if !FileManager.default.isReadableFile(atPath: path) { wrong(name, "assembly.settings.no_file") }
        }
        switch (values["console_certificate"], values["console_key"]) {
        case (let certificate?, let key?):
            console.certificate = ConsoleSettings.Certificate(chain: certificate, key: key)
        case (nil, nil): break
        case (nil, _): wrong("console_key", "assembly.settings.certificate_alone")
        case (_, nil): wrong("console_certificate", "assembly.settings.certificate_alone")
        }
        if let text = values["trusted_proxies"] {
            if let proxies = TrustedProxies(text) {
                console.proxies = proxies
            } else {
                wrong("trusted_proxies", "assembly.settings.trusted_proxies")
            }
        }
        if let url = values["console_url"] {
            if let parts = URL(string: url), ["http", "https"].contains(parts.scheme), parts.host() != nil {
                console.url = url.hasSuffix("/") ? String(url.dropLast()) : url
            } else {
                wrong("console_url", "assembly.settings.console_url")
            }
        }
        let isProtected = console.certificate != nil || !console.proxies.isEmpty
        if !console.listen.isLoopback, !isProtected {
            wrong("console_listen", "assembly.settings.console_loopback")
        }
        return console
    }

    private mutating func zone() -> TimeZone {
        guard let name = values["time_zone"] else { return .gmt }
        if let zone = TimeZone(identifier: name) { return zone }
        wrong("time_zone", "assembly.settings.time_zone")
        return .gmt
    }

    private mutating func language() -> Language {
        guard let tag = values["language"] else { return .spanish }
        if let language = Language(tag), Language.spoken.contains(language) { return language }
        wrong("language", "assembly.settings.choice", ["choices": "es, en"])
        return .spanish
    }

    private mutating func country() -> String {
        let country = (values["country"] ?? "ES").uppercased()
        if country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) { return country }
        wrong("country", "assembly.settings.country")
        return "ES"
    }

    private mutating func mailFrom() -> String {
        let address = values["mail_from"] ?? "avisos@localhost.localdomain"
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = address.utf8.allSatisfy { $0 > 32 && $0 != 127 && $0 != 60 && $0 != 62 }
        if parts.count != 2 || parts.contains("") || !isPlain {
            wrong("mail_from", "assembly.settings.mail_from")
        }
        return address
    }

    private mutating func relay(lease: Span) -> RelaySettings? {
        let connections = number("smtp_connections", 1...500, or: 10)
        let security = choice("smtp_tls", ["auto", "required", "off"])
        let authorities = values["smtp_ca"]
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            wrong("smtp_ca", "assembly.settings.no_file")
        }
        guard let url = values["smtp_url"], !url.isEmpty else { return nil }
        do {
            var relay = try RelayURL.read(url)
            if relay.security != .implicit { relay.security = .init(rawValue: security) ?? .auto }
            relay.trustedAuthorities = authorities
            relay.ownName = ownName()
            relay.patience = SMTPPatience(lease: lease)
            return RelaySettings(relay: relay, connections: connections)
        } catch {
            // Without its value, which may hold a password.
            let place = places["smtp_url"] ?? "smtp_url"
            switch error {
            case .form: problems.add(place, "assembly.settings.smtp_url")
            case .login: problems.add(place, "assembly.settings.smtp_login")
            }
            return nil
        }
    }

    /// What we call ourselves to the relay: the domain that mail is from.
    private func ownName() -> String {
        let address = Mail.MailAddress(address: values["mail_from"] ?? "")
        // One that is wrong is a problem of its own.
        guard let envelope = try? address.envelope(), let at = envelope.lastIndex(of: "@") else {
            return "localhost"
        }
        return String(envelope[envelope.index(after: at)...])
    }

    private mutating func publicURL(_ site: Settings.Listen) -> String {
        guard var url = values["public_url"] else { return "http://\(site.host):\(site.port)" }
        while url.hasSuffix("/") { url.removeLast() }
        if !(url.hasPrefix("https://") || url.hasPrefix("http://")) {
            wrong("public_url", "assembly.settings.url")
        }
        return url
    }

    private mutating func secret() -> String? {
        guard let secret = values["secret"] else { return nil }
        if secret.utf8.count < 32 { problems.add(places["secret"] ?? "secret", "assembly.settings.secret") }
        return secret
    }
}
