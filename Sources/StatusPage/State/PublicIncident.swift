import Basis
import Catalog
import Incidents
import Letters

/// An incident as strangers see it: what happened, to what, what is being done, and when they will hear more.
package struct PublicIncident: Sendable, Equatable, Codable {
    package var id: Int64
    package var publicID: String
    package var title: LocalizedText
    package var kind: Incident.Kind
    package var origin: Incident.Origin
    package var stage: Incident.Stage
    package var beganAt: Instant
    package var openedAt: Instant
    package var monitoringAt: Instant?
    package var resolvedAt: Instant?
    /// The listed components that it reached at any time, those worst off now first; at most `Bounds.affectedPerIncident`.
    package var affected: [Affected]
    package var affectedCount: Int
    /// Newest first.
    package var updates: [PublicUpdate]
    /// Ours and theirs, ours first.
    package var estimates: [Estimate]
    package var nextUpdateAt: Instant?
    /// Providers whose component failed, where the origin is upstream.
    package var providers: [String]
    /// What was stated for customers and became public with an update.
    package var sheet: FactSheet

    package struct Affected: Sendable, Equatable, Codable {
        package var componentID: Int64
        /// How it is now.
        package var impact: ImpactLevel
        /// How bad it ever was in this incident.
        package var worst: ImpactLevel

        package init(componentID: Int64, impact: ImpactLevel, worst: ImpactLevel? = nil) {
            self.componentID = componentID
            self.impact = impact
            self.worst = worst ?? impact
        }
    }

    /// When it is expected to be over, and who says so.
    package struct Estimate: Sendable, Equatable, Codable {
        package enum Source: Sendable, Equatable, Codable {
            /// A promise that we gave.
            case ours
            /// What somebody else said; the name where it may be shown, and where it can be read.
            case theirs(who: String?, link: String?)
        }

        package var source: Source
        package var at: Instant
        /// When it was said.
        package var saidAt: Instant

        package init(source: Source, at: Instant, saidAt: Instant) {
            self.source = source
            self.at = at
            self.saidAt = saidAt
        }
    }

    package init(
        id: Int64,
        publicID: String,
        title: LocalizedText,
        kind: Incident.Kind,
        origin: Incident.Origin,
        stage: Incident.Stage,
        beganAt: Instant,
        openedAt: Instant,
        monitoringAt: Instant? = nil,
        resolvedAt: Instant? = nil,
        affected: [Affected] = [],
        affectedCount: Int? = nil,
        updates: [PublicUpdate] = [],
        estimates: [Estimate] = [],
        nextUpdateAt: Instant? = nil,
        providers: [String] = [],
        sheet: FactSheet = FactSheet()
    ) {
        self.id = id
        self.publicID = publicID
        self.title = title
        self.kind = kind
        self.origin = origin
        self.stage = stage
        self.beganAt = beganAt
        self.openedAt = openedAt
        self.monitoringAt = monitoringAt
        self.resolvedAt = resolvedAt
        self.affected = affected
        self.affectedCount = affectedCount ?? affected.count
        self.updates = updates
        self.estimates = estimates
        self.nextUpdateAt = nextUpdateAt
        self.providers = providers
        self.sheet = sheet
    }

    package var name: String { Incident.name(id: id) }

    /// The worst that it ever did.
    package var impact: ImpactLevel { affected.map(\.worst).max() ?? .operational }

    /// What it does to components now; once it is over, what it did.
    package var hits: [Affected] {
        isOpen ? affected.filter { $0.impact > .operational } : affected
    }

    /// How bad it is now; once it is over, how bad it was. nil where it reaches nothing that is listed.
    package var level: ImpactLevel? { hits.map { isOpen ? $0.impact : $0.worst }.max() }

    /// How many `hits` there are, also those that were cut.
    package var hitCount: Int { hits.count < affected.count ? hits.count : affectedCount }

    package var isOpen: Bool { stage != .resolved && stage != .closed }

    /// The last moment at which a reader could see something new.
    package var changedAt: Instant {
        let times = updates.flatMap { [$0.publishedAt, $0.editedAt] }.compactMap(\.self)
        return ([openedAt, monitoringAt, resolvedAt].compactMap(\.self) + times).max() ?? openedAt
    }
}

/// One published message of an incident.
package struct PublicUpdate: Sendable, Equatable, Codable {
    package var publicID: String
    package var stage: Incident.Stage
    package var message: LocalizedText
    package var publishedAt: Instant
    /// When its text was changed after it was published.
    package var editedAt: Instant?
    package var isNotified: Bool

    package init(
        publicID: String,
        stage: Incident.Stage,
        message: LocalizedText,
        publishedAt: Instant,
        editedAt: Instant? = nil,
        isNotified: Bool
    ) {
        self.publicID = publicID
        self.stage = stage
        self.message = message
        self.publishedAt = publishedAt
        self.editedAt = editedAt
        self.isNotified = isNotified
    }
}
