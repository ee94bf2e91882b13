import Basis
import Catalog
import Foundation
import Incidents
import Rendering

/// A state in words, with the class that gives it its colour and shape.
struct Mark: Sendable {
    let look: String
    let label: String
}

extension Words {
    func mark(_ level: ImpactLevel) -> Mark {
        Mark(look: level.rawValue, label: self("level.\(level.rawValue)"))
    }

    func mark(_ stage: Incident.Stage) -> Mark {
        let look =
            switch stage {
            case .investigating: "bad"
            case .identified: "watch"
            case .monitoring: "note"
            case .resolved: "good"
            case .closed: "idle"
            }
        return Mark(look: look, label: self("stage.\(stage.rawValue)"))
    }

    func mark(_ trust: Sighting.Trust) -> Mark {
        let look =
            switch trust {
            case .rumour: "idle"
            case .plausible: "note"
            case .confirmed: "good"
            }
        return Mark(look: look, label: self("trust.\(trust.rawValue)"))
    }

    /// What somebody is at a customer; a word of the file itself where it is none of the usual ones.
    func role(of contact: Contact) -> String {
        textIfAny("console.contact_role.\(contact.role)") ?? contact.role
    }

    /// A country by name, where its code is one.
    func country(_ code: String) -> String {
        Locale(identifier: language.code).localizedString(forRegionCode: code) ?? code
    }

    func when(_ instant: Instant, now: Instant) -> When {
        When(
            iso: instant.rfc3339,
            text: time.short(instant, now: now),
            full: time.dateTime(instant),
            relative: time.relative(instant, now: now)
        )
    }
}

/// A moment as a page shows it.
struct When: Sendable {
    /// For machines.
    let iso: String
    /// `9:10`, with the date where it is another day.
    let text: String
    let full: String
    /// `5 min ago`
    let relative: String
}

/// A link with its words.
struct LinkItem: Sendable {
    let href: String
    let label: String
}
