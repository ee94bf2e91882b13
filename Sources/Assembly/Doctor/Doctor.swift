import Basis
import Database
import Foundation
import Mail

/// Looks at everything that would fail on the worst day, while there is time to mend it: `amends doctor`.
package struct Doctor: Sendable {
    /// One thing that was looked at, as a sentence.
    package struct Finding: Sendable {
        package enum Level: String, Sendable, Codable {
            case good
            /// It works, and could be better.
            case advice
            /// It will fail when it is needed.
            case problem
        }

        package var level: Level
        package var message: Message
    }

    let house: House

    package init(house: House) {
        self.house = house
    }

    package func examine() async throws -> [Finding] {
        let now = house.clock.now()
        let asksSecondPerson = house.settings.approvals != nil
        let people = try await house.database.read {
            try PeopleCheck.findings(at: now, in: $0)
                + (asksSecondPerson ? PeopleCheck.approvers(in: $0) : [])
        }
        let (relay, phone) = (house.settings.relayComponent, house.settings.phoneComponent)
        let places = try await places()
        let carriers = try await house.database.read {
            try CarrierCheck(relay: relay, phone: phone, places: places).findings(at: now, in: $0)
        }
        return folder() + addresses() + mail() + (try await databaseClock()) + people + carriers
    }

    /// What we tell with, by all the names that can be found for where it stands.
    private func places() async throws -> [PlaceCheck.Place] {
        let settings = house.settings
        return try await Archivist().perform {
            let page = URL(string: settings.publicURL)?.host()
            var mail = (settings.relay?.relay.host).map(HostNames.of) ?? []
            if let at = settings.mailFrom.lastIndex(of: "@") {
                mail.append(String(settings.mailFrom[settings.mailFrom.index(after: at)...]))
            }
            var database: [String] = []
            if case .server(let url) = DatabaseLocation(settings.database),
                let host = URLComponents(string: url)?.host
            {
                database = HostNames.of(host)
            }
            return [
                PlaceCheck.Place(.program, names: HostNames.ofThisMachine()),
                PlaceCheck.Place(.page, names: page.map(HostNames.of) ?? []),
                PlaceCheck.Place(.mail, names: mail), PlaceCheck.Place(.database, names: database),
            ]
        }
    }

    private func folder() -> [Finding] {
        let folder = house.settings.folder
        var findings: [Finding] = []
        if FileManager.default.isWritableFile(atPath: folder) {
            findings.append(.good("assembly.doctor.folder", ["folder": folder]))
        } else {
            findings.append(.problem("assembly.doctor.folder_not_writable", ["folder": folder]))
        }
        // A file system that does not say how much is free is not a reason to worry anybody.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        if let free = attributes?[.systemFreeSize] as? NSNumber, free.int64Value < Self.freeBytesMin {
            let megabytes = String(free.int64Value / 1_000_000)
            findings.append(.problem("assembly.doctor.disk", ["megabytes": megabytes]))
        }
        return findings
    }

    /// A morning with a million customers writes about this much.
    private static let freeBytesMin: Int64 = 2_000_000_000

    private func addresses() -> [Finding] {
        let url = house.settings.publicURL
        guard let host = URL(string: url)?.host() else { return [] }
        let isLocal = Settings.Listen(host: host, port: 0).isLoopback
        return [
            isLocal
                ? .problem("assembly.doctor.public_url_local", ["url": url])
                : .good("assembly.doctor.public_url", ["url": url])
        ]
    }

    private func mail() -> [Finding] {
        var findings: [Finding] = []
        if let relay = house.settings.relay {
            let place = "\(relay.relay.host):\(relay.relay.port)"
            findings.append(.good("assembly.doctor.relay", ["relay": place]))
        } else {
            findings.append(.advice("assembly.doctor.maildir", ["folder": house.settings.maildir]))
        }
        if house.settings.contactPhone == nil { findings.append(.advice("assembly.doctor.no_contact_phone")) }
        return findings
    }

    /// Leases run in the database's time; a clock that is far off makes messages carry wrong times.
    private func databaseClock() async throws -> [Finding] {
        let stored = try await house.database.read { try $0.databaseTime() }
        let seconds = abs((stored - house.clock.now()).milliseconds) / 1_000
        guard seconds > Self.clockSecondsMax else { return [] }
        return [.problem("assembly.doctor.clock", ["seconds": String(seconds)])]
    }

    private static let clockSecondsMax: Int64 = 30
}

extension Doctor.Finding {
    static func good(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(level: .good, message: Message(key, values))
    }

    static func advice(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(level: .advice, message: Message(key, values))
    }

    static func problem(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(level: .problem, message: Message(key, values))
    }
}
