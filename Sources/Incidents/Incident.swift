import Basis
import Database
import Letters

/// Something that went wrong and hurts customers, from the first alarm until everybody is back.
///
/// Its stage changes only through the life cycle (`publish`, `close`, `reopen`).
package struct Incident: Sendable, Hashable {
    /// Letters are worded by these two, so they are declared where letters are.
    package typealias Kind = NoticeFacts.Kind
    package typealias Origin = NoticeFacts.Origin

    /// How far the work is.
    package enum Stage: String, Sendable, CaseIterable, Codable, SQLText {
        case investigating
        case identified
        case monitoring
        case resolved
        case closed
    }

    /// How the hurt customers are found.
    package enum Basis: String, Sendable, CaseIterable, Codable, SQLText {
        /// Through the components that fail and what depends on them.
        case components
        /// By a list of customers that somebody gave.
        case list
    }

    package internal(set) var id: Int64
    /// Twelve letters and digits, as the public page shows it.
    package var publicID: String
    package var title: LocalizedText
    package var kind: Kind
    package var origin: Origin
    package internal(set) var stage: Stage
    package var basis: Basis
    package var beganAt: Instant
    package var openedAt: Instant
    package internal(set) var identifiedAt: Instant?
    package internal(set) var monitoringAt: Instant?
    package internal(set) var resolvedAt: Instant?
    package internal(set) var closedAt: Instant?
    /// Counts the changes of the incident itself; a form made from an older one is stale.
    package internal(set) var version: Int

    /// A new incident, not stored yet: `IncidentStore.insert` gives it its id.
    package init(
        publicID: String,
        title: LocalizedText,
        kind: Kind,
        origin: Origin,
        basis: Basis,
        beganAt: Instant,
        openedAt: Instant
    ) {
        id = 0
        self.publicID = publicID
        self.title = title
        self.kind = kind
        self.origin = origin
        stage = .investigating
        self.basis = basis
        self.beganAt = beganAt
        self.openedAt = openedAt
        version = 1
    }

    /// The name that people use: `INC-7`.
    package var name: String { Self.name(id: id) }

    package static func name(id: Int64) -> String { "INC-\(id)" }

    /// Reads `INC-7`, `inc-7` or `7`; nil where it is neither.
    package static func id(fromName name: String) -> Int64? {
        let digits = name.uppercased().hasPrefix("INC-") ? name.dropFirst(4) : Substring(name)
        guard let first = digits.utf8.first, (49...57).contains(first) else { return nil }
        return Int64(digits)
    }

    /// Whether customers still suffer, as far as we say.
    package var isOngoing: Bool { stage != .resolved && stage != .closed }
}

extension NoticeFacts.Kind: SQLText {}
extension NoticeFacts.Origin: SQLText {}

extension Topic {
    /// Anything about one incident: its state, what is known, promised, who is hurt.
    package static func incident(_ id: Int64) -> Topic { Topic("incident:\(id)") }

    /// The list of incidents: one was opened, moved or closed.
    package static let incidents = Topic("incidents")
}
