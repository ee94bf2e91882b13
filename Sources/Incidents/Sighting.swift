import Basis
import Database

/// Something learned about an incident from outside: what was said, by whom, where and when, and how far it is
/// trusted. Its estimate is theirs; it never becomes our promise by itself.
package struct Sighting: Sendable, Hashable {
    package enum Source: String, Sendable, CaseIterable, Codable, SQLText {
        case twitter
        case phone
        case media
        case monitor
        case customer
        case upstreamPage = "upstream_page"
        case other
    }

    package enum Trust: String, Sendable, CaseIterable, Codable, Comparable, SQLText {
        case rumour
        case plausible
        case confirmed

        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package internal(set) var id: Int64
    package var incidentID: Int64
    package var source: Source
    /// Who said it: a person, an account, a provider.
    package var who: String?
    package var said: LocalizedText
    package var link: String?
    package var seenAt: Instant
    package var notedAt: Instant
    package var trust: Trust
    /// By when they expect it to be over.
    package var etaAt: Instant?

    /// A new sighting, not stored yet.
    package init(
        incidentID: Int64,
        source: Source,
        who: String? = nil,
        said: LocalizedText,
        link: String? = nil,
        seenAt: Instant,
        notedAt: Instant,
        trust: Trust,
        etaAt: Instant? = nil
    ) {
        id = 0
        self.incidentID = incidentID
        self.source = source
        self.who = who
        self.said = said
        self.link = link
        self.seenAt = seenAt
        self.notedAt = notedAt
        self.trust = trust
        self.etaAt = etaAt
    }
}

extension Sequence<Sighting> {
    /// The estimate of somebody else that is worth telling: the newest one, of those at least plausible that still
    /// lie ahead and name who says it.
    package func estimateOfOthers(at now: Instant) -> Sighting? {
        filter { sighting in
            guard let eta = sighting.etaAt, sighting.who != nil else { return false }
            return eta > now && sighting.trust >= .plausible
        }.max { ($0.seenAt, $0.id) < ($1.seenAt, $1.id) }
    }
}
